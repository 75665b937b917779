package studio.viseme.compute.cpu;

import studio.viseme.compute.Batch;
import studio.viseme.job.Workers;

/**
 * {@link CpuBatchOperations#stretch} and its gradient, a block of Gaussians at a time. What is on
 * patches is picked first, item by item; loops that compute run over rows alone, which the compiler
 * turns into vectors.
 */
final class CpuStretch {
  private static final int BLOCK = 1024;

  /** Of a block: quaternions, their patches' strains, and what is given or taken for each axis. */
  private final float[] w;

  private final float[] x;
  private final float[] y;
  private final float[] z;
  private final float[][] strain;
  private final float[][] axes;
  private final int from;
  private final int count;

  private CpuStretch(
      float[][] table, Batch patches, Batch rotations, Batch perAxis, int from, int to) {
    this.from = from;
    this.count = to - from;
    this.w = load(rotations, 0);
    this.x = load(rotations, 1);
    this.y = load(rotations, 2);
    this.z = load(rotations, 3);
    this.axes = new float[][] {load(perAxis, 0), load(perAxis, 1), load(perAxis, 2)};
    this.strain = new float[table.length][count];
    float[] on = load(patches, 0);
    for (int i = 0; i < count; i++) {
      int patch = (int) on[i];
      for (int c = 0; c < table.length; c++) {
        strain[c][i] = table[c][patch];
      }
    }
  }

  static void forward(
      Workers workers, Batch strains, Batch patches, Batch rotations, Batch logScales) {
    float[][] table = table(strains);
    Parts.forEach(
        workers,
        logScales.count(),
        BLOCK,
        (block, from, to) -> {
          var piece = new CpuStretch(table, patches, rotations, logScales, from, to);
          piece.lengthen();
          for (int k = 0; k < 3; k++) {
            CpuFloats.store(piece.axes[k], 0, logScales, k, from, to - from);
          }
        });
  }

  static void backward(
      Workers workers,
      Batch strains,
      Batch patches,
      Batch rotations,
      Batch logScaleGradient,
      Batch rotationGradient) {
    float[][] table = table(strains);
    Parts.forEach(
        workers,
        logScaleGradient.count(),
        BLOCK,
        (block, from, to) ->
            new CpuStretch(table, patches, rotations, logScaleGradient, from, to)
                .turn(rotationGradient));
  }

  private static float[][] table(Batch strains) {
    float[][] table = new float[strains.channels()][strains.count()];
    for (int c = 0; c < table.length; c++) {
      CpuFloats.load(strains, c, 0, table[c], 0, strains.count());
    }
    return table;
  }

  private float[] load(Batch batch, int channel) {
    float[] values = new float[count];
    CpuFloats.load(batch, channel, from, values, 0, count);
    return values;
  }

  /** Adds aᵀ H a of every axis, a loop for each: one of all three isn't turned into vectors. */
  private void lengthen() {
    float[] qw = w;
    float[] qx = x;
    float[] qy = y;
    float[] qz = z;
    float[] s = new float[count];
    for (int i = 0; i < s.length; i++) {
      s[i] = 2 / (qw[i] * qw[i] + qx[i] * qx[i] + qy[i] * qy[i] + qz[i] * qz[i]);
    }
    float[] ax = new float[count];
    float[] ay = new float[count];
    float[] az = new float[count];
    for (int i = 0; i < s.length; i++) {
      ax[i] = 1 - s[i] * (qy[i] * qy[i] + qz[i] * qz[i]);
      ay[i] = s[i] * (qx[i] * qy[i] + qw[i] * qz[i]);
      az[i] = s[i] * (qx[i] * qz[i] - qw[i] * qy[i]);
    }
    along(ax, ay, az, axes[0]);
    for (int i = 0; i < s.length; i++) {
      ax[i] = s[i] * (qx[i] * qy[i] - qw[i] * qz[i]);
      ay[i] = 1 - s[i] * (qx[i] * qx[i] + qz[i] * qz[i]);
      az[i] = s[i] * (qy[i] * qz[i] + qw[i] * qx[i]);
    }
    along(ax, ay, az, axes[1]);
    for (int i = 0; i < s.length; i++) {
      ax[i] = s[i] * (qx[i] * qz[i] + qw[i] * qy[i]);
      ay[i] = s[i] * (qy[i] * qz[i] - qw[i] * qx[i]);
      az[i] = 1 - s[i] * (qx[i] * qx[i] + qy[i] * qy[i]);
    }
    along(ax, ay, az, axes[2]);
  }

  private void along(float[] ax, float[] ay, float[] az, float[] longer) {
    float[] xx = strain[0];
    float[] yy = strain[1];
    float[] zz = strain[2];
    float[] xy = strain[3];
    float[] xz = strain[4];
    float[] yz = strain[5];
    for (int i = 0; i < longer.length; i++) {
      longer[i] += xx[i] * ax[i] * ax[i] + yy[i] * ay[i] * ay[i] + zz[i] * az[i] * az[i];
    }
    for (int i = 0; i < longer.length; i++) {
      longer[i] += 2 * (xy[i] * ax[i] * ay[i] + xz[i] * ax[i] * az[i] + yz[i] * ay[i] * az[i]);
    }
  }

  /**
   * The gradient by the matrix R is D = 2 H R diag(g), so that by a small turn about axis e is that
   * of [e]× R: t = Σ over axes of 2 g a × (H a), with the sign of Hᵀ = H. The quaternion q turns by
   * (0, e) q / 2, and its gradient is (0, t) q · 2 / |q|², which is orthogonal to it.
   */
  private void turn(Batch rotationGradient) {
    float[][] sums = new float[4][count];
    for (int c = 0; c < 4; c++) {
      CpuFloats.load(rotationGradient, c, from, sums[c], 0, count);
    }
    float[] t = new float[3];
    for (int i = 0; i < count; i++) {
      t[0] = 0;
      t[1] = 0;
      t[2] = 0;
      float n = w[i] * w[i] + x[i] * x[i] + y[i] * y[i] + z[i] * z[i];
      float s = 2 / n;
      about(
          i,
          axes[0][i],
          1 - s * (y[i] * y[i] + z[i] * z[i]),
          s * (x[i] * y[i] + w[i] * z[i]),
          s * (x[i] * z[i] - w[i] * y[i]),
          t);
      about(
          i,
          axes[1][i],
          s * (x[i] * y[i] - w[i] * z[i]),
          1 - s * (x[i] * x[i] + z[i] * z[i]),
          s * (y[i] * z[i] + w[i] * x[i]),
          t);
      about(
          i,
          axes[2][i],
          s * (x[i] * z[i] + w[i] * y[i]),
          s * (y[i] * z[i] - w[i] * x[i]),
          1 - s * (x[i] * x[i] + y[i] * y[i]),
          t);
      sums[0][i] += s * (-t[0] * x[i] - t[1] * y[i] - t[2] * z[i]);
      sums[1][i] += s * (t[0] * w[i] + t[1] * z[i] - t[2] * y[i]);
      sums[2][i] += s * (t[1] * w[i] + t[2] * x[i] - t[0] * z[i]);
      sums[3][i] += s * (t[2] * w[i] + t[0] * y[i] - t[1] * x[i]);
    }
    for (int c = 0; c < 4; c++) {
      CpuFloats.store(sums[c], 0, rotationGradient, c, from, count);
    }
  }

  /** Adds 2 g a × (H a). */
  private void about(int i, float g, float ax, float ay, float az, float[] t) {
    float hx = strain[0][i] * ax + strain[3][i] * ay + strain[4][i] * az;
    float hy = strain[3][i] * ax + strain[1][i] * ay + strain[5][i] * az;
    float hz = strain[4][i] * ax + strain[5][i] * ay + strain[2][i] * az;
    t[0] += 2 * g * (ay * hz - az * hy);
    t[1] += 2 * g * (az * hx - ax * hz);
    t[2] += 2 * g * (ax * hy - ay * hx);
  }
}
