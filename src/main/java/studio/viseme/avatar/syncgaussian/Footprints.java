package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Gaussians;
import studio.viseme.compute.SplatView;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/** How much of each Gaussian would be seen if nothing lay before it. */
final class Footprints {
  private static final Vec3[] AXES = {new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1)};

  private Footprints() {}

  /**
   * The integrals of opacities over the screen, 2π o √det Σ' with the notation of {@link
   * studio.viseme.compute.Splatter}. Σ' is that of a view from far away, which differs by a
   * hundredth where a head is.
   *
   * @param dilation of each on screen, pixels²
   * @return pixels; 0 behind the camera
   */
  static double[] of(Gaussians gaussians, SplatView view, double dilation) {
    int n = gaussians.count();
    float[] means = gaussians.means().download();
    float[] logScales = gaussians.logScales().download();
    float[] rotations = gaussians.rotations().download();
    float[] opacities = gaussians.opacityLogits().download();
    double[] pixels = new double[n];
    for (int i = 0; i < n; i++) {
      Vec3 place = view.pose().apply(new Vec3(means[i], means[n + i], means[2 * n + i]));
      if (place.z() <= 0) {
        continue;
      }
      double perCentimetre = view.camera().focal() / place.z();
      Quaternion own =
          new Quaternion(
              rotations[i], rotations[n + i], rotations[2 * n + i], rotations[3 * n + i]);
      Quaternion turn = view.pose().rotation().times(own.normalized());
      double xx = dilation;
      double xy = 0;
      double yy = dilation;
      for (int k = 0; k < AXES.length; k++) {
        double size = perCentimetre * Math.exp(logScales[k * n + i]);
        Vec3 axis = turn.rotate(AXES[k]).times(size);
        xx += axis.x() * axis.x();
        xy += axis.x() * axis.y();
        yy += axis.y() * axis.y();
      }
      double opacity = Palette.sigmoid(opacities[i]);
      pixels[i] = 2 * Math.PI * opacity * Math.sqrt(xx * yy - xy * xy);
    }
    return pixels;
  }
}
