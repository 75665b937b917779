package studio.viseme.image;

import java.util.Arrays;

/**
 * Changes the size and the frame of pictures. All of it keeps the pixel convention of {@link
 * AffineMap}: a picture's corners stay its corners, so that halving and doubling a picture doesn't
 * shift it.
 *
 * <p>{@code area} averages all source pixels under a target pixel and is right for shrinking;
 * {@code bilinear} interpolates and is right for enlarging, or for anything up to about one and a
 * half source pixels a target pixel.
 */
public final class Resampling {
  private Resampling() {}

  /** The part of a picture inside {@code box}, which must lie inside the picture. */
  public static RgbImage crop(RgbImage image, Rectangle box) {
    requireInside(box, image.width(), image.height());
    RgbImage out = new RgbImage(box.width(), box.height());
    for (int y = 0; y < box.height(); y++) {
      int from = ((box.y() + y) * image.width() + box.x()) * 3;
      System.arraycopy(image.data(), from, out.data(), y * box.width() * 3, box.width() * 3);
    }
    return out;
  }

  /** The part of a mask or label map inside {@code box}, which must lie inside it. */
  public static GrayImage crop(GrayImage image, Rectangle box) {
    requireInside(box, image.width(), image.height());
    GrayImage out = new GrayImage(box.width(), box.height());
    for (int y = 0; y < box.height(); y++) {
      int from = (box.y() + y) * image.width() + box.x();
      System.arraycopy(image.data(), from, out.data(), y * box.width(), box.width());
    }
    return out;
  }

  /**
   * Half the width and height (odd last rows and columns are dropped): the mean of each 2×2 block.
   */
  public static RgbImage half(RgbImage image) {
    int w = Math.max(1, image.width() / 2);
    int h = Math.max(1, image.height() / 2);
    if (image.width() < 2 || image.height() < 2) {
      return area(image, w, h);
    }
    byte[] in = image.data();
    byte[] out = new byte[w * h * 3];
    int stride = image.width() * 3;
    for (int y = 0, o = 0; y < h; y++) {
      for (int x = 0, p = 2 * y * stride; x < w; x++, p += 6) {
        for (int c = 0; c < 3; c++, o++) {
          int q = p + c;
          int sum =
              (in[q] & 255)
                  + (in[q + 3] & 255)
                  + (in[q + stride] & 255)
                  + (in[q + stride + 3] & 255);
          out[o] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return new RgbImage(w, h, out);
  }

  /** Shrinks by averaging the covered area. */
  public static RgbImage area(RgbImage image, int width, int height) {
    if (width == image.width() && height == image.height()) {
      return image.copy();
    }
    return new RgbImage(
        width, height, area(image.data(), image.width(), image.height(), 3, width, height));
  }

  /** Shrinks a mask by averaging; not for label maps. */
  public static GrayImage area(GrayImage image, int width, int height) {
    return new GrayImage(
        width, height, area(image.data(), image.width(), image.height(), 1, width, height));
  }

  /** Shrinks by averaging the covered area. */
  public static FloatPlane area(FloatPlane plane, int width, int height) {
    if (plane.width() == 2 * width && plane.height() == 2 * height) {
      return half(plane);
    }
    return new FloatPlane(
        width, height, area(plane.data(), plane.width(), plane.height(), 1, width, height));
  }

  private static FloatPlane half(FloatPlane plane) {
    int stride = plane.width();
    int w = stride / 2;
    float[] in = plane.data();
    float[] out = new float[in.length / 4];
    for (int o = 0, row = 0; o < out.length; row += 2 * stride) {
      for (int x = 0, p = row; x < w; x++, p += 2, o++) {
        out[o] = 0.25f * (in[p] + in[p + 1] + in[p + stride] + in[p + stride + 1]);
      }
    }
    return new FloatPlane(w, plane.height() / 2, out);
  }

  public static RgbImage bilinear(RgbImage image, int width, int height) {
    return warp(
        image, scaling(image.width(), image.height(), width, height), width, height, Border.CLAMP);
  }

  public static GrayImage bilinear(GrayImage image, int width, int height) {
    float[] in = new float[image.data().length];
    for (int i = 0; i < in.length; i++) {
      in[i] = image.data()[i] & 255;
    }
    FloatPlane resized = bilinear(new FloatPlane(image.width(), image.height(), in), width, height);
    GrayImage out = new GrayImage(width, height);
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = toByte(resized.data()[i]);
    }
    return out;
  }

  public static FloatPlane bilinear(FloatPlane plane, int width, int height) {
    FloatPlane out = new FloatPlane(width, height);
    BilinearTaps columns = new BilinearTaps(plane.width(), width);
    BilinearTaps rows = new BilinearTaps(plane.height(), height);
    float[] in = plane.data();
    float[] o = out.data();
    for (int y = 0; y < height; y++) {
      int a = rows.first[y] * plane.width();
      int b = rows.second[y] * plane.width();
      float fy = rows.weight[y];
      for (int x = 0, q = y * width; x < width; x++, q++) {
        int l = columns.first[x];
        int r = columns.second[x];
        float fx = columns.weight[x];
        float top = in[a + l] + fx * (in[a + r] - in[a + l]);
        float bottom = in[b + l] + fx * (in[b + r] - in[b + l]);
        o[q] = top + fy * (bottom - top);
      }
    }
    return out;
  }

  /** Each target pixel takes the source pixel its centre falls on: for label maps. */
  public static GrayImage nearest(GrayImage image, int width, int height) {
    GrayImage out = new GrayImage(width, height);
    for (int y = 0; y < height; y++) {
      int row = (int) ((y + 0.5) * image.height() / height) * image.width();
      for (int x = 0; x < width; x++) {
        out.data()[y * width + x] = image.data()[row + (int) ((x + 0.5) * image.width() / width)];
      }
    }
    return out;
  }

  /** What lies outside the source. */
  public enum Border {
    /** Black. */
    ZERO,
    /** The nearest pixel of the rim. */
    CLAMP
  }

  /**
   * A picture of another frame, bilinear.
   *
   * @param toSource maps a point of the target to the point of the source that it shows
   */
  public static RgbImage warp(
      RgbImage image, AffineMap toSource, int width, int height, Border border) {
    byte[] out = new byte[width * height * 3];
    byte[] in = image.data();
    int w = image.width();
    int h = image.height();
    float xx = (float) toSource.xx();
    float yx = (float) toSource.yx();
    for (int y = 0, o = 0; y < height; y++) {
      float sx = (float) (toSource.applyX(0.5, y + 0.5) - 0.5);
      float sy = (float) (toSource.applyY(0.5, y + 0.5) - 0.5);
      for (int x = 0; x < width; x++, o += 3) {
        float u = sx + xx * x;
        float v = sy + yx * x;
        if (border == Border.CLAMP) {
          u = Math.clamp(u, 0, w - 1);
          v = Math.clamp(v, 0, h - 1);
        }
        int ix = (int) Math.floor(u);
        int iy = (int) Math.floor(v);
        float fx = u - ix;
        float fy = v - iy;
        if (ix >= 0 && iy >= 0 && ix < w - 1 && iy < h - 1) {
          int p = (iy * w + ix) * 3;
          for (int c = 0; c < 3; c++, p++) {
            float a = (in[p] & 255) + fx * ((in[p + 3] & 255) - (in[p] & 255));
            int q = p + w * 3;
            float b = (in[q] & 255) + fx * ((in[q + 3] & 255) - (in[q] & 255));
            out[o + c] = (byte) (int) (a + fy * (b - a) + 0.5f);
          }
        } else {
          rim(in, w, h, ix, iy, fx, fy, out, o);
        }
      }
    }
    return new RgbImage(width, height, out);
  }

  /**
   * A picture of another frame, bilinear and not rounded, interleaved; black outside the source.
   *
   * @param in the source's values 0..255, interleaved, {@code w} × {@code h} × 3
   * @param toSource maps a point of the target to the point of the source that it shows
   * @param white the value that 255 becomes
   * @param out width × height × 3 values
   */
  static void warp(
      float[] in,
      int w,
      int h,
      AffineMap toSource,
      int width,
      int height,
      float white,
      float[] out) {
    int row = w * 3;
    float unit = white / 255;
    float xx = (float) toSource.xx();
    float yx = (float) toSource.yx();
    for (int y = 0, o = 0; y < height; y++) {
      float sx = (float) (toSource.applyX(0.5, y + 0.5) - 0.5);
      float sy = (float) (toSource.applyY(0.5, y + 0.5) - 0.5);
      for (int x = 0; x < width; x++, o += 3) {
        float u = sx + xx * x;
        float v = sy + yx * x;
        if (u >= 0 && v >= 0 && u < w - 1 && v < h - 1) {
          int ix = (int) u;
          int iy = (int) v;
          float fx = u - ix;
          float fy = (v - iy) * unit;
          float d = fx * fy;
          float c = fy - d;
          float b = fx * unit - d;
          float a = unit - b - fy;
          int p = iy * row + ix * 3;
          int q = p + row;
          out[o] = a * in[p] + b * in[p + 3] + c * in[q] + d * in[q + 3];
          out[o + 1] = a * in[p + 1] + b * in[p + 4] + c * in[q + 1] + d * in[q + 4];
          out[o + 2] = a * in[p + 2] + b * in[p + 5] + c * in[q + 2] + d * in[q + 5];
        } else {
          rim(in, w, h, u, v, unit, out, o);
        }
      }
    }
  }

  private static void rim(
      float[] in, int w, int h, float u, float v, float unit, float[] out, int o) {
    if (!(u > -1 && v > -1 && u < w && v < h)) {
      out[o] = 0;
      out[o + 1] = 0;
      out[o + 2] = 0;
      return;
    }
    int ix = (int) Math.floor(u);
    int iy = (int) Math.floor(v);
    for (int c = 0; c < 3; c++) {
      float sum = 0;
      for (int k = 0; k < 4; k++) {
        int x = ix + (k & 1);
        int y = iy + (k >> 1);
        float weight = weight(u - ix, v - iy, k);
        if (weight > 0 && x >= 0 && y >= 0 && x < w && y < h) {
          sum += weight * in[(y * w + x) * 3 + c];
        }
      }
      out[o + c] = unit * sum;
    }
  }

  /** How much the k-th of four neighbours counts, row by row. */
  private static float weight(float fx, float fy, int k) {
    return ((k & 1) == 1 ? fx : 1 - fx) * (k > 1 ? fy : 1 - fy);
  }

  /** One bilinear sample whose neighbours may lie outside, where the picture is black. */
  private static float outside(byte[] in, int w, int h, int ix, int iy, float fx, float fy, int c) {
    float sum = 0;
    for (int k = 0; k < 4; k++) {
      int x = ix + (k & 1);
      int y = iy + (k >> 1);
      float weight = weight(fx, fy, k);
      if (weight > 0 && x >= 0 && y >= 0 && x < w && y < h) {
        sum += weight * (in[(y * w + x) * 3 + c] & 255);
      }
    }
    return sum;
  }

  private static void rim(
      byte[] in, int w, int h, int ix, int iy, float fx, float fy, byte[] out, int o) {
    for (int c = 0; c < 3; c++) {
      out[o + c] = (byte) (int) (outside(in, w, h, ix, iy, fx, fy, c) + 0.5f);
    }
  }

  private static AffineMap scaling(int fromWidth, int fromHeight, int width, int height) {
    return AffineMap.scaling((double) fromWidth / width, (double) fromHeight / height);
  }

  /**
   * Separable; each target pixel weighs source pixels by the length they share. Columns first:
   * whole rows are added up, one value beside the other, and what is then narrowed is a few rows
   * only.
   */
  private static float[] area(float[] in, int w, int h, int channels, int width, int height) {
    AreaTaps columns = new AreaTaps(w, width);
    AreaTaps rows = new AreaTaps(h, height);
    float[] out = new float[width * height * channels];
    float[] row = new float[w * channels];
    for (int y = 0; y < height; y++) {
      Arrays.fill(row, 0);
      for (int k = rows.start[y]; k < rows.start[y + 1]; k++) {
        int p = rows.source[k] * row.length;
        float weight = rows.weight[k];
        for (int i = 0; i < row.length; i++) {
          row[i] += weight * in[p + i];
        }
      }
      narrow(row, columns, channels, out, y * width * channels);
    }
    return out;
  }

  private static byte[] area(byte[] in, int w, int h, int channels, int width, int height) {
    AreaTaps columns = new AreaTaps(w, width);
    AreaTaps rows = new AreaTaps(h, height);
    byte[] out = new byte[width * height * channels];
    float[] row = new float[w * channels];
    float[] narrow = new float[width * channels];
    for (int y = 0, o = 0; y < height; y++) {
      Arrays.fill(row, 0);
      for (int k = rows.start[y]; k < rows.start[y + 1]; k++) {
        int p = rows.source[k] * row.length;
        float weight = rows.weight[k];
        for (int i = 0; i < row.length; i++) {
          row[i] += weight * (in[p + i] & 255);
        }
      }
      narrow(row, columns, channels, narrow, 0);
      for (float value : narrow) {
        out[o++] = toByte(value);
      }
    }
    return out;
  }

  private static void narrow(float[] row, AreaTaps columns, int channels, float[] out, int from) {
    for (int x = 0, o = from; x < columns.start.length - 1; x++, o += channels) {
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int k = columns.start[x]; k < columns.start[x + 1]; k++) {
          sum += columns.weight[k] * row[columns.source[k] * channels + c];
        }
        out[o + c] = sum;
      }
    }
  }

  private static byte toByte(float v) {
    return (byte) Math.clamp((int) (v + 0.5f), 0, 255);
  }

  private static void requireInside(Rectangle box, int width, int height) {
    if (box.x() < 0 || box.y() < 0 || box.right() > width || box.bottom() > height) {
      throw new IndexOutOfBoundsException(box + " outside " + width + "x" + height);
    }
  }

  /** For each target pixel of a line, the source pixels it covers and the shares of each. */
  private static final class AreaTaps {
    final int[] start;
    final int[] source;
    final float[] weight;

    AreaTaps(int from, int to) {
      double step = (double) from / to;
      start = new int[to + 1];
      source = new int[to * ((int) Math.ceil(step) + 1)];
      weight = new float[source.length];
      int n = 0;
      for (int i = 0; i < to; i++) {
        double a = i * step;
        double b = Math.min(from, (i + 1) * step);
        start[i] = n;
        for (int s = (int) a; s < from && s < b - 1e-9; s++) {
          double share = Math.min(b, s + 1.0) - Math.max(a, s);
          if (share > 1e-9) {
            source[n] = s;
            weight[n++] = (float) (share / (b - a));
          }
        }
      }
      start[to] = n;
    }
  }
}
