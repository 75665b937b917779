package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * L1 and SSIM in sweeps over rows; a row is a piece of work. Planes have a rim of zeros wide enough
 * for the window, so no tap needs a test, and their weights are 0 outside the picture, so lanes
 * that overshoot add nothing.
 *
 * <p>SSIM of a channel takes three sweeps: {@link SsimSweeps#blurRow} blurs x, y, x², y², xy along
 * a row in one pass, {@link SsimSweeps#compareRow} blurs these down the columns, compares in
 * registers and blurs the three derivatives along the row, {@link SsimSweeps#gradientRow} blurs
 * those down the columns. Taps are used in pairs, as the window is symmetric.
 */
final class CpuPictureLoss implements PictureLoss {
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private final PictureLossSettings settings;
  private final Workers workers;
  private final SsimSweeps ssim = new SsimSweeps();
  private final float[][] x = new float[3][0];
  private final float[][] y = new float[3][0];
  private final float[][] gradient = new float[3][0];
  private float[] lumaX = new float[0];
  private float[] lumaY = new float[0];
  private float[] lumaGradient = new float[0];
  private float[] weight = new float[0];

  CpuPictureLoss(PictureLossSettings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
  }

  @Override
  public void evaluate(
      Picture rgba,
      Picture background,
      Picture target,
      @Nullable Picture weights,
      Picture rgbaGradient,
      Batch losses) {
    Shapes.pictureLoss(rgba, background, target, weights, rgbaGradient, losses);
    int height = rgba.height();
    PaddedPlane plane = new PaddedPlane(rgba.width(), height);
    resize(plane);
    double[] absolute = new double[height];
    float scale = settings.l1() / Math.max(1, 3 * rgba.pixels());
    workers.forEach(
        height,
        row -> absolute[row] = compose(plane, row, rgba, background, target, weights, scale));
    double l1 = sum(absolute) / Math.max(1, 3 * rgba.pixels());
    double dssim = settings.dssim() > 0 ? dssim(plane) : 0;
    workers.forEach(height, row -> storeGradient(plane, row, background, rgbaGradient));
    double loss = settings.l1() * l1 + settings.dssim() * dssim;
    CpuFloats.store(new float[] {(float) loss, (float) l1, (float) dssim}, losses);
  }

  private void resize(PaddedPlane plane) {
    for (int c = 0; c < 3; c++) {
      x[c] = plane.rimmed(x[c]);
      y[c] = plane.rimmed(y[c]);
      gradient[c] = plane.rimmed(gradient[c]);
    }
    weight = plane.rimmed(weight);
    if (settings.dssim() > 0) {
      ssim.resize(plane);
      if (settings.lumaOnly()) {
        lumaX = plane.rimmed(lumaX);
        lumaY = plane.rimmed(lumaY);
        lumaGradient = plane.rimmed(lumaGradient);
      }
    }
  }

  private static double sum(double[] rows) {
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return sum;
  }

  /**
   * Lays a row over the background, starts the gradient with L1's, and gives the row's Σ w |x − y|.
   */
  private double compose(
      PaddedPlane plane,
      int row,
      Picture rgba,
      Picture background,
      Picture target,
      @Nullable Picture weights,
      float scale) {
    int width = plane.width();
    int at = plane.row(row);
    float[] alpha = new float[width];
    float[] behind = new float[width];
    CpuFloats.load(rgba, 3, 0, row, alpha, 0, width);
    if (weights == null) {
      Arrays.fill(weight, at, at + width, 1f);
    } else {
      CpuFloats.load(weights, 0, 0, row, weight, at, width);
    }
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      CpuFloats.load(background, c, 0, row, behind, 0, width);
      CpuFloats.load(rgba, c, 0, row, x[c], at, width);
      CpuFloats.load(target, c, 0, row, y[c], at, width);
      for (int i = 0; i < width; i++) {
        x[c][at + i] += (1 - alpha[i]) * behind[i];
      }
      sum += absoluteDifference(x[c], y[c], weight, gradient[c], at, width, scale);
    }
    if (settings.dssim() > 0 && settings.lumaOnly()) {
      for (int i = at; i < at + width; i++) {
        lumaX[i] = LUMA[0] * x[0][i] + LUMA[1] * x[1][i] + LUMA[2] * x[2][i];
        lumaY[i] = LUMA[0] * y[0][i] + LUMA[1] * y[1][i] + LUMA[2] * y[2][i];
        lumaGradient[i] = 0;
      }
    }
    return sum;
  }

  private static float absoluteDifference(
      float[] x, float[] y, float[] weight, float[] gradient, int at, int width, float scale) {
    FloatVector sum = FloatVector.zero(Lanes.FLOAT);
    for (int i = at; i < at + width; i += Lanes.WIDTH) {
      FloatVector e =
          FloatVector.fromArray(Lanes.FLOAT, x, i).sub(FloatVector.fromArray(Lanes.FLOAT, y, i));
      FloatVector w = FloatVector.fromArray(Lanes.FLOAT, weight, i);
      FloatVector slope = w.mul(scale);
      slope
          .blend(slope.neg(), e.compare(LT, 0f))
          .blend(0f, e.compare(EQ, 0f))
          .intoArray(gradient, i);
      sum = e.abs().fma(w, sum);
    }
    return Lanes.sum(sum);
  }

  private double dssim(PaddedPlane plane) {
    int pixels = Math.max(1, plane.width() * plane.height());
    if (!settings.lumaOnly()) {
      double total = 0;
      for (int c = 0; c < 3; c++) {
        total += dssim(plane, x[c], y[c], gradient[c], -settings.dssim() / (3 * pixels));
      }
      return total / (3 * pixels);
    }
    double total = dssim(plane, lumaX, lumaY, lumaGradient, -settings.dssim() / pixels);
    workers.forEach(
        plane.height(),
        row -> {
          for (int c = 0; c < 3; c++) {
            for (int i = plane.row(row); i < plane.row(row) + plane.width(); i++) {
              gradient[c][i] += LUMA[c] * lumaGradient[i];
            }
          }
        });
    return total / pixels;
  }

  /** Σ w (1 − SSIM) of one channel; adds {@code factor} · its SSIM gradient. */
  private double dssim(PaddedPlane plane, float[] x, float[] y, float[] gradient, float factor) {
    double[] rows = new double[plane.height()];
    workers.forEach(plane.height(), row -> ssim.blurRow(plane, row, x, y));
    workers.forEach(plane.height(), row -> rows[row] = ssim.compareRow(plane, row, weight));
    workers.forEach(plane.height(), row -> ssim.gradientRow(plane, row, x, y, gradient, factor));
    return sum(rows);
  }

  private void storeGradient(PaddedPlane plane, int row, Picture background, Picture rgbaGradient) {
    int width = plane.width();
    int at = plane.row(row);
    float[] behind = new float[width];
    float[] alpha = new float[width];
    for (int c = 0; c < 3; c++) {
      CpuFloats.store(gradient[c], at, rgbaGradient, c, 0, row, width);
      CpuFloats.load(background, c, 0, row, behind, 0, width);
      for (int i = 0; i < width; i++) {
        alpha[i] -= gradient[c][at + i] * behind[i];
      }
    }
    CpuFloats.store(alpha, 0, rgbaGradient, 3, 0, row, width);
  }

  @Override
  public void close() {
    weight = new float[0];
  }
}
