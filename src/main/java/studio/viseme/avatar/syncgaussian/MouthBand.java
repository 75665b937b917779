package studio.viseme.avatar.syncgaussian;

import studio.viseme.avatar.PoseCorrections;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.image.Rectangle;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The rows of a picture that a few Gaussians can reach: what lies behind the lips covers little of
 * a head's picture, and splatting, laying over and taking gradients cost as much for empty pixels
 * as for others. Rows of all columns are taken, as these are neighbours in memory.
 */
final class MouthBand {
  /** Bands begin and end at whole tiles of the splatter, so that its sums keep their order. */
  private static final int TILE = 16;

  private MouthBand() {}

  /**
   * @param poseShift what is added to the view's pose, see {@link studio.viseme.compute.Splatter}
   * @return the view's region or a band of it, at least a tile high; no Gaussian reaches a pixel
   *     outside
   */
  static Rectangle of(
      Gaussians gaussians, SplatView view, Batch poseShift, SplatSettings settings) {
    Rectangle region = view.region();
    if (settings.minAlpha() <= 0) {
      return region;
    }
    RigidTransform pose = PoseCorrections.moved(view.pose(), poseShift.download(), 0);
    double[] w = pose.rotation().matrix();
    Vec3 t = pose.translation();
    double focal = view.camera().focal();
    // exp(−k²/2) = minAlpha on the edge of an opaque Gaussian
    double reach = Math.sqrt(-2 * Math.log(settings.minAlpha()));
    int n = gaussians.count();
    float[] means = gaussians.means().download();
    float[] logScales = gaussians.logScales().download();
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double mx = means[i];
      double my = means[n + i];
      double mz = means[2 * n + i];
      double z = w[6] * mx + w[7] * my + w[8] * mz + t.z();
      if (!(z >= settings.nearPlane())) {
        continue;
      }
      double slope = (w[3] * mx + w[4] * my + w[5] * mz + t.y()) / z;
      double size =
          Math.exp(Math.max(logScales[i], Math.max(logScales[n + i], logScales[2 * n + i])));
      double spread = focal / z * size;
      double away =
          reach * Math.sqrt(spread * spread * (1 + slope * slope) + settings.dilation()) + 1;
      double y = focal * slope + view.camera().centerY();
      if (Double.isFinite(y + away)) {
        top = Math.min(top, y - away);
        bottom = Math.max(bottom, y + away);
      }
    }
    return band(region, top - region.y(), bottom - region.y());
  }

  private static Rectangle band(Rectangle region, double top, double bottom) {
    int height = region.height();
    int last = Math.max(0, (height - 1) / TILE);
    int first = (int) Math.clamp(Math.floor(top / TILE), 0, last);
    int end = (int) Math.clamp(Math.ceil(bottom / TILE), first + 1.0, last + 1.0);
    int from = first * TILE;
    return new Rectangle(
        region.x(), region.y() + from, region.width(), Math.min(height, end * TILE) - from);
  }
}
