package studio.viseme.media;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import studio.viseme.job.JobException;

/**
 * What every user of FFmpeg here needs: silence on the console, and return codes turned into
 * errors.
 */
final class FFmpeg {
  /** The number FFmpeg uses for "no time stamp". */
  static final long NO_TIME = Long.MIN_VALUE;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  private FFmpeg() {}

  /** Loads the library and quiets it; costs nothing from the second call on. */
  static void load() {}

  static boolean isEnd(int code) {
    return code == avutil.AVERROR_EOF();
  }

  static boolean isAgain(int code) {
    return code == avutil.AVERROR_EAGAIN();
  }

  /** FFmpeg's own words for a negative return code. */
  static String text(int code) {
    byte[] buffer = new byte[256];
    avutil.av_strerror(code, buffer, buffer.length);
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /** Passes a return code through; a negative one means that a file can't be written. */
  static int written(int code, String action, Path file) {
    if (code < 0) {
      throw JobException.input(
          "The video can't be written, " + action + " failed with \"" + text(code) + "\"",
          file,
          "check the free space and that the folder may be written");
    }
    return code;
  }

  static void set(AVDictionary dictionary, String key, String value) {
    avutil.av_dict_set(dictionary, key, value, 0);
  }

  /** Whether pictures of a format can be seen through. */
  static boolean hasAlpha(int pixelFormat) {
    AVPixFmtDescriptor description = avutil.av_pix_fmt_desc_get(pixelFormat);
    return description != null && (description.flags() & avutil.AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  /** A second reference to a picture that shows a part of it only; to be freed. */
  static AVFrame part(AVFrame frame, int left, int top, int right, int bottom) {
    AVFrame part = avutil.av_frame_alloc();
    int code = avutil.av_frame_ref(part, frame);
    part.crop_left(left);
    part.crop_top(top);
    part.crop_right(frame.width() - right);
    part.crop_bottom(frame.height() - bottom);
    code = code < 0 ? code : avutil.av_frame_apply_cropping(part, avutil.AV_FRAME_CROP_UNALIGNED);
    if (code < 0) {
      free(part);
      throw new IllegalStateException("a picture can't be cut: " + text(code));
    }
    return part;
  }

  static void free(AVFrame frame) {
    avutil.av_frame_free(frame);
  }
}
