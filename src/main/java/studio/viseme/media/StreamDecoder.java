package studio.viseme.media;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import studio.viseme.job.JobException;

/**
 * Decodes one stream of a file from its start to its end. Two streams of a file are two decoders:
 * the file is read twice, but no packet ever waits in memory for the other stream to catch up.
 */
final class StreamDecoder implements AutoCloseable {
  /** A header that promises larger pictures is a lie, or beyond what can be worked on. */
  private static final long MAX_PIXELS = 8192L * 8192;

  private final Path file;
  private final AVFormatContext container;
  private final AVStream stream;
  private final AVCodecContext codec;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private boolean drained;
  private long damaged;
  private boolean closed;

  private StreamDecoder(
      Path file, AVFormatContext container, AVStream stream, AVCodecContext codec) {
    this.file = file;
    this.container = container;
    this.stream = stream;
    this.codec = codec;
  }

  static StreamDecoder video(Path file) {
    return open(file, avutil.AVMEDIA_TYPE_VIDEO, 0);
  }

  /**
   * @param track the audio track, from 0
   */
  static StreamDecoder audio(Path file, int track) {
    return open(file, avutil.AVMEDIA_TYPE_AUDIO, track);
  }

  private static StreamDecoder open(Path file, int type, int track) {
    AVFormatContext container = Containers.open(file);
    try {
      AVStream stream = Containers.stream(container, type, track);
      if (stream == null) {
        throw Containers.noTrack(file, type, track);
      }
      for (int i = 0; i < container.nb_streams(); i++) {
        if (i != stream.index()) {
          container.streams(i).discard(avcodec.AVDISCARD_ALL);
        }
      }
      AVCodecParameters parameters = stream.codecpar();
      AVCodec decoder = avcodec.avcodec_find_decoder(parameters.codec_id());
      if (decoder == null || decoder.isNull()) {
        throw JobException.input(
            "The file uses a codec that can't be decoded here, "
                + avcodec.avcodec_get_name(parameters.codec_id()).getString(),
            file,
            "convert it to an MP4 with H.264 and AAC");
      }
      AVCodecContext codec = avcodec.avcodec_alloc_context3(decoder);
      avcodec.avcodec_parameters_to_context(codec, parameters);
      codec.pkt_timebase(stream.time_base());
      codec.max_pixels(MAX_PIXELS);
      codec.thread_count(type == avutil.AVMEDIA_TYPE_VIDEO ? 2 : 1);
      int code = avcodec.avcodec_open2(codec, decoder, (PointerPointer<?>) null);
      if (code < 0) {
        avcodec.avcodec_free_context(codec);
        throw Containers.undecodable(file, code);
      }
      return new StreamDecoder(file, container, stream, codec);
    } catch (RuntimeException e) {
      avformat.avformat_close_input(container);
      throw e;
    }
  }

  AVStream stream() {
    return stream;
  }

  AVCodecContext codec() {
    return codec;
  }

  /**
   * The next decoded frame, or null at the end; valid until the next call. Damaged packets are
   * passed over and counted, as players do; what a decoder could still make of them is shown.
   */
  AVFrame next() {
    while (true) {
      int code = avcodec.avcodec_receive_frame(codec, frame);
      if (code >= 0) {
        boolean flawed =
            frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
        damaged += flawed ? 1 : 0;
        return frame;
      }
      if (FFmpeg.isEnd(code)) {
        return null;
      }
      if (FFmpeg.isAgain(code)) {
        if (drained) {
          return null;
        }
        feed();
      } else {
        // With several threads the error of a packet comes back here instead of at its sending.
        damaged++;
      }
    }
  }

  private void feed() {
    while (true) {
      if (avformat.av_read_frame(container, packet) < 0) {
        avcodec.avcodec_send_packet(codec, null);
        drained = true;
        return;
      }
      boolean ours = packet.stream_index() == stream.index() && packet.size() > 0;
      int code = ours ? avcodec.avcodec_send_packet(codec, packet) : 0;
      avcodec.av_packet_unref(packet);
      if (ours && code >= 0) {
        return;
      }
      damaged += code < 0 ? 1 : 0;
    }
  }

  /** How many packets or frames couldn't be decoded whole so far. */
  long damaged() {
    return damaged;
  }

  /**
   * Goes to the last key picture at or before a moment, or to the start when there is none; {@link
   * #next()} goes on from there.
   *
   * @param seconds of the container's time
   */
  void seek(double seconds) {
    long time = (long) Math.floor(seconds / seconds(stream.time_base()) + 1e-6);
    int code =
        avformat.av_seek_frame(container, stream.index(), time, avformat.AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      code =
          avformat.av_seek_frame(
              container, stream.index(), Long.MIN_VALUE, avformat.AVSEEK_FLAG_BACKWARD);
    }
    if (code < 0) {
      throw Containers.undecodable(file, code);
    }
    avcodec.avcodec_flush_buffers(codec);
    drained = false;
  }

  /** A frame's place in the container's time, seconds, or NaN when the file doesn't tell. */
  double seconds(AVFrame decoded) {
    long time = decoded.best_effort_timestamp();
    return time == FFmpeg.NO_TIME ? Double.NaN : time * seconds(stream.time_base());
  }

  /** How long a frame lasts, seconds; 0 when the file doesn't tell. */
  double duration(AVFrame decoded) {
    return Math.max(0, decoded.duration()) * seconds(stream.time_base());
  }

  static double seconds(AVRational rational) {
    return rational.den() == 0 ? 0 : (double) rational.num() / rational.den();
  }

  /** How a decoded picture is stored. */
  PictureFormat format(AVFrame decoded) {
    return PictureFormat.of(container, stream, decoded);
  }

  /** How the pictures must be laid to stand upright. */
  static Orientation orientation(AVCodecParameters parameters) {
    AVPacketSideData side =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (side == null || side.isNull() || side.size() < 36) {
      return Orientation.UPRIGHT;
    }
    int[] matrix = new int[9];
    side.data()
        .capacity(36)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asIntBuffer()
        .get(matrix);
    return Orientation.of(matrix);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
      avformat.avformat_close_input(container);
    }
  }
}
