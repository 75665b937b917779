package studio.viseme.media;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * How a video's pictures are stored, as the first that can be decoded shows it. Readers of pictures
 * see none of this: they get them upright, square, whole, and in the colours of BT.709.
 *
 * @param pixelFormat FFmpeg's name, such as {@code yuv420p10le}
 * @param bitDepth bits of one channel
 * @param storedWidth pixels, as stored
 * @param storedHeight the same
 * @param pixelAspect width of a stored pixel over its height, 1 when it is square
 * @param interlaced whether a picture is two fields of different moments
 * @param wideGamut whether the primaries are those of BT.2020 or P3
 */
public record PictureFormat(
    String pixelFormat,
    int bitDepth,
    int storedWidth,
    int storedHeight,
    double pixelAspect,
    Orientation orientation,
    boolean interlaced,
    DynamicRange dynamicRange,
    boolean wideGamut) {
  /** What lies beyond is a header that lies. */
  private static final double GREATEST_ASPECT = 4;

  static PictureFormat of(AVFormatContext container, AVStream stream, AVFrame frame) {
    AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(frame.format());
    return new PictureFormat(
        avutil.av_get_pix_fmt_name(frame.format()).getString(),
        descriptor.comp(0).depth(),
        frame.width(),
        frame.height(),
        pixelAspect(container, stream, frame),
        StreamDecoder.orientation(stream.codecpar()),
        interlaced(stream.codecpar(), frame),
        dynamicRange(frame),
        isWide(frame.color_primaries()));
  }

  /** Width over height of a stored pixel. */
  static double pixelAspect(AVFormatContext container, AVStream stream, AVFrame frame) {
    AVRational guess = avformat.av_guess_sample_aspect_ratio(container, stream, frame);
    double aspect = StreamDecoder.seconds(guess);
    boolean possible = aspect <= GREATEST_ASPECT && aspect >= 1 / GREATEST_ASPECT;
    return possible ? aspect : 1;
  }

  static boolean interlaced(AVCodecParameters parameters, AVFrame frame) {
    int order = parameters.field_order();
    return isInterlaced(frame)
        || order != avcodec.AV_FIELD_UNKNOWN && order != avcodec.AV_FIELD_PROGRESSIVE;
  }

  static boolean isInterlaced(AVFrame frame) {
    return (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0;
  }

  static DynamicRange dynamicRange(AVFrame frame) {
    return switch (frame.color_trc()) {
      case avutil.AVCOL_TRC_SMPTE2084 -> DynamicRange.PQ;
      case avutil.AVCOL_TRC_ARIB_STD_B67 -> DynamicRange.HLG;
      default -> DynamicRange.STANDARD;
    };
  }

  static boolean isWide(int primaries) {
    return primaries == avutil.AVCOL_PRI_BT2020
        || primaries == avutil.AVCOL_PRI_SMPTE431
        || primaries == avutil.AVCOL_PRI_SMPTE432;
  }

  /** The width of the upright picture with square pixels. */
  int uprightWidth() {
    return orientation.sideways() ? squareHeight() : squareWidth();
  }

  int uprightHeight() {
    return orientation.sideways() ? squareWidth() : squareHeight();
  }

  /** The stored picture's width with square pixels; the shorter side of a pixel is enlarged. */
  int squareWidth() {
    return pixelAspect > 1 ? (int) Math.round(storedWidth * pixelAspect) : storedWidth;
  }

  int squareHeight() {
    return pixelAspect < 1 ? (int) Math.round(storedHeight / pixelAspect) : storedHeight;
  }
}
