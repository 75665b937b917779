package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What the encoders of pictures and of sound share: opening, and carrying packets into the
 * container.
 */
abstract class Encoder implements AutoCloseable {
  final Path target;
  final AVCodec implementation;
  final AVCodecContext codec;
  final AVFrame frame = avutil.av_frame_alloc();
  private final AVFormatContext container;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private AVStream stream;

  Encoder(AVFormatContext container, String name, Path target) {
    this.container = container;
    this.target = target;
    this.implementation = avcodec.avcodec_find_encoder_by_name(name);
    if (implementation == null || implementation.isNull()) {
      throw new IllegalStateException("this FFmpeg was built without " + name);
    }
    this.codec = avcodec.avcodec_alloc_context3(implementation);
  }

  /** Opens the codec, once its settings are made, and adds its stream to the container. */
  final void open(AVDictionary options) {
    if ((container.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    int code = avcodec.avcodec_open2(codec, implementation, options);
    avutil.av_dict_free(options);
    FFmpeg.written(code, "opening the encoder", target);
    stream = avformat.avformat_new_stream(container, null);
    avcodec.avcodec_parameters_from_context(stream.codecpar(), codec);
    stream.time_base(codec.time_base());
  }

  final AVStream stream() {
    return stream;
  }

  /** Encodes {@link #frame}, or with null drains the codec. */
  final void encode(AVFrame next) {
    FFmpeg.written(avcodec.avcodec_send_frame(codec, next), "encoding", target);
    while (true) {
      int code = avcodec.avcodec_receive_packet(codec, packet);
      if (FFmpeg.isAgain(code) || FFmpeg.isEnd(code)) {
        return;
      }
      FFmpeg.written(code, "encoding", target);
      avcodec.av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      FFmpeg.written(avformat.av_interleaved_write_frame(container, packet), "writing", target);
    }
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(codec);
  }
}
