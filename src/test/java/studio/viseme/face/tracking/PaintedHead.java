package studio.viseme.face.tracking;

import java.util.Arrays;
import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Pictures of a made-up head: the mesh with a skin whose spots are a function of the place on it,
 * so that they move exactly as the head does.
 */
record PaintedHead(PinholeCamera camera, float[] shape, List<RigidTransform> poses)
    implements FrameSource {
  static PaintedHead of(SyntheticHead head) {
    return new PaintedHead(head.camera(), head.shape(), head.poses());
  }

  @Override
  public int width() {
    return camera.width();
  }

  @Override
  public int height() {
    return camera.height();
  }

  @Override
  public int count() {
    return poses.size();
  }

  @Override
  public RgbImage frame(int index) {
    RgbImage image = new RgbImage(width(), height());
    float[] inverseDepth = new float[width() * height()];
    double[] seen = new double[3 * FaceMesh.POINTS];
    HeadProjection projection = new HeadProjection();
    projection.set(poses.get(index), camera);
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      double[] x = {shape[3 * p], shape[3 * p + 1], shape[3 * p + 2]};
      projection.project(x[0], x[1], x[2]);
      seen[3 * p] = projection.u;
      seen[3 * p + 1] = projection.v;
      seen[3 * p + 2] =
          1 / poses.get(index).apply(new studio.viseme.math.Vec3(x[0], x[1], x[2])).z();
    }
    int[] triangles = FaceMesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      paint(image, inverseDepth, seen, Arrays.copyOfRange(triangles, t, t + 3));
    }
    return image;
  }

  private void paint(RgbImage image, float[] inverseDepth, double[] seen, int[] corners) {
    double[] x = new double[3];
    double[] y = new double[3];
    double[] w = new double[3];
    for (int k = 0; k < 3; k++) {
      x[k] = seen[3 * corners[k]];
      y[k] = seen[3 * corners[k] + 1];
      w[k] = seen[3 * corners[k] + 2];
    }
    double area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
    int top = (int) Math.max(0, Math.min(y[0], Math.min(y[1], y[2])));
    int bottom = (int) Math.min(height() - 1, Math.max(y[0], Math.max(y[1], y[2])));
    int left = (int) Math.max(0, Math.min(x[0], Math.min(x[1], x[2])));
    int right = (int) Math.min(width() - 1, Math.max(x[0], Math.max(x[1], x[2])));
    for (int j = top; j <= bottom; j++) {
      for (int i = left; i <= right; i++) {
        double px = i + 0.5;
        double py = j + 0.5;
        double b = ((px - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (py - y[0])) / area;
        double c = ((x[1] - x[0]) * (py - y[0]) - (px - x[0]) * (y[1] - y[0])) / area;
        double a = 1 - b - c;
        double inverse = a * w[0] + b * w[1] + c * w[2];
        int at = j * width() + i;
        if (a < 0 || b < 0 || c < 0 || inverse <= inverseDepth[at]) {
          continue;
        }
        inverseDepth[at] = (float) inverse;
        double[] place = new double[3];
        for (int k = 0; k < 3; k++) {
          place[k] =
              (a * w[0] * shape[3 * corners[0] + k]
                      + b * w[1] * shape[3 * corners[1] + k]
                      + c * w[2] * shape[3 * corners[2] + k])
                  / inverse;
        }
        int grey = (int) Math.round(spots(place));
        image.set(i, j, grey, grey, grey);
      }
    }
  }

  /** Waves of some millimetres in several directions. */
  private static double spots(double[] p) {
    return 128
        + 25 * Math.sin(5.1 * p[0] + 1.3 * p[1])
        + 25 * Math.sin(4.3 * p[1] - 2.1 * p[0] + 1)
        + 20 * Math.sin(3.7 * p[1] + 3.1 * p[0] + 2.2 * p[2]);
  }
}
