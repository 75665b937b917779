package studio.viseme.compute.cpu;

import java.util.Arrays;
import studio.viseme.compute.Batch;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Picture;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * Local contrasts in sweeps over rows; a row is a piece of work. For each level and direction:
 * squared differences blurred along the row, these blurred down the columns and compared, what
 * follows for the squares blurred along the row, and that down the columns for the gradient. A
 * window is its own adjoint.
 */
final class CpuContrastLoss implements ContrastLoss {
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};
  private static final float[] TAPS = {6 / 16f, 4 / 16f, 1 / 16f};
  private static final int RADIUS = 2;
  private static final float FLOOR = LEAST_CONTRAST * LEAST_CONTRAST;

  private final ContrastLossSettings settings;
  private final Workers workers;
  private final Level[] levels;

  CpuContrastLoss(ContrastLossSettings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
    this.levels = new Level[settings.levels()];
    for (int l = 0; l < levels.length; l++) {
      levels[l] = new Level();
    }
  }

  @Override
  public void accumulate(
      Picture rgba, Picture background, Picture target, Picture rgbaGradient, Batch loss) {
    Shapes.contrastLoss(rgba, background, target, rgbaGradient, loss);
    int width = rgba.width();
    int height = rgba.height();
    for (int l = 0; l < levels.length; l++) {
      levels[l].resize(width >> l, height >> l);
    }
    Level whole = levels[0];
    workers.forEach(height, row -> whole.load(row, rgba, background, target));
    for (int l = 1; l < levels.length; l++) {
      Level fine = levels[l - 1];
      Level coarse = levels[l];
      workers.forEach(coarse.height, row -> coarse.reduce(row, fine));
    }
    double sum = 0;
    for (int l = levels.length - 1; l >= 0; l--) {
      Level level = levels[l];
      if (l + 1 < levels.length) {
        Level coarse = levels[l + 1];
        workers.forEach(coarse.height, row -> level.expand(row, coarse));
      }
      sum += compare(level, 1, 0) + compare(level, 0, 1);
    }
    workers.forEach(height, row -> whole.store(row, background, rgbaGradient));
    CpuFloats.store(new float[] {(float) sum}, loss);
  }

  /** The loss of one level and direction; adds its gradient. */
  private double compare(Level level, int dx, int dy) {
    int pixels = level.width * level.height;
    if (pixels == 0) {
      return 0;
    }
    float factor = settings.weight() / (2f * levels.length * pixels);
    double[] rows = new double[level.height];
    workers.forEach(level.height, row -> level.blurSquares(row, dx, dy));
    workers.forEach(level.height, row -> rows[row] = level.compareRow(row, factor));
    workers.forEach(level.height, row -> level.slopes(row, dx, dy));
    workers.forEach(level.height, row -> level.gradientRow(row, dx, dy));
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return factor * sum;
  }

  @Override
  public void close() {
    Arrays.fill(levels, new Level());
  }

  /** One level's planes, rows after each other without a rim. */
  private static final class Level {
    private int width;
    private int height;
    private float[] x = new float[0];
    private float[] y = new float[0];
    private float[] gradient = new float[0];

    /** Squared differences of both pictures blurred along rows; then what follows for them. */
    private float[] ofX = new float[0];

    private float[] ofY = new float[0];

    /** The loss by the squares, blurred along rows; and by the differences. */
    private float[] bySquare = new float[0];

    private float[] byDifference = new float[0];

    void resize(int newWidth, int newHeight) {
      width = newWidth;
      height = newHeight;
      int pixels = width * height;
      x = room(x, pixels);
      y = room(y, pixels);
      ofX = room(ofX, pixels);
      ofY = room(ofY, pixels);
      bySquare = room(bySquare, pixels);
      byDifference = room(byDifference, pixels);
      gradient = room(gradient, pixels);
      Arrays.fill(gradient, 0, pixels, 0);
    }

    private static float[] room(float[] array, int size) {
      return array.length < size ? new float[size] : array;
    }

    void load(int row, Picture rgba, Picture background, Picture target) {
      float[] alpha = new float[width];
      float[] colour = new float[width];
      float[] behind = new float[width];
      int at = row * width;
      Arrays.fill(x, at, at + width, 0);
      Arrays.fill(y, at, at + width, 0);
      CpuFloats.load(rgba, 3, 0, row, alpha, 0, width);
      for (int c = 0; c < 3; c++) {
        CpuFloats.load(rgba, c, 0, row, colour, 0, width);
        CpuFloats.load(background, c, 0, row, behind, 0, width);
        for (int i = 0; i < width; i++) {
          x[at + i] += LUMA[c] * (colour[i] + (1 - alpha[i]) * behind[i]);
        }
        CpuFloats.load(target, c, 0, row, colour, 0, width);
        for (int i = 0; i < width; i++) {
          y[at + i] += LUMA[c] * colour[i];
        }
      }
    }

    void store(int row, Picture background, Picture rgbaGradient) {
      float[] old = new float[width];
      float[] behind = new float[width];
      float[] byAlpha = new float[width];
      int at = row * width;
      for (int c = 0; c < 3; c++) {
        CpuFloats.load(rgbaGradient, c, 0, row, old, 0, width);
        CpuFloats.load(background, c, 0, row, behind, 0, width);
        for (int i = 0; i < width; i++) {
          float slope = LUMA[c] * gradient[at + i];
          old[i] += slope;
          byAlpha[i] -= slope * behind[i];
        }
        CpuFloats.store(old, 0, rgbaGradient, c, 0, row, width);
      }
      CpuFloats.load(rgbaGradient, 3, 0, row, old, 0, width);
      for (int i = 0; i < width; i++) {
        old[i] += byAlpha[i];
      }
      CpuFloats.store(old, 0, rgbaGradient, 3, 0, row, width);
    }

    /** Takes means of two by two. */
    void reduce(int row, Level fine) {
      reduce(fine.x, 2 * row * fine.width, fine.width, x, row * width, width);
      reduce(fine.y, 2 * row * fine.width, fine.width, y, row * width, width);
    }

    private static void reduce(float[] from, int a, int stride, float[] to, int at, int count) {
      for (int i = 0; i < count; i++) {
        int k = a + 2 * i;
        to[at + i] = 0.25f * (from[k] + from[k + 1] + from[k + stride] + from[k + stride + 1]);
      }
    }

    /** Passes a coarser level's gradient on to the two rows that one of its rows is made of. */
    void expand(int row, Level coarse) {
      for (int i = 0; i < coarse.width; i++) {
        float quarter = 0.25f * coarse.gradient[row * coarse.width + i];
        int k = 2 * row * width + 2 * i;
        gradient[k] += quarter;
        gradient[k + 1] += quarter;
        gradient[k + width] += quarter;
        gradient[k + width + 1] += quarter;
      }
    }

    /** How many differences a row has; 0 for the last row of downward ones. */
    private int differences(int row, int dx, int dy) {
      return row + dy < height ? width - dx : 0;
    }

    void blurSquares(int row, int dx, int dy) {
      float[] squares = new float[width];
      blurSquares(row, dx, dy, x, squares, ofX);
      blurSquares(row, dx, dy, y, squares, ofY);
    }

    private void blurSquares(int row, int dx, int dy, float[] of, float[] squares, float[] out) {
      int at = row * width;
      int step = dx + dy * width;
      int count = differences(row, dx, dy);
      for (int i = 0; i < count; i++) {
        float d = of[at + i + step] - of[at + i];
        squares[i] = d * d;
      }
      blur(squares, out, at);
    }

    /** Along a row, with zeros beyond its ends. */
    private void blur(float[] in, float[] out, int at) {
      for (int i = 0; i < width; i++) {
        out[at + i] = TAPS[0] * in[i];
      }
      for (int k = 1; k <= RADIUS; k++) {
        for (int i = 0; i < width - k; i++) {
          out[at + i] += TAPS[k] * in[i + k];
        }
        for (int i = k; i < width; i++) {
          out[at + i] += TAPS[k] * in[i - k];
        }
      }
    }

    /** Down the columns, with zeros beyond; one row of the result. */
    private void blurDown(float[] in, int row, float[] out) {
      Arrays.fill(out, 0);
      for (int b = Math.max(0, row - RADIUS); b <= Math.min(height - 1, row + RADIUS); b++) {
        float tap = TAPS[Math.abs(b - row)];
        for (int i = 0; i < width; i++) {
          out[i] += tap * in[b * width + i];
        }
      }
    }

    /** Σ |c(x) − c(y)| of a row; leaves its slope by the square, blurred along the row. */
    double compareRow(int row, float factor) {
      float[] energyX = new float[width];
      float[] energyY = new float[width];
      blurDown(ofX, row, energyX);
      blurDown(ofY, row, energyY);
      double sum = 0;
      for (int i = 0; i < width; i++) {
        float cx = (float) Math.sqrt(energyX[i] + FLOOR);
        float difference = cx - (float) Math.sqrt(energyY[i] + FLOOR);
        sum += Math.abs(difference);
        energyX[i] = factor * Math.signum(difference) / cx;
      }
      blur(energyX, bySquare, row * width);
      return sum;
    }

    /** The loss by each difference of a row. */
    void slopes(int row, int dx, int dy) {
      float[] bySquares = new float[width];
      blurDown(bySquare, row, bySquares);
      int at = row * width;
      int step = dx + dy * width;
      int count = differences(row, dx, dy);
      for (int i = 0; i < count; i++) {
        byDifference[at + i] = bySquares[i] * (x[at + i + step] - x[at + i]);
      }
      Arrays.fill(byDifference, at + count, at + width, 0);
    }

    /** Adds to each pixel what the differences before it and after it ask of it. */
    void gradientRow(int row, int dx, int dy) {
      int at = row * width;
      for (int i = at; i < at + width; i++) {
        gradient[i] -= byDifference[i];
      }
      if (row < dy) {
        return;
      }
      int step = dx + dy * width;
      for (int i = at + dx; i < at + width; i++) {
        gradient[i] += byDifference[i - step];
      }
    }
  }
}
