package studio.viseme.viewport.software;

import studio.viseme.viewport.SceneImage;
import studio.viseme.viewport.Srgb;

/**
 * A picture in linear light, premultiplied: red, green, blue, alpha, 0..1 each. In these values
 * averaging is right, at the rim of what is transparent too.
 */
record LinearImage(int width, int height, float[] rgba) {
  static LinearImage of(SceneImage image) {
    byte[] color = image.color().data();
    float[] rgba = new float[image.width() * image.height() * 4];
    for (int i = 0; i < rgba.length / 4; i++) {
      float alpha = image.alpha() == null ? 1 : (image.alpha().data()[i] & 0xff) / 255f;
      for (int c = 0; c < 3; c++) {
        rgba[4 * i + c] = alpha * Srgb.toLinear(color[3 * i + c] & 0xff);
      }
      rgba[4 * i + 3] = alpha;
    }
    return new LinearImage(image.width(), image.height(), rgba);
  }

  /** Half the width and height, at least 1; the mean of each 2×2 block. */
  LinearImage half() {
    int w = Math.max(1, width / 2);
    int h = Math.max(1, height / 2);
    float[] out = new float[w * h * 4];
    for (int y = 0, o = 0; y < h; y++) {
      int top = 2 * y * width;
      int bottom = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < w; x++) {
        int left = 2 * x;
        int right = Math.min(2 * x + 1, width - 1);
        for (int c = 0; c < 4; c++, o++) {
          out[o] =
              (rgba[4 * (top + left) + c]
                      + rgba[4 * (top + right) + c]
                      + rgba[4 * (bottom + left) + c]
                      + rgba[4 * (bottom + right) + c])
                  / 4;
        }
      }
    }
    return new LinearImage(w, h, out);
  }

  /**
   * Adds {@code weight} times the bilinear value at a point, 0..1 over the picture, to {@code sum}.
   * Beyond the rim's pixel centres the rim goes on.
   */
  void addSample(double u, double v, float weight, float[] sum) {
    double x = Math.clamp(u * width - 0.5, 0, width - 1.0);
    double y = Math.clamp(v * height - 0.5, 0, height - 1.0);
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float fx = (float) (x - left);
    float fy = (float) (y - top);
    int a = 4 * (top * width + left);
    int b = 4 * (top * width + right);
    int c = 4 * (bottom * width + left);
    int d = 4 * (bottom * width + right);
    for (int k = 0; k < 4; k++) {
      float upper = rgba[a + k] + fx * (rgba[b + k] - rgba[a + k]);
      float lower = rgba[c + k] + fx * (rgba[d + k] - rgba[c + k]);
      sum[k] += weight * (upper + fy * (lower - upper));
    }
  }
}
