package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import studio.viseme.compute.Gaussians;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * Gaussians on the host while a branch is set up: their fourteen parameters, in the order of {@link
 * Gaussians}, and a branch's own fixed attributes, each an item's column. Grows as Gaussians are
 * added.
 */
final class Seeds {
  private final int attributes;
  private float[][] parameters = new float[1024][];
  private float[][] fixed = new float[1024][];
  private int count;

  /**
   * @param attributes how many fixed values each Gaussian has
   */
  Seeds(int attributes) {
    this.attributes = attributes;
  }

  int count() {
    return count;
  }

  /**
   * Adds a round Gaussian.
   *
   * @param rgb 0..1
   * @param size standard deviation, centimetres
   * @return its attributes, zeros, for the caller to fill
   */
  float[] add(Vec3 at, float[] rgb, double size, double opacityLogit) {
    return add(at, Quaternion.IDENTITY, rgb, size, size, opacityLogit);
  }

  /**
   * Adds a disc.
   *
   * @param normal of the surface it lies on, of any length but zero
   * @param rgb 0..1
   * @param size standard deviation along the surface, centimetres
   * @param thickness the same across it
   * @return its attributes, zeros, for the caller to fill
   */
  float[] addDisc(
      Vec3 at, Vec3 normal, float[] rgb, double size, double thickness, double opacityLogit) {
    Quaternion turn = Quaternion.between(new Vec3(0, 0, 1), normal);
    return add(at, turn, rgb, size, thickness, opacityLogit);
  }

  private float[] add(
      Vec3 at, Quaternion turn, float[] rgb, double size, double thickness, double opacityLogit) {
    if (count == parameters.length) {
      parameters = Arrays.copyOf(parameters, 2 * count);
      fixed = Arrays.copyOf(fixed, 2 * count);
    }
    float[] p = new float[Gaussians.CHANNELS];
    p[0] = (float) at.x();
    p[1] = (float) at.y();
    p[2] = (float) at.z();
    Arrays.fill(p, 3, 5, (float) Math.log(size));
    p[5] = (float) Math.log(thickness);
    p[6] = (float) turn.w();
    p[7] = (float) turn.x();
    p[8] = (float) turn.y();
    p[9] = (float) turn.z();
    p[10] = (float) opacityLogit;
    for (int c = 0; c < 3; c++) {
      p[11 + c] = logit(rgb[c]);
    }
    parameters[count] = p;
    fixed[count] = new float[attributes];
    return fixed[count++];
  }

  /** Channel after channel, {@code count} values each. */
  float[] parameterRows() {
    return rows(parameters, Gaussians.CHANNELS);
  }

  /** Channel after channel, {@code count} values each. */
  float[] attributeRows() {
    return rows(fixed, attributes);
  }

  private float[] rows(float[][] items, int channels) {
    float[] rows = new float[channels * count];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < channels; c++) {
        rows[c * count + i] = items[i][c];
      }
    }
    return rows;
  }

  private static float logit(float value) {
    float v = Math.clamp(value, 0.02f, 0.98f);
    return (float) Math.log(v / (1 - v));
  }
}
