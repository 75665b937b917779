package studio.viseme.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;

/**
 * Between decoded pictures and RGB of BT.709 and standard range, with the matrix, range, primaries
 * and transfer that a file is tagged with. An untagged file is read as players do it: BT.709 from
 * 577 lines on, BT.601 below. What is written is BT.709 and tagged so.
 */
final class ColorConverter implements AutoCloseable {
  /** SIMD rows may write past the end of a row; rows are therefore padded to this many bytes. */
  private static final int ROW_ALIGNMENT = 64;

  private static final int UNITY = 1 << 16;
  private static final int LAST_UNTAGGED_SD_LINE = 576;

  private SwsContext context;
  private int width;
  private int height;
  private int format;
  private int matrix;
  private int range;
  private int outWidth;
  private int outHeight;
  private int outFormat;
  private BytePointer rgb;
  private int stride;
  private ToneMap toneMap;

  /**
   * A picture of the caller's own, not yet turned upright; what is transparent shows black.
   *
   * @param targetWidth what it is scaled to, to make its pixels square
   * @param nativeHeight of the whole picture when {@code frame} is a part of one
   */
  RgbImage toRgb(AVFrame frame, int targetWidth, int targetHeight, int nativeHeight) {
    boolean mapped = ToneMap.isNeededFor(frame);
    boolean seenThrough = !mapped && FFmpeg.hasAlpha(frame.format());
    int to =
        mapped
            ? avutil.AV_PIX_FMT_RGB48LE
            : seenThrough ? avutil.AV_PIX_FMT_RGBA : avutil.AV_PIX_FMT_RGB24;
    prepare(frame, frame.format(), to, targetWidth, targetHeight, nativeHeight);
    try (PointerPointer<BytePointer> planes = new PointerPointer<>(rgb, null, null, null);
        IntPointer strides = new IntPointer(stride, 0, 0, 0)) {
      swscale.sws_scale(context, frame.data(), frame.linesize(), 0, height, planes, strides);
    }
    return mapped ? mapped(frame) : seenThrough ? overBlack() : copied();
  }

  private RgbImage overBlack() {
    RgbImage image = new RgbImage(outWidth, outHeight);
    byte[] out = image.data();
    byte[] row = new byte[outWidth * 4];
    for (int y = 0, to = 0; y < outHeight; y++) {
      rgb.position((long) y * stride).get(row);
      for (int from = 0; from < row.length; from += 4) {
        int opacity = row[from + 3] & 0xff;
        for (int c = 0; c < 3; c++) {
          out[to++] = (byte) (((row[from + c] & 0xff) * opacity + 127) / 255);
        }
      }
    }
    rgb.position(0);
    return image;
  }

  private RgbImage copied() {
    RgbImage image = new RgbImage(outWidth, outHeight);
    for (int y = 0; y < outHeight; y++) {
      rgb.position((long) y * stride).get(image.data(), y * outWidth * 3, outWidth * 3);
    }
    rgb.position(0);
    return image;
  }

  private RgbImage mapped(AVFrame frame) {
    if (toneMap == null) {
      toneMap = ToneMap.of(frame);
    }
    short[] wide = new short[outWidth * outHeight * 3];
    byte[] row = new byte[outWidth * 6];
    for (int y = 0; y < outHeight; y++) {
      rgb.position((long) y * stride).get(row);
      ByteBuffer.wrap(row)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer()
          .get(wide, y * outWidth * 3, outWidth * 3);
    }
    rgb.position(0);
    return toneMap.apply(wide, outWidth, outHeight);
  }

  /** Writes a picture into a frame whose buffers, size, format, matrix and range are set. */
  void fromRaster(Raster image, AVFrame frame) {
    int lines = image.height();
    int from = image instanceof RgbaImage ? avutil.AV_PIX_FMT_RGBA : avutil.AV_PIX_FMT_RGB24;
    prepare(frame, from, frame.format(), image.width(), lines, lines);
    int row = width * bytesAPixel(from);
    for (int y = 0; y < height; y++) {
      rgb.position((long) y * stride).put(image.data(), y * row, row);
    }
    rgb.position(0);
    try (PointerPointer<BytePointer> planes = new PointerPointer<>(rgb, null, null, null);
        IntPointer strides = new IntPointer(stride, 0, 0, 0)) {
      swscale.sws_scale(context, planes, strides, 0, height, frame.data(), frame.linesize());
    }
  }

  private void prepare(
      AVFrame frame, int from, int to, int toWidth, int toHeight, int nativeHeight) {
    if (context != null
        && frame.width() == width
        && frame.height() == height
        && from == format
        && frame.colorspace() == matrix
        && frame.color_range() == range
        && toWidth == outWidth
        && toHeight == outHeight
        && to == outFormat) {
      return;
    }
    close();
    width = frame.width();
    height = frame.height();
    format = from;
    matrix = frame.colorspace();
    range = frame.color_range();
    outWidth = toWidth;
    outHeight = toHeight;
    outFormat = to;
    boolean decode = from == frame.format();
    int bytes = outWidth * bytesAPixel(decode ? to : from);
    stride = (bytes + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT + ROW_ALIGNMENT;
    rgb = new BytePointer((long) stride * outHeight + ROW_ALIGNMENT);
    int flags = swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT;
    context =
        swscale.sws_getContext(
            width, height, from, outWidth, outHeight, to, flags, null, null, (DoublePointer) null);
    if (context == null || context.isNull()) {
      throw new IllegalStateException("no conversion between pixel formats " + from + " and " + to);
    }
    int full = range == avutil.AVCOL_RANGE_JPEG ? 1 : 0;
    IntPointer table = swscale.sws_getCoefficients(tableOf(matrix, nativeHeight));
    swscale.sws_setColorspaceDetails(
        context, table, decode ? full : 1, table, decode ? 1 : full, 0, UNITY, UNITY);
  }

  private static int bytesAPixel(int packed) {
    return switch (packed) {
      case avutil.AV_PIX_FMT_RGB24 -> 3;
      case avutil.AV_PIX_FMT_RGBA -> 4;
      case avutil.AV_PIX_FMT_RGB48LE -> 6;
      default -> throw new IllegalArgumentException("pixel format " + packed);
    };
  }

  private static int tableOf(int matrix, int height) {
    return switch (matrix) {
      case avutil.AVCOL_SPC_BT709 -> swscale.SWS_CS_ITU709;
      case avutil.AVCOL_SPC_BT470BG, avutil.AVCOL_SPC_SMPTE170M -> swscale.SWS_CS_ITU601;
      case avutil.AVCOL_SPC_SMPTE240M -> swscale.SWS_CS_SMPTE240M;
      case avutil.AVCOL_SPC_FCC -> swscale.SWS_CS_FCC;
      case avutil.AVCOL_SPC_BT2020_NCL, avutil.AVCOL_SPC_BT2020_CL -> swscale.SWS_CS_BT2020;
      default -> height > LAST_UNTAGGED_SD_LINE ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601;
    };
  }

  @Override
  public void close() {
    if (context != null) {
      swscale.sws_freeContext(context);
      context = null;
    }
    if (rgb != null) {
      rgb.close();
      rgb = null;
    }
  }
}
