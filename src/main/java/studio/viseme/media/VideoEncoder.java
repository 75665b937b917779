package studio.viseme.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.image.Raster;

/** Pictures to a film's, BT.709 limited range and tagged so. */
final class VideoEncoder extends Encoder {
  /** Seconds between pictures that can be jumped to. */
  private static final int KEY_INTERVAL_SECONDS = 2;

  private final ColorConverter colors = new ColorConverter();

  VideoEncoder(AVFormatContext container, VideoSettings settings, Path target) {
    super(container, settings.format().encoder(), target);
    AVRational rate = avutil.av_d2q(settings.fps(), 1001 * 1000);
    codec.width(settings.width());
    codec.height(settings.height());
    codec.time_base(avutil.av_inv_q(rate));
    codec.framerate(rate);
    codec.pix_fmt(settings.format().pixelFormat());
    codec.bit_rate(settings.videoBitRate());
    codec.gop_size((int) Math.max(1, Math.round(settings.fps() * KEY_INTERVAL_SECONDS)));
    codec.colorspace(avutil.AVCOL_SPC_BT709);
    codec.color_primaries(avutil.AVCOL_PRI_BT709);
    codec.color_trc(avutil.AVCOL_TRC_BT709);
    codec.color_range(avutil.AVCOL_RANGE_MPEG);
    codec.thread_count(1);
    AVDictionary options = new AVDictionary(null);
    settings.format().options().forEach((key, value) -> FFmpeg.set(options, key, value));
    open(options);
    stream().avg_frame_rate(rate);
    frame.width(settings.width());
    frame.height(settings.height());
    frame.format(settings.format().pixelFormat());
    frame.colorspace(avutil.AVCOL_SPC_BT709);
    frame.color_range(avutil.AVCOL_RANGE_MPEG);
    FFmpeg.written(avutil.av_frame_get_buffer(frame, 0), "allocating", target);
  }

  void write(Raster image, long number) {
    FFmpeg.written(avutil.av_frame_make_writable(frame), "allocating", target);
    colors.fromRaster(image, frame);
    frame.pts(number);
    encode(frame);
  }

  void finish() {
    encode(null);
  }

  @Override
  public void close() {
    colors.close();
    super.close();
  }
}
