package studio.viseme.face.depth;

import java.util.Arrays;
import studio.viseme.image.FloatPlane;

/**
 * A z-buffer of one mesh: the nearest surface at each pixel, and a value that runs along with it.
 */
final class DepthRaster {
  private final FloatPlane depth;
  private final FloatPlane value;

  DepthRaster(int width, int height) {
    depth = new FloatPlane(width, height);
    value = new FloatPlane(width, height);
    Arrays.fill(depth.data(), Float.POSITIVE_INFINITY);
  }

  /** Camera-space z; +∞ where there is no surface. */
  FloatPlane depth() {
    return depth;
  }

  /** The value of the nearest surface; 0 where there is none. */
  FloatPlane value() {
    return value;
  }

  /**
   * Draws triangles; those that face away are left out, as a closed surface hides them.
   *
   * @param vertices pixel x, pixel y and camera-space z of each
   * @param values one a vertex
   * @param bothSides draws those that face away too
   */
  void draw(float[] vertices, int[] triangles, float[] values, boolean bothSides) {
    for (int t = 0; t < triangles.length; t += 3) {
      draw(vertices, values, triangles[t], triangles[t + 1], triangles[t + 2], bothSides);
    }
  }

  private void draw(float[] p, float[] values, int a, int b, int c, boolean bothSides) {
    float ax = p[3 * a] - 0.5f;
    float ay = p[3 * a + 1] - 0.5f;
    float bx = p[3 * b] - 0.5f;
    float by = p[3 * b + 1] - 0.5f;
    float cx = p[3 * c] - 0.5f;
    float cy = p[3 * c + 1] - 0.5f;
    float area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    // y down: what runs counter-clockwise seen from outside has a negative area on the picture.
    if (Math.abs(area) < 1e-6f || area > 0 && !bothSides) {
      return;
    }
    int w = depth.width();
    int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy))));
    int bottom = Math.min(depth.height() - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy))));
    int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx))));
    int right = Math.min(w - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx))));
    float scale = 1 / area;
    // 1/z is linear on the picture.
    float za = 1 / p[3 * a + 2];
    float zb = 1 / p[3 * b + 2];
    float zc = 1 / p[3 * c + 2];
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float u = ((bx - x) * (cy - y) - (cx - x) * (by - y)) * scale;
        float v = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) * scale;
        float r = 1 - u - v;
        if (u >= 0 && v >= 0 && r >= 0) {
          float z = 1 / (u * za + v * zb + r * zc);
          int i = y * w + x;
          if (z < depth.data()[i]) {
            depth.data()[i] = z;
            value.data()[i] = u * values[a] + v * values[b] + r * values[c];
          }
        }
      }
    }
  }
}
