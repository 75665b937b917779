package studio.viseme.compute.reference;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.Shapes;

/** L1 and SSIM, window by window. */
final class ReferencePictureLoss implements PictureLoss {
  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] LUMA = {0.299, 0.587, 0.114};
  private static final double[][] WINDOW = window();

  private final PictureLossSettings settings;

  ReferencePictureLoss(PictureLossSettings settings) {
    this.settings = settings;
  }

  private static double[][] window() {
    double[][] window = new double[2 * RADIUS + 1][2 * RADIUS + 1];
    double sum = 0;
    for (int j = -RADIUS; j <= RADIUS; j++) {
      for (int i = -RADIUS; i <= RADIUS; i++) {
        window[j + RADIUS][i + RADIUS] = Math.exp(-(i * i + j * j) / (2 * SIGMA * SIGMA));
        sum += window[j + RADIUS][i + RADIUS];
      }
    }
    return Matrices.scaled(window, 1 / sum);
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
    int width = rgba.width();
    int height = rgba.height();
    int pixels = width * height;
    double[][][] x = new double[3][height][width];
    double[][][] y = new double[3][height][width];
    double[][][] by = new double[3][height][width];
    double[][] w = new double[height][width];
    double l1 = 0;
    for (int j = 0; j < height; j++) {
      for (int i = 0; i < width; i++) {
        w[j][i] = weights == null ? 1 : ReferenceFloats.get(weights, 0, i, j);
        double light = 1 - ReferenceFloats.get(rgba, 3, i, j);
        for (int c = 0; c < 3; c++) {
          x[c][j][i] =
              ReferenceFloats.get(rgba, c, i, j) + light * ReferenceFloats.get(background, c, i, j);
          y[c][j][i] = ReferenceFloats.get(target, c, i, j);
          double e = x[c][j][i] - y[c][j][i];
          l1 += w[j][i] * Math.abs(e) / (3 * pixels);
          by[c][j][i] = settings.l1() * w[j][i] * Math.signum(e) / (3 * pixels);
        }
      }
    }
    double dssim = 0;
    if (settings.dssim() > 0 && settings.lumaOnly()) {
      double[][] byLuma = new double[height][width];
      dssim = dssim(luma(x), luma(y), w, settings.dssim() / pixels, byLuma) / Math.max(1, pixels);
      for (int c = 0; c < 3; c++) {
        by[c] = height == 0 ? by[c] : Matrices.plus(by[c], Matrices.scaled(byLuma, LUMA[c]));
      }
    } else if (settings.dssim() > 0) {
      for (int c = 0; c < 3; c++) {
        dssim +=
            dssim(x[c], y[c], w, settings.dssim() / (3 * pixels), by[c]) / Math.max(1, 3 * pixels);
      }
    }
    for (int j = 0; j < height; j++) {
      for (int i = 0; i < width; i++) {
        double byAlpha = 0;
        for (int c = 0; c < 3; c++) {
          ReferenceFloats.set(rgbaGradient, c, i, j, by[c][j][i]);
          byAlpha -= by[c][j][i] * ReferenceFloats.get(background, c, i, j);
        }
        ReferenceFloats.set(rgbaGradient, 3, i, j, byAlpha);
      }
    }
    ReferenceFloats.setVector(
        losses, new double[] {settings.l1() * l1 + settings.dssim() * dssim, l1, dssim});
  }

  private static double[][] luma(double[][][] rgb) {
    double[][] luma = new double[rgb[0].length][rgb[0].length == 0 ? 0 : rgb[0][0].length];
    for (int c = 0; c < 3 && luma.length > 0; c++) {
      luma = Matrices.plus(luma, Matrices.scaled(rgb[c], LUMA[c]));
    }
    return luma;
  }

  /** Σ w (1 − SSIM); adds its gradient times {@code factor}. */
  private static double dssim(
      double[][] x, double[][] y, double[][] w, double factor, double[][] by) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < x[0].length; i++) {
        sum += w[j][i] * (1 - window(x, y, i, j, -factor * w[j][i], by));
      }
    }
    return sum;
  }

  /** SSIM of the window around a pixel; adds its gradient times {@code factor}. */
  private static double window(
      double[][] x, double[][] y, int i, int j, double factor, double[][] by) {
    double mx = 0;
    double my = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int b = Math.max(0, j - RADIUS); b <= Math.min(x.length - 1, j + RADIUS); b++) {
      for (int a = Math.max(0, i - RADIUS); a <= Math.min(x[0].length - 1, i + RADIUS); a++) {
        double tap = WINDOW[b - j + RADIUS][a - i + RADIUS];
        mx += tap * x[b][a];
        my += tap * y[b][a];
        xx += tap * x[b][a] * x[b][a];
        yy += tap * y[b][a] * y[b][a];
        xy += tap * x[b][a] * y[b][a];
      }
    }
    double n1 = 2 * mx * my + C1;
    double n2 = 2 * (xy - mx * my) + C2;
    double d1 = mx * mx + my * my + C1;
    double d2 = xx - mx * mx + yy - my * my + C2;
    double ssim = n1 * n2 / (d1 * d2);
    for (int b = Math.max(0, j - RADIUS); b <= Math.min(x.length - 1, j + RADIUS); b++) {
      for (int a = Math.max(0, i - RADIUS); a <= Math.min(x[0].length - 1, i + RADIUS); a++) {
        double tap = WINDOW[b - j + RADIUS][a - i + RADIUS];
        double byN1 = 2 * my;
        double byN2 = 2 * (y[b][a] - my);
        double byD1 = 2 * mx;
        double byD2 = 2 * (x[b][a] - mx);
        by[b][a] +=
            factor * tap * ((byN1 * n2 + byN2 * n1) / (d1 * d2) - ssim * (byD1 / d1 + byD2 / d2));
      }
    }
    return ssim;
  }

  @Override
  public void close() {}
}
