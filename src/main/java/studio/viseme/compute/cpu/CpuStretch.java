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
  private final float[] twoOverSquare;
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
    this.twoOverSquare = new float[count];
    for (int i = 0; i < count; i++) {
      twoOverSquare[i] = 2 / (w[i] * w[i] + x[i] * x[i] + y[i] * y[i] + z[i] * z[i]);
    }
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

  /**
   * Adds aᵀ H a of every axis. Here and below a loop does little: one that did all isn't turned
   * into vectors.
   */
  private void lengthen() {
    float[] ax = new float[count];
    float[] ay = new float[count];
    float[] az = new float[count];
    for (int k = 0; k < 3; k++) {
      axis(k, ax, ay, az);
      along(ax, ay, az, axes[k]);
    }
  }

  /** Column k of the quaternions' matrices. */
  private void axis(int k, float[] ax, float[] ay, float[] az) {
    float[] qw = w;
    float[] qx = x;
    float[] qy = y;
    float[] qz = z;
    float[] s = twoOverSquare;
    switch (k) {
      case 0 -> {
        for (int i = 0; i < s.length; i++) {
          ax[i] = 1 - s[i] * (qy[i] * qy[i] + qz[i] * qz[i]);
          ay[i] = s[i] * (qx[i] * qy[i] + qw[i] * qz[i]);
          az[i] = s[i] * (qx[i] * qz[i] - qw[i] * qy[i]);
        }
      }
      case 1 -> {
        for (int i = 0; i < s.length; i++) {
          ax[i] = s[i] * (qx[i] * qy[i] - qw[i] * qz[i]);
          ay[i] = 1 - s[i] * (qx[i] * qx[i] + qz[i] * qz[i]);
          az[i] = s[i] * (qy[i] * qz[i] + qw[i] * qx[i]);
        }
      }
      default -> {
        for (int i = 0; i < s.length; i++) {
          ax[i] = s[i] * (qx[i] * qz[i] + qw[i] * qy[i]);
          ay[i] = s[i] * (qy[i] * qz[i] - qw[i] * qx[i]);
          az[i] = 1 - s[i] * (qx[i] * qx[i] + qy[i] * qy[i]);
        }
      }
    }
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
   * A turn about axis e takes a to a + e × a, and aᵀ H a to that plus 2 e · (a × H a): so by a turn
   * the gradient is t = Σ over axes of 2 g a × H a. The quaternion q turns by (0, e) q / 2, and its
   * gradient is (0, t) q · 2 / |q|², which is orthogonal to it.
   */
  private void turn(Batch rotationGradient) {
    float[][] t = new float[3][count];
    float[] ax = new float[count];
    float[] ay = new float[count];
    float[] az = new float[count];
    for (int k = 0; k < 3; k++) {
      axis(k, ax, ay, az);
      about(axes[k], ax, ay, az, t);
    }
    float[] tx = t[0];
    float[] ty = t[1];
    float[] tz = t[2];
    float[] s = twoOverSquare;
    float[] sum = new float[count];
    CpuFloats.load(rotationGradient, 0, from, sum, 0, count);
    for (int i = 0; i < count; i++) {
      sum[i] -= s[i] * (tx[i] * x[i] + ty[i] * y[i] + tz[i] * z[i]);
    }
    CpuFloats.store(sum, 0, rotationGradient, 0, from, count);
    addTurned(rotationGradient, 1, tx, ty, tz, y, z);
    addTurned(rotationGradient, 2, ty, tz, tx, z, x);
    addTurned(rotationGradient, 3, tz, tx, ty, x, y);
  }

  /** Adds a component of w t + t × (x, y, z), times 2 / |q|²: t₁ w + t₂ v − t₃ u. */
  private void addTurned(
      Batch rotationGradient,
      int channel,
      float[] t1,
      float[] t2,
      float[] t3,
      float[] u,
      float[] v) {
    float[] s = twoOverSquare;
    float[] sum = new float[count];
    CpuFloats.load(rotationGradient, channel, from, sum, 0, count);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += s[i] * (t1[i] * w[i] + t2[i] * v[i] - t3[i] * u[i]);
    }
    CpuFloats.store(sum, 0, rotationGradient, channel, from, count);
  }

  /** Adds 2 g a × H a. */
  private void about(float[] g, float[] ax, float[] ay, float[] az, float[][] t) {
    float[] hx = new float[count];
    float[] hy = new float[count];
    float[] hz = new float[count];
    product(strain[0], strain[3], strain[4], ax, ay, az, hx);
    product(strain[3], strain[1], strain[5], ax, ay, az, hy);
    product(strain[4], strain[5], strain[2], ax, ay, az, hz);
    cross(g, ay, hz, az, hy, t[0]);
    cross(g, az, hx, ax, hz, t[1]);
    cross(g, ax, hy, ay, hx, t[2]);
  }

  private static void product(
      float[] hx, float[] hy, float[] hz, float[] ax, float[] ay, float[] az, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = hx[i] * ax[i] + hy[i] * ay[i] + hz[i] * az[i];
    }
  }

  private static void cross(float[] g, float[] a, float[] b, float[] c, float[] d, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += 2 * g[i] * (a[i] * b[i] - c[i] * d[i]);
    }
  }
}
