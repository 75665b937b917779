package studio.viseme.face.depth;

/**
 * The least bent offsets over a {@link HeadGrid} that come near to given ones: minimises {@code Σ
 * w(δ − t/w)² + Σ(Δδ)² + Σ|∇δ|²} by conjugate gradients (Hestenes and Stiefel 1952). Columns go
 * around; at the crown and at the neck's end the plate is free.
 */
final class ThinPlate {
  private static final int STEPS = 250;

  /** Stiffness of the plate against weights of 1. */
  private static final float STIFFNESS = 4;

  /**
   * A plate under tension doesn't overshoot where it is free (splines in tension, Schweikert 1966).
   */
  private static final float TENSION = 0.25f;

  private ThinPlate() {}

  /**
   * @param target weight times wanted offset
   * @param weight above zero
   * @param start to begin with
   */
  static float[] solve(float[] target, float[] weight, float[] start) {
    int n = target.length;
    float[] around = around();
    float[] x = start.clone();
    float[] r = new float[n];
    apply(x, weight, around, r);
    float[] p = new float[n];
    float[] z = new float[n];
    double rz = 0;
    for (int i = 0; i < n; i++) {
      r[i] = target[i] - r[i];
      z[i] = r[i] / diagonal(weight, around, i);
      p[i] = z[i];
      rz += (double) r[i] * z[i];
    }
    float[] ap = new float[n];
    for (int step = 0; step < STEPS && rz > 1e-9; step++) {
      apply(p, weight, around, ap);
      double pap = 0;
      for (int i = 0; i < n; i++) {
        pap += (double) p[i] * ap[i];
      }
      float alpha = (float) (rz / pap);
      double next = 0;
      for (int i = 0; i < n; i++) {
        x[i] += alpha * p[i];
        r[i] -= alpha * ap[i];
        z[i] = r[i] / diagonal(weight, around, i);
        next += (double) r[i] * z[i];
      }
      float beta = (float) (next / rz);
      rz = next;
      for (int i = 0; i < n; i++) {
        p[i] = z[i] + beta * p[i];
      }
    }
    return x;
  }

  private static float diagonal(float[] weight, float[] around, int i) {
    float side = around[i / HeadGrid.COLUMNS];
    float middle = 2 + 2 * side;
    return weight[i] + TENSION * middle + STIFFNESS * (middle * middle + 2 * side * side + 2);
  }

  /** Columns come together towards the crown: differences along a row count more there. */
  private static float[] around() {
    float[] out = new float[HeadGrid.ROWS];
    for (int row = 0; row < out.length; row++) {
      double narrow = Math.max(0.4, Math.cos(HeadGrid.elevation(row)));
      out[row] = (float) (1 / (narrow * narrow));
    }
    return out;
  }

  private static void apply(float[] x, float[] weight, float[] around, float[] out) {
    float[] bend = new float[x.length];
    laplacian(x, around, bend);
    // The transpose: rows at the ends have no bend of their own but take part in their neighbours'.
    for (int i = 0; i < x.length; i++) {
      out[i] = weight[i] * x[i];
    }
    addTension(x, around, out);
    int columns = HeadGrid.COLUMNS;
    for (int row = 1; row + 1 < HeadGrid.ROWS; row++) {
      float side = around[row];
      for (int c = 0; c < columns; c++) {
        int i = row * columns + c;
        float b = STIFFNESS * bend[i];
        out[i] -= (2 + 2 * side) * b;
        out[i - columns] += b;
        out[i + columns] += b;
        out[row * columns + (c + 1) % columns] += side * b;
        out[row * columns + (c + columns - 1) % columns] += side * b;
      }
    }
  }

  /** Adds the gradient of half the summed squares of differences. */
  private static void addTension(float[] x, float[] around, float[] out) {
    int columns = HeadGrid.COLUMNS;
    for (int row = 0; row < HeadGrid.ROWS; row++) {
      for (int c = 0; c < columns; c++) {
        int i = row * columns + c;
        int right = row * columns + (c + 1) % columns;
        float across = TENSION * around[row] * (x[right] - x[i]);
        out[right] += across;
        out[i] -= across;
        if (row + 1 < HeadGrid.ROWS) {
          float down = TENSION * (x[i + columns] - x[i]);
          out[i + columns] += down;
          out[i] -= down;
        }
      }
    }
  }

  private static void laplacian(float[] x, float[] around, float[] out) {
    int columns = HeadGrid.COLUMNS;
    for (int row = 1; row + 1 < HeadGrid.ROWS; row++) {
      float side = around[row];
      for (int c = 0; c < columns; c++) {
        int i = row * columns + c;
        int left = row * columns + (c + columns - 1) % columns;
        int right = row * columns + (c + 1) % columns;
        out[i] =
            x[i - columns] + x[i + columns] - 2 * x[i] + side * (x[left] + x[right] - 2 * x[i]);
      }
    }
  }
}
