package studio.viseme.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import studio.viseme.image.RgbImage;

/** Films of any codec, pixel format, container and time stamps, as people bring them. */
final class RawFilm {
  private final Path file;
  private final AVFormatContext container = new AVFormatContext(null);
  private final List<Track> tracks = new ArrayList<>();

  /** Milliseconds. */
  private static final int TICKS = 1000;

  private abstract static class Track {
    AVCodecContext codec;
    AVStream stream;
    long next;
    long count;
    Consumer<AVPacket> spoil = packet -> {};

    abstract double seconds(long number);

    abstract AVFrame frame(long number);
  }

  private RawFilm(Path file) {
    this.file = file;
    require(
        avformat.avformat_alloc_output_context2(
            container, (AVOutputFormat) null, null, file.toString()));
  }

  /** A film whose container goes by the file's name. */
  static RawFilm at(Path file) {
    FFmpeg.load();
    return new RawFilm(file);
  }

  /** How the pictures of a film are stored. */
  static final class Pictures {
    String encoder = "mpeg4";
    int format = avutil.AV_PIX_FMT_YUV420P;
    final int width;
    final int height;
    int count;
    IntFunction<Double> seconds = i -> i / 25.0;
    int aspectNum = 1;
    int aspectDen = 1;
    final Map<String, String> options = new LinkedHashMap<>();
    Consumer<AVCodecContext> codec = c -> {};
    Consumer<AVFrame> flags = f -> {};
    Consumer<AVPacket> spoil = p -> {};
    byte[] dolbyVision = new byte[0];

    /** Fills a frame's planes; by default with a numbered picture. */
    PictureFiller filler;

    Pictures(int width, int height, int count) {
      this.width = width;
      this.height = height;
      this.count = count;
      ColorConverter colors = new ColorConverter();
      filler =
          (frame, number) ->
              colors.fromRaster(TestFilms.numbered(width, height, number & 255), frame);
    }

    Pictures encoder(String name, int pixelFormat) {
      encoder = name;
      format = pixelFormat;
      return this;
    }

    Pictures colours(int matrix, int primaries, int transfer, int range) {
      codec =
          codec.andThen(
              c -> {
                c.colorspace(matrix);
                c.color_primaries(primaries);
                c.color_trc(transfer);
                c.color_range(range);
              });
      return this;
    }

    /** Claims to be Dolby Vision, as a phone's film does. */
    Pictures dolbyVision(int profile, int compatibility) {
      dolbyVision = new byte[] {1, 0, (byte) profile, 3, 1, 0, 1, (byte) compatibility, 0};
      return this;
    }

    Pictures painted(IntFunction<RgbImage> painter) {
      ColorConverter colors = new ColorConverter();
      filler = (frame, number) -> colors.fromRaster(painter.apply(number), frame);
      return this;
    }
  }

  /** Fills a frame's planes. */
  @FunctionalInterface
  interface PictureFiller {
    void fill(AVFrame frame, int number);
  }

  RawFilm with(Pictures pictures) {
    Track track =
        new Track() {
          private final AVFrame frame = avutil.av_frame_alloc();

          @Override
          double seconds(long number) {
            return pictures.seconds.apply((int) number);
          }

          @Override
          AVFrame frame(long number) {
            if (frame.width() == 0) {
              frame.width(pictures.width);
              frame.height(pictures.height);
              frame.format(pictures.format);
              frame.colorspace(codec.colorspace());
              frame.color_range(codec.color_range());
              frame.color_primaries(codec.color_primaries());
              frame.color_trc(codec.color_trc());
              require(avutil.av_frame_get_buffer(frame, 0));
            }
            require(avutil.av_frame_make_writable(frame));
            pictures.filler.fill(frame, (int) number);
            frame.pts(Math.round(seconds(number) * TICKS));
            pictures.flags.accept(frame);
            return frame;
          }
        };
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(pictures.encoder);
    AVCodecContext codec = avcodec.avcodec_alloc_context3(encoder);
    codec.width(pictures.width);
    codec.height(pictures.height);
    codec.pix_fmt(pictures.format);
    codec.time_base(new AVRational().num(1).den(TICKS));
    codec.framerate(new AVRational().num(25).den(1));
    codec.sample_aspect_ratio(new AVRational().num(pictures.aspectNum).den(pictures.aspectDen));
    codec.bit_rate(4_000_000);
    codec.gop_size(12);
    codec.thread_count(1);
    pictures.codec.accept(codec);
    track.spoil = pictures.spoil;
    add(track, encoder, codec, pictures.options);
    track.stream.sample_aspect_ratio(codec.sample_aspect_ratio());
    if (pictures.dolbyVision.length > 0) {
      AVCodecParameters parameters = track.stream.codecpar();
      AVPacketSideData all = new AVPacketSideData(parameters.coded_side_data());
      int[] count = {parameters.nb_coded_side_data()};
      AVPacketSideData made =
          avcodec.av_packet_side_data_new(
              all, count, avcodec.AV_PKT_DATA_DOVI_CONF, pictures.dolbyVision.length, 0);
      made.data().put(pictures.dolbyVision);
      parameters.coded_side_data(all).nb_coded_side_data(count[0]);
    }
    track.count = pictures.count;
    return this;
  }

  /**
   * Uncompressed 16-bit sound.
   *
   * @param samples of one channel; all channels get the same
   * @param seconds the time of a block of 1024 frames by its number
   */
  RawFilm with(float[] samples, int rate, int channels, IntFunction<Double> seconds) {
    int block = 1024;
    Track track =
        new Track() {
          private final AVFrame frame = avutil.av_frame_alloc();

          @Override
          double seconds(long number) {
            return seconds.apply((int) number);
          }

          @Override
          AVFrame frame(long number) {
            int length = (int) Math.min(block, samples.length - number * block);
            avutil.av_frame_unref(frame);
            frame.nb_samples(length);
            frame.format(avutil.AV_SAMPLE_FMT_S16);
            frame.sample_rate(rate);
            avutil.av_channel_layout_default(frame.ch_layout(), channels);
            require(avutil.av_frame_get_buffer(frame, 0));
            short[] values = new short[length * channels];
            for (int i = 0; i < values.length; i++) {
              values[i] = (short) (samples[(int) number * block + i / channels] * 32000);
            }
            new ShortPointer(frame.data(0)).put(values, 0, values.length);
            frame.pts(Math.round(seconds(number) * TICKS));
            return frame;
          }
        };
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name("pcm_s16le");
    AVCodecContext codec = avcodec.avcodec_alloc_context3(encoder);
    codec.sample_rate(rate);
    codec.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
    codec.time_base(new AVRational().num(1).den(TICKS));
    avutil.av_channel_layout_default(codec.ch_layout(), channels);
    add(track, encoder, codec, Map.of());
    track.count = (samples.length + block - 1) / block;
    return this;
  }

  /** Tags the track added last. */
  RawFilm tagged(String key, String value) {
    AVStream stream = tracks.getLast().stream;
    AVDictionary tags = new AVDictionary(stream.metadata());
    avutil.av_dict_set(tags, key, value, 0);
    stream.metadata(tags);
    return this;
  }

  private void add(
      Track track, AVCodec encoder, AVCodecContext codec, Map<String, String> settings) {
    if ((container.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    AVDictionary options = new AVDictionary(null);
    settings.forEach((key, value) -> FFmpeg.set(options, key, value));
    require(avcodec.avcodec_open2(codec, encoder, options));
    track.codec = codec;
    track.stream = avformat.avformat_new_stream(container, null);
    avcodec.avcodec_parameters_from_context(track.stream.codecpar(), codec);
    track.stream.time_base(codec.time_base());
    tracks.add(track);
  }

  Path write() {
    return write(Map.of());
  }

  Path write(Map<String, String> muxerOptions) {
    AVIOContext io = new AVIOContext(null);
    require(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
    container.pb(io);
    AVDictionary options = new AVDictionary(null);
    muxerOptions.forEach((key, value) -> FFmpeg.set(options, key, value));
    require(avformat.avformat_write_header(container, options));
    while (true) {
      Track first = null;
      for (Track track : tracks) {
        boolean left = track.next < track.count;
        if (left && (first == null || track.seconds(track.next) < first.seconds(first.next))) {
          first = track;
        }
      }
      if (first == null) {
        break;
      }
      encode(first, first.frame(first.next++));
    }
    tracks.forEach(track -> encode(track, null));
    require(avformat.av_write_trailer(container));
    avformat.avio_closep(container.pb());
    return file;
  }

  private void encode(Track track, AVFrame frame) {
    require(avcodec.avcodec_send_frame(track.codec, frame));
    AVPacket packet = avcodec.av_packet_alloc();
    while (avcodec.avcodec_receive_packet(track.codec, packet) >= 0) {
      if (packet.duration() <= 0 && track.codec.width() > 0) {
        packet.duration(TICKS / 25);
      }
      avcodec.av_packet_rescale_ts(packet, track.codec.time_base(), track.stream.time_base());
      packet.stream_index(track.stream.index());
      track.spoil.accept(packet);
      require(avformat.av_interleaved_write_frame(container, packet));
    }
    avcodec.av_packet_free(packet);
  }

  /** Gives the first track of an MP4 or QuickTime file a display matrix. */
  static void turn(Path film, int[] matrix) throws IOException {
    byte[] bytes = Files.readAllBytes(film);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer.wrap(bytes).position(header + 44).asIntBuffer().put(matrix);
    Files.write(film, bytes);
  }

  /** Puts 16-bit samples into a plane. */
  static void put(AVFrame frame, int plane, int y, short[] row) {
    byte[] bytes = new byte[row.length * 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(row);
    new BytePointer(frame.data(plane)).position((long) y * frame.linesize(plane)).put(bytes);
  }

  private static void require(int code) {
    if (code < 0) {
      throw new IllegalStateException(FFmpeg.text(code));
    }
  }
}
