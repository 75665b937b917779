package studio.viseme.sample;

import java.util.Arrays;

/**
 * A z-buffer of samples. Triangles are small here, so that values on their corners are interpolated
 * straight across the picture; depth is interpolated as 1/z, which is exact. One thread at a time.
 */
final class Raster {
  /** Gives a sample its colour. */
  interface Shader {
    /**
     * @param v the interpolated values of the sample
     * @param rgb takes the linear colour, 1 = white
     */
    void shade(float[] v, float[] rgb);
  }

  /** Rounding must not leave gaps between neighbours; this much, in samples, they overlap. */
  private static final float OVERLAP = 1e-3f;

  final int width;
  final int height;

  /** 1/z of what is seen, 0 where nothing was drawn. */
  final float[] inverseDepth;

  /** Linear RGB, three a sample. */
  final float[] color;

  /** {@link studio.viseme.face.FaceRegion} codes. */
  final byte[] region;

  private final float[] value = new float[16];
  private final float[] step = new float[16];
  private final float[] rgb = new float[3];
  private boolean shining;

  Raster(int width, int height) {
    this.width = width;
    this.height = height;
    inverseDepth = new float[width * height];
    color = new float[width * height * 3];
    region = new byte[width * height];
  }

  void clear(float[] background) {
    Arrays.fill(inverseDepth, 0);
    Arrays.fill(region, (byte) 0);
    System.arraycopy(background, 0, color, 0, color.length);
  }

  /**
   * Adds light to what is seen already, where triangles lie before it; neither depth nor regions
   * change. Both sides of a triangle shine.
   */
  void shine(int[] triangles, float[] screen, float[] values, int stride, Shader shader) {
    shining = true;
    draw(triangles, screen, values, stride, new byte[1], true, shader);
    shining = false;
  }

  /**
   * Draws triangles.
   *
   * @param triangles three vertex numbers each, counter-clockwise when seen from the front (y up)
   * @param screen x, y in samples and 1/z, a vertex
   * @param values {@code stride} numbers a vertex, handed to the shader
   * @param regions the region code of a triangle, or of all if it has one entry
   * @param twoSided draws what is seen from behind as well
   */
  void draw(
      int[] triangles,
      float[] screen,
      float[] values,
      int stride,
      byte[] regions,
      boolean twoSided,
      Shader shader) {
    for (int t = 0; t < triangles.length; t += 3) {
      int a = triangles[t];
      int b = triangles[t + 1];
      int c = triangles[t + 2];
      float ax = screen[3 * a];
      float ay = screen[3 * a + 1];
      float bx = screen[3 * b];
      float by = screen[3 * b + 1];
      float cx = screen[3 * c];
      float cy = screen[3 * c + 1];
      // y points down, so that a front face runs clockwise on the screen and its area comes out
      // negative
      float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
      if (area >= 0) {
        if (!twoSided || area == 0) {
          continue;
        }
        int swap = b;
        b = c;
        c = swap;
        float s = bx;
        bx = cx;
        cx = s;
        s = by;
        by = cy;
        cy = s;
        area = -area;
      }
      int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5f));
      int bottom = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5f));
      if (top > bottom) {
        continue;
      }
      float scale = 1 / area;
      // weights of b and c at a sample: linear in x and y
      float bDx = (cy - ay) * scale;
      float bDy = -(cx - ax) * scale;
      float cDx = -(by - ay) * scale;
      float cDy = (bx - ax) * scale;
      float za = screen[3 * a + 2];
      float zb = screen[3 * b + 2] - za;
      float zc = screen[3 * c + 2] - za;
      float zDx = zb * bDx + zc * cDx;
      byte code = regions[regions.length == 1 ? 0 : t / 3];
      boolean ready = false;
      for (int y = top; y <= bottom; y++) {
        float dy = y + 0.5f - ay;
        float wb = bDy * dy;
        float wc = cDy * dy;
        // b >= 0, c >= 0 and b + c <= 1 bound x - ax from both sides
        float lo = -1e9f;
        float hi = 1e9f;
        for (int side = 0; side < 3; side++) {
          float slope = side == 0 ? bDx : side == 1 ? cDx : -(bDx + cDx);
          float at0 = side == 0 ? wb : side == 1 ? wc : 1 - wb - wc;
          if (slope > 0) {
            lo = Math.max(lo, -at0 / slope);
          } else if (slope < 0) {
            hi = Math.min(hi, -at0 / slope);
          } else if (at0 < 0) {
            hi = -1e9f;
          }
        }
        int left = Math.max(0, (int) Math.ceil(lo + ax - 0.5f - OVERLAP));
        int right = Math.min(width - 1, (int) Math.floor(hi + ax - 0.5f + OVERLAP));
        if (left > right) {
          continue;
        }
        float dx = left + 0.5f - ax;
        float ub = wb + bDx * dx;
        float uc = wc + cDx * dx;
        float z = za + zb * ub + zc * uc;
        boolean begun = false;
        int begunAt = 0;
        for (int x = left, i = y * width + left; x <= right; x++, i++, z += zDx) {
          if (z <= inverseDepth[i]) {
            continue;
          }
          if (!ready) {
            for (int k = 0; k < stride; k++) {
              float va = values[a * stride + k];
              step[k] = (values[b * stride + k] - va) * bDx + (values[c * stride + k] - va) * cDx;
            }
            ready = true;
          }
          if (begun) {
            int skipped = x - begunAt;
            for (int k = 0; k < stride; k++) {
              value[k] += skipped * step[k];
            }
          } else {
            float vb = ub + (x - left) * bDx;
            float vc = uc + (x - left) * cDx;
            for (int k = 0; k < stride; k++) {
              float va = values[a * stride + k];
              value[k] =
                  va + (values[b * stride + k] - va) * vb + (values[c * stride + k] - va) * vc;
            }
            begun = true;
          }
          begunAt = x;
          shader.shade(value, rgb);
          if (shining) {
            color[3 * i] += rgb[0];
            color[3 * i + 1] += rgb[1];
            color[3 * i + 2] += rgb[2];
            continue;
          }
          inverseDepth[i] = z;
          region[i] = code;
          color[3 * i] = rgb[0];
          color[3 * i + 1] = rgb[1];
          color[3 * i + 2] = rgb[2];
        }
      }
    }
  }

  /**
   * Draws a thin ribbon from one point to the next, {@code breadth} samples wide, facing the
   * camera. A finer one covers its samples in part.
   *
   * @param x0 … 1/z in samples, as in {@link #draw}; colours are linear
   */
  void line(
      float x0,
      float y0,
      float z0,
      float x1,
      float y1,
      float z1,
      float breadth,
      float r0,
      float g0,
      float b0,
      float r1,
      float g1,
      float b1,
      byte code) {
    float dx = x1 - x0;
    float dy = y1 - y0;
    boolean steep = Math.abs(dy) > Math.abs(dx);
    float length = steep ? Math.abs(dy) : Math.abs(dx);
    int steps = Math.max(1, (int) Math.ceil(length));
    float half = Math.max(1, breadth) / 2;
    for (int s = 0; s < steps; s++) {
      float f = (s + 0.5f) / steps;
      float x = x0 + f * dx;
      float y = y0 + f * dy;
      float z = z0 + f * (z1 - z0);
      int from = (int) Math.ceil((steep ? x : y) - half - 0.5f);
      int to = (int) Math.ceil((steep ? x : y) + half - 0.5f) - 1;
      int fixed = (int) (steep ? y : x);
      if (fixed < 0 || fixed >= (steep ? height : width)) {
        continue;
      }
      from = Math.max(0, from);
      to = Math.min((steep ? width : height) - 1, to);
      float r = r0 + f * (r1 - r0);
      float g = g0 + f * (g1 - g0);
      float b = b0 + f * (b1 - b0);
      for (int k = from; k <= to; k++) {
        int i = steep ? fixed * width + k : k * width + fixed;
        if (z > inverseDepth[i] && breadth < 1) {
          color[3 * i] += breadth * (r - color[3 * i]);
          color[3 * i + 1] += breadth * (g - color[3 * i + 1]);
          color[3 * i + 2] += breadth * (b - color[3 * i + 2]);
        } else if (z > inverseDepth[i]) {
          inverseDepth[i] = z;
          region[i] = code;
          color[3 * i] = r;
          color[3 * i + 1] = g;
          color[3 * i + 2] = b;
        }
      }
    }
  }
}
