package studio.viseme.compute.reference;

import static studio.viseme.compute.reference.Matrices.cross;
import static studio.viseme.compute.reference.Matrices.diagonal;
import static studio.viseme.compute.reference.Matrices.dot;
import static studio.viseme.compute.reference.Matrices.plus;
import static studio.viseme.compute.reference.Matrices.scaled;
import static studio.viseme.compute.reference.Matrices.times;
import static studio.viseme.compute.reference.Matrices.transposed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.Shapes;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.image.Rectangle;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * Splatting pixel by pixel over all Gaussians, without tiles or boxes, with the chain rule in
 * matrices.
 */
final class ReferenceSplatter implements Splatter {
  private final SplatSettings settings;
  private @Nullable Frame frame;

  ReferenceSplatter(SplatSettings settings) {
    this.settings = settings;
  }

  /** One forward call: what was seen, nearest first. */
  private record Frame(
      Gaussians gaussians,
      SplatView view,
      double[] shift,
      double[][] rotation,
      Picture rgba,
      List<Splat> splats) {}

  @Override
  public void forward(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      Picture rgba) {
    Shapes.splat(gaussians, view, poseShift, setBack, rgba);
    double[] shift = shift(poseShift);
    double[][] rotation = rotation(view, shift);
    List<Splat> splats = splats(gaussians, view, shift, rotation, setBack);
    frame = new Frame(gaussians, view, shift, rotation, rgba, splats);
    for (int y = 0; y < rgba.height(); y++) {
      for (int x = 0; x < rgba.width(); x++) {
        double[] pixel = pixel(splats, view, x, y);
        for (int c = 0; c < pixel.length; c++) {
          ReferenceFloats.set(rgba, c, x, y, pixel[c]);
        }
      }
    }
  }

  @Override
  public void draw(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      float[] rgba) {
    Shapes.draw(gaussians, view, poseShift, setBack, rgba);
    frame = null;
    double[] shift = shift(poseShift);
    List<Splat> splats = splats(gaussians, view, shift, rotation(view, shift), setBack);
    Rectangle region = view.region();
    for (int y = 0; y < region.height(); y++) {
      for (int x = 0; x < region.width(); x++) {
        double[] pixel = pixel(splats, view, x, y);
        int at = (region.y() + y) * view.camera().width() + region.x() + x;
        for (int c = 0; c < pixel.length; c++) {
          rgba[4 * at + c] = (float) pixel[c];
        }
      }
    }
  }

  private static double[] shift(@Nullable Batch poseShift) {
    return poseShift == null ? new double[6] : ReferenceFloats.vector(poseShift);
  }

  private static double[][] rotation(SplatView view, double[] shift) {
    Quaternion turn = Quaternion.exp(new Vec3(shift[0], shift[1], shift[2]));
    return Matrices.of(turn.times(view.pose().rotation()).normalized().matrix());
  }

  /** Those that are drawn, nearest first. */
  private List<Splat> splats(
      Gaussians gaussians,
      SplatView view,
      double[] shift,
      double[][] rotation,
      @Nullable Batch setBack) {
    List<Splat> splats = new ArrayList<>();
    for (int i = 0; i < gaussians.count(); i++) {
      Splat splat = new Splat(i, gaussians, view, shift, rotation);
      if (splat.drawn) {
        splats.add(splat);
      }
    }
    splats.sort(Comparator.comparingDouble(s -> s.sortedAt(setBack)));
    return splats;
  }

  /** Red, green, blue and opacity. */
  private double[] pixel(List<Splat> splats, SplatView view, int x, int y) {
    double[] color = new double[4];
    double light = 1;
    for (Hit hit : hits(splats, view, x, y)) {
      for (int c = 0; c < 3; c++) {
        color[c] += light * hit.alpha * hit.splat.color[c];
      }
      light *= 1 - hit.alpha;
    }
    color[3] = 1 - light;
    return color;
  }

  /** A Gaussian that adds to a pixel. */
  private record Hit(
      Splat splat, double dx, double dy, double falloff, double alpha, double light) {}

  private List<Hit> hits(List<Splat> splats, SplatView view, int x, int y) {
    List<Hit> hits = new ArrayList<>();
    double light = 1;
    for (Splat s : splats) {
      if (light < settings.minTransmittance()) {
        break;
      }
      double dx = view.region().x() + x + 0.5 - s.screen[0];
      double dy = view.region().y() + y + 0.5 - s.screen[1];
      double falloff =
          Math.exp(
              -0.5 * (s.conic[0][0] * dx * dx + s.conic[1][1] * dy * dy) - s.conic[0][1] * dx * dy);
      double alpha = Math.min(settings.maxAlpha(), s.opacity * falloff);
      if (alpha >= settings.minAlpha()) {
        hits.add(new Hit(s, dx, dy, falloff, alpha, light));
        light *= 1 - alpha;
      }
    }
    return hits;
  }

  @Override
  public void backward(
      Picture rgbaGradient,
      Gaussians gradients,
      @Nullable Batch poseGradient,
      @Nullable Batch screenStatistics) {
    Frame f = frame;
    if (f == null) {
      throw new IllegalStateException("backward before forward");
    }
    Shapes.splatBackward(
        f.rgba, f.gaussians.count(), rgbaGradient, gradients, poseGradient, screenStatistics);
    for (int y = 0; y < f.rgba.height(); y++) {
      for (int x = 0; x < f.rgba.width(); x++) {
        pixelBackward(hits(f.splats, f.view, x, y), rgbaGradient, x, y);
      }
    }
    for (Batch batch :
        List.of(
            gradients.means(),
            gradients.logScales(),
            gradients.rotations(),
            gradients.opacityLogits(),
            gradients.colorLogits())) {
      new ReferenceBatchOperations().fill(batch, 0);
    }
    double[] pose = new double[6];
    for (Splat s : f.splats) {
      if (s.hits > 0) {
        s.backward(f, gradients, pose);
        if (screenStatistics != null) {
          ReferenceFloats.add(
              screenStatistics, 0, s.index, Math.hypot(s.byScreen[0], s.byScreen[1]));
          ReferenceFloats.add(screenStatistics, 1, s.index, 1);
        }
      }
    }
    if (poseGradient != null) {
      ReferenceFloats.setVector(poseGradient, pose);
    }
  }

  private void pixelBackward(List<Hit> hits, Picture rgbaGradient, int x, int y) {
    double[] by = new double[3];
    for (int c = 0; c < 3; c++) {
      by[c] = ReferenceFloats.get(rgbaGradient, c, x, y);
    }
    double end = hits.isEmpty() ? 1 : hits.getLast().light * (1 - hits.getLast().alpha);
    double behind = -end * ReferenceFloats.get(rgbaGradient, 3, x, y);
    for (Hit hit : hits.reversed()) {
      Splat s = hit.splat;
      s.hits++;
      double seen = 0;
      for (int c = 0; c < 3; c++) {
        s.byColor[c] += hit.light * hit.alpha * by[c];
        seen += s.color[c] * by[c];
      }
      double byAlpha = hit.light * seen - behind / (1 - hit.alpha);
      behind += hit.light * hit.alpha * seen;
      if (s.opacity * hit.falloff > settings.maxAlpha()) {
        continue;
      }
      s.byOpacity += byAlpha * hit.falloff;
      double byPower = byAlpha * hit.alpha;
      s.byScreen[0] += byPower * (s.conic[0][0] * hit.dx + s.conic[0][1] * hit.dy);
      s.byScreen[1] += byPower * (s.conic[0][1] * hit.dx + s.conic[1][1] * hit.dy);
      s.byConic[0][0] -= 0.5 * byPower * hit.dx * hit.dx;
      s.byConic[0][1] -= 0.5 * byPower * hit.dx * hit.dy;
      s.byConic[1][0] -= 0.5 * byPower * hit.dx * hit.dy;
      s.byConic[1][1] -= 0.5 * byPower * hit.dy * hit.dy;
    }
  }

  /** One Gaussian in one frame. */
  private final class Splat {
    final int index;
    final boolean drawn;
    final double opacity;
    final double[] color = new double[3];
    final double[] mean;
    final double[] p;
    final double[] screen = new double[2];
    final double[] scale = new double[3];
    final double[] quaternion;
    final double[][] axes;
    final double[][] m;
    final double[][] v;
    final double[][] j;
    final double[][] t;
    final double[][] conic;

    int hits;
    final double[] byColor = new double[3];
    double byOpacity;
    final double[] byScreen = new double[2];
    final double[][] byConic = new double[2][2];

    double sortedAt(@Nullable Batch setBack) {
      return setBack == null ? p[2] : Math.max(0, p[2] + ReferenceFloats.get(setBack, 0, index));
    }

    Splat(int index, Gaussians g, SplatView view, double[] shift, double[][] rotation) {
      this.index = index;
      opacity = sigmoid(ReferenceFloats.get(g.opacityLogits(), 0, index));
      for (int c = 0; c < 3; c++) {
        color[c] = sigmoid(ReferenceFloats.get(g.colorLogits(), c, index));
        scale[c] = Math.exp(ReferenceFloats.get(g.logScales(), c, index));
      }
      mean = ReferenceFloats.item(g.means(), index);
      p = times(rotation, mean);
      p[0] += view.pose().translation().x() + shift[3];
      p[1] += view.pose().translation().y() + shift[4];
      p[2] += view.pose().translation().z() + shift[5];
      quaternion = ReferenceFloats.item(g.rotations(), index);
      axes =
          Matrices.of(
              new Quaternion(quaternion[0], quaternion[1], quaternion[2], quaternion[3])
                  .normalized()
                  .matrix());
      m = times(axes, diagonal(scale));
      v = times(m, transposed(m));
      double f = view.camera().focal();
      double z = p[2];
      j = new double[][] {{f / z, 0, -f * p[0] / (z * z)}, {0, f / z, -f * p[1] / (z * z)}};
      t = times(j, rotation);
      double[][] covariance =
          plus(
              times(times(t, v), transposed(t)),
              diagonal(settings.dilation(), settings.dilation()));
      double determinant =
          covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0];
      screen[0] = view.camera().centerX() + f * p[0] / z;
      screen[1] = view.camera().centerY() + f * p[1] / z;
      conic =
          scaled(
              new double[][] {
                {covariance[1][1], -covariance[0][1]}, {-covariance[1][0], covariance[0][0]}
              },
              1 / determinant);
      drawn = z >= settings.nearPlane() && determinant > 0 && determinant < 1e30;
    }

    void backward(Frame f, Gaussians gradients, double[] pose) {
      for (int c = 0; c < 3; c++) {
        ReferenceFloats.set(
            gradients.colorLogits(), c, index, byColor[c] * color[c] * (1 - color[c]));
      }
      ReferenceFloats.set(gradients.opacityLogits(), 0, index, byOpacity * opacity * (1 - opacity));

      double[][] byCovariance = scaled(times(times(conic, byConic), conic), -1);
      double[][] byT = scaled(times(times(byCovariance, t), v), 2);
      double[][] byV = times(times(transposed(t), byCovariance), t);
      double[][] byJ = times(byT, transposed(f.rotation));

      double focal = f.view.camera().focal();
      double z = p[2];
      double[] byP = {
        byScreen[0] * focal / z - byJ[0][2] * focal / (z * z),
        byScreen[1] * focal / z - byJ[1][2] * focal / (z * z),
        -(byScreen[0] * p[0] + byScreen[1] * p[1]) * focal / (z * z)
            - (byJ[0][0] + byJ[1][1]) * focal / (z * z)
            + 2 * (byJ[0][2] * p[0] + byJ[1][2] * p[1]) * focal / (z * z * z)
      };
      ReferenceFloats.setItem(gradients.means(), index, times(transposed(f.rotation), byP));
      shapeBackward(byV, gradients);
      poseBackward(f, times(transposed(j), byT), byP, pose);
    }

    private void shapeBackward(double[][] byV, Gaussians gradients) {
      double[][] byM = scaled(times(byV, m), 2);
      double[][] byAxes = times(byM, diagonal(scale));
      double[][] along = times(transposed(axes), byM);
      for (int c = 0; c < 3; c++) {
        ReferenceFloats.set(gradients.logScales(), c, index, along[c][c] * scale[c]);
      }
      double norm = 0;
      for (double q : quaternion) {
        norm += q * q;
      }
      norm = Math.sqrt(norm);
      double w = quaternion[0] / norm;
      double x = quaternion[1] / norm;
      double y = quaternion[2] / norm;
      double k = quaternion[3] / norm;
      double[] by = {
        dot(byAxes, new double[][] {{0, -2 * k, 2 * y}, {2 * k, 0, -2 * x}, {-2 * y, 2 * x, 0}}),
        dot(
            byAxes,
            new double[][] {{0, 2 * y, 2 * k}, {2 * y, -4 * x, -2 * w}, {2 * k, 2 * w, -4 * x}}),
        dot(
            byAxes,
            new double[][] {{-4 * y, 2 * x, 2 * w}, {2 * x, 0, 2 * k}, {-2 * w, 2 * k, -4 * y}}),
        dot(
            byAxes,
            new double[][] {{-4 * k, -2 * w, 2 * x}, {2 * w, -4 * k, 2 * y}, {2 * x, 2 * y, 0}})
      };
      double radial = by[0] * w + by[1] * x + by[2] * y + by[3] * k;
      double[] unit = {w, x, y, k};
      for (int c = 0; c < 4; c++) {
        ReferenceFloats.set(gradients.rotations(), c, index, (by[c] - radial * unit[c]) / norm);
      }
    }

    /** W = exp(r) R moves by [J_left(r) dr] W; it moves the centre and T. */
    private void poseBackward(Frame f, double[][] byRotation, double[] byP, double[] pose) {
      double[][] byW =
          plus(
              byRotation,
              times(new double[][] {{byP[0]}, {byP[1]}, {byP[2]}}, new double[][] {mean}));
      double[][] jacobian = leftJacobian(f.shift[0], f.shift[1], f.shift[2]);
      for (int k = 0; k < 3; k++) {
        double[][] turned = cross(jacobian[0][k], jacobian[1][k], jacobian[2][k]);
        pose[k] += dot(byW, times(turned, f.rotation));
        pose[3 + k] += byP[k];
      }
    }
  }

  private static double[][] leftJacobian(double... r) {
    double angle = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    double[][] c = cross(r);
    double a = angle < 1e-4 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
    double b = angle < 1e-4 ? 1 / 6.0 : (angle - Math.sin(angle)) / (angle * angle * angle);
    return plus(plus(diagonal(1, 1, 1), scaled(c, a)), scaled(times(c, c), b));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  @Override
  public void close() {
    frame = null;
  }
}
