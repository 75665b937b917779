package studio.viseme.face.tflite;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The three operations by which MediaPipe's attention mesh looks closer at lips and eyes
 * (Grishchenko et al., "Attention Mesh", 2020): find the region's frame from the coarse landmarks,
 * cut the feature map out along it, and bring the refined landmarks back. Matrices are 4×4
 * row-major and map the region's pixels to those of the tensor they were found on.
 */
final class LandmarkOperations {
  private LandmarkOperations() {}

  /**
   * {@code Landmarks2TransformMatrix} v2: an upright frame around a subset of the landmarks, turned
   * so that the line from a left to a right landmark gets the wanted angle.
   */
  static float[] landmarksToTransformMatrix(
      CustomOperation.Tensor[] inputs, int[] outputShape, ByteBuffer options) {
    Map<String, double[]> o = FlexBuffer.readMap(options);
    float[] points = inputs[0].values();
    int left = (int) o.get("left_rotation_idx")[0];
    int right = (int) o.get("right_rotation_idx")[0];
    double width = o.get("output_width")[0];
    double height = o.get("output_height")[0];
    double tilt =
        Math.atan2(
            points[3 * right + 1] - points[3 * left + 1], points[3 * right] - points[3 * left]);
    double angle = o.get("target_rotation_radians")[0] - tilt;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double minX = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (double index : o.get("subset_idxs")) {
      int i = 3 * (int) index;
      double x = cos * points[i] - sin * points[i + 1];
      double y = sin * points[i] + cos * points[i + 1];
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
    double middleX = (minX + maxX) / 2;
    double middleY = (minY + maxY) / 2;
    double scaleX = o.get("scale_x")[0] * (maxX - minX) / width;
    double scaleY = o.get("scale_y")[0] * (maxY - minY) / height;
    // Move the region's centre to the origin, scale, turn back, move to the centre of the
    // landmarks.
    double m00 = cos * scaleX;
    double m01 = sin * scaleY;
    double m10 = -sin * scaleX;
    double m11 = cos * scaleY;
    float[] matrix = new float[16];
    matrix[0] = (float) m00;
    matrix[1] = (float) m01;
    matrix[3] = (float) (cos * middleX + sin * middleY - m00 * width / 2 - m01 * height / 2);
    matrix[4] = (float) m10;
    matrix[5] = (float) m11;
    matrix[7] = (float) (-sin * middleX + cos * middleY - m10 * width / 2 - m11 * height / 2);
    matrix[10] = 1;
    matrix[15] = 1;
    return matrix;
  }

  /**
   * {@code TransformTensorBilinear} v2: samples an N×H×W×C tensor through a matrix at pixel
   * centres; zero outside.
   */
  static float[] transformTensorBilinear(
      CustomOperation.Tensor[] inputs, int[] outputShape, ByteBuffer options) {
    FloatBuffer in = inputs[0].buffer();
    float[] m = inputs[1].values();
    int h = inputs[0].shape()[1];
    int w = inputs[0].shape()[2];
    int channels = inputs[0].shape()[3];
    int outH = outputShape[1];
    int outW = outputShape[2];
    float[] out = new float[outH * outW * channels];
    float[] upper = new float[2 * channels];
    float[] lower = new float[2 * channels];
    float offsetX = m[3] + 0.5f * (m[0] + m[1]) - 0.5f;
    float offsetY = m[7] + 0.5f * (m[4] + m[5]) - 0.5f;
    for (int y = 0, o = 0; y < outH; y++) {
      for (int x = 0; x < outW; x++, o += channels) {
        float sx = m[0] * x + m[1] * y + offsetX;
        float sy = m[4] * x + m[5] * y + offsetY;
        if (!(sx >= 0 && sy >= 0 && sx <= w - 1 && sy <= h - 1)) {
          continue;
        }
        int ix = (int) sx;
        int iy = (int) sy;
        float fx = sx - ix;
        float fy = sy - iy;
        int a = (iy * w + ix) * channels;
        int c = iy + 1 < h ? a + w * channels : a;
        int right = ix + 1 < w ? channels : 0;
        in.get(a, upper, 0, channels + right);
        in.get(c, lower, 0, channels + right);
        float wa = (1 - fx) * (1 - fy);
        float wb = fx * (1 - fy);
        float wc = (1 - fx) * fy;
        float wd = fx * fy;
        for (int k = 0; k < channels; k++) {
          out[o + k] =
              wa * upper[k] + wb * upper[right + k] + wc * lower[k] + wd * lower[right + k];
        }
      }
    }
    return out;
  }

  /** {@code TransformLandmarks} v2: maps points (x, y) through the matrix. */
  static float[] transformLandmarks(
      CustomOperation.Tensor[] inputs, int[] outputShape, ByteBuffer options) {
    float[] in = inputs[0].values();
    float[] m = inputs[1].values();
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i += 2) {
      out[i] = m[0] * in[i] + m[1] * in[i + 1] + m[3];
      out[i + 1] = m[4] * in[i] + m[5] * in[i + 1] + m[7];
    }
    return out;
  }
}
