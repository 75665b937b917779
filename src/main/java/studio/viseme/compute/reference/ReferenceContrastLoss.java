package studio.viseme.compute.reference;

import studio.viseme.compute.Batch;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Picture;
import studio.viseme.compute.Shapes;

/** Local contrasts, window by window. */
final class ReferenceContrastLoss implements ContrastLoss {
  private static final double[] LUMA = {0.299, 0.587, 0.114};
  private static final double[] WINDOW = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};
  private static final int RADIUS = 2;

  private final ContrastLossSettings settings;

  ReferenceContrastLoss(ContrastLossSettings settings) {
    this.settings = settings;
  }

  @Override
  public void accumulate(
      Picture rgba, Picture background, Picture target, Picture rgbaGradient, Batch loss) {
    Shapes.contrastLoss(rgba, background, target, rgbaGradient, loss);
    int width = rgba.width();
    int height = rgba.height();
    double[][] x = new double[height][width];
    double[][] y = new double[height][width];
    for (int j = 0; j < height; j++) {
      for (int i = 0; i < width; i++) {
        double light = 1 - ReferenceFloats.get(rgba, 3, i, j);
        for (int c = 0; c < 3; c++) {
          double shown =
              ReferenceFloats.get(rgba, c, i, j) + light * ReferenceFloats.get(background, c, i, j);
          x[j][i] += LUMA[c] * shown;
          y[j][i] += LUMA[c] * ReferenceFloats.get(target, c, i, j);
        }
      }
    }
    double[][] by = new double[height][width];
    double sum = level(x, y, settings.levels(), by);
    for (int j = 0; j < height; j++) {
      for (int i = 0; i < width; i++) {
        double byAlpha = 0;
        for (int c = 0; c < 3; c++) {
          double slope = LUMA[c] * by[j][i];
          ReferenceFloats.set(
              rgbaGradient, c, i, j, ReferenceFloats.get(rgbaGradient, c, i, j) + slope);
          byAlpha -= slope * ReferenceFloats.get(background, c, i, j);
        }
        ReferenceFloats.set(
            rgbaGradient, 3, i, j, ReferenceFloats.get(rgbaGradient, 3, i, j) + byAlpha);
      }
    }
    ReferenceFloats.setVector(loss, new double[] {sum});
  }

  /** The loss of a level and those above; adds its gradient. */
  private double level(double[][] x, double[][] y, int levels, double[][] by) {
    int height = x.length;
    int width = height == 0 ? 0 : x[0].length;
    if (levels == 0 || width == 0) {
      return 0;
    }
    double factor = settings.weight() / (2.0 * settings.levels() * width * height);
    double sum = direction(x, y, 1, 0, factor, by) + direction(x, y, 0, 1, factor, by);
    double[][] byHalf = new double[height / 2][width / 2];
    sum += level(half(x), half(y), levels - 1, byHalf);
    for (int j = 0; j < 2 * (height / 2); j++) {
      for (int i = 0; i < 2 * (width / 2); i++) {
        by[j][i] += byHalf[j / 2][i / 2] / 4;
      }
    }
    return sum;
  }

  private static double[][] half(double[][] x) {
    double[][] half = new double[x.length / 2][x[0].length / 2];
    for (int j = 0; j < half.length; j++) {
      for (int i = 0; i < half[0].length; i++) {
        half[j][i] =
            (x[2 * j][2 * i] + x[2 * j][2 * i + 1] + x[2 * j + 1][2 * i] + x[2 * j + 1][2 * i + 1])
                / 4;
      }
    }
    return half;
  }

  private static double direction(
      double[][] x, double[][] y, int dx, int dy, double factor, double[][] by) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      for (int i = 0; i < x[0].length; i++) {
        double cx = contrast(x, i, j, dx, dy);
        double difference = cx - contrast(y, i, j, dx, dy);
        sum += factor * Math.abs(difference);
        double slope = factor * Math.signum(difference) / cx;
        for (int b = Math.max(0, j - RADIUS); b <= Math.min(x.length - 1, j + RADIUS); b++) {
          for (int a = Math.max(0, i - RADIUS); a <= Math.min(x[0].length - 1, i + RADIUS); a++) {
            if (a + dx < x[0].length && b + dy < x.length) {
              double tap = WINDOW[a - i + RADIUS] * WINDOW[b - j + RADIUS];
              double step = slope * tap * (x[b + dy][a + dx] - x[b][a]);
              by[b + dy][a + dx] += step;
              by[b][a] -= step;
            }
          }
        }
      }
    }
    return sum;
  }

  private static double contrast(double[][] x, int i, int j, int dx, int dy) {
    double energy = LEAST_CONTRAST * LEAST_CONTRAST;
    for (int b = Math.max(0, j - RADIUS); b <= Math.min(x.length - 1, j + RADIUS); b++) {
      for (int a = Math.max(0, i - RADIUS); a <= Math.min(x[0].length - 1, i + RADIUS); a++) {
        if (a + dx < x[0].length && b + dy < x.length) {
          double d = x[b + dy][a + dx] - x[b][a];
          energy += WINDOW[a - i + RADIUS] * WINDOW[b - j + RADIUS] * d * d;
        }
      }
    }
    return Math.sqrt(energy);
  }

  @Override
  public void close() {}
}
