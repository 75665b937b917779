package studio.viseme.compute.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Small matrix products over a tile of items: matrices of (channels × {@link #TILE}) in
 * feature-major arrays whose rows are {@link #ROW} floats apart. The distance is not a power of
 * two, or else the rows of a tile would share a few cache sets.
 */
final class DenseKernels {
  /** Items of a tile. */
  static final int TILE = 512;

  /** Floats from one row of a tile to the next. */
  static final int ROW = TILE + 16;

  /** Rows of the result that a pass of {@link #multiply} makes. */
  private static final int PANEL = 6;

  /** Rows and columns of weights that a pass of {@link #outer} makes. */
  private static final int SQUARE = 4;

  private static final ThreadLocal<float[]> SUMS =
      ThreadLocal.withInitial(() -> new float[SQUARE * SQUARE * Lanes.WIDTH]);

  private DenseKernels() {}

  /** Rows that arrays for {@code channels} must have room for: whole panels and whole squares. */
  static int rows(int channels) {
    int step = 2 * PANEL;
    return (channels + step - 1) / step * step;
  }

  /** Items of a tile that kernels really work on when {@code count} are in use. */
  static int padded(int count) {
    int step = 2 * Lanes.WIDTH;
    return (count + step - 1) / step * step;
  }

  /**
   * Weights in the order in which {@link #multiply} reads them: panels of six rows, column after
   * column.
   *
   * @param weights row-major, {@code stride} floats from row to row
   * @param transposed whether rows of the result are columns of the weights
   */
  static float[] pack(
      float[] weights, int offset, int stride, int rows, int columns, boolean transposed) {
    float[] packed = new float[rows(rows) * columns];
    for (int r = 0; r < rows; r++) {
      int to = r / PANEL * PANEL * columns + r % PANEL;
      for (int c = 0; c < columns; c++) {
        packed[to + c * PANEL] = weights[offset + (transposed ? c * stride + r : r * stride + c)];
      }
    }
    return packed;
  }

  /**
   * out = weights · in + bias, for {@code padded(items)} items.
   *
   * @param packed from {@link #pack}
   * @param bias one a row, up to {@link #rows}
   * @param rectified whether negative results become 0
   */
  static void multiply(
      float[] packed,
      int rows,
      int columns,
      float[] bias,
      boolean rectified,
      float[] in,
      int inAt,
      float[] out,
      int outAt,
      int items) {
    float floor = rectified ? 0f : Float.NEGATIVE_INFINITY;
    int n = padded(items);
    for (int r = 0; r < rows; r += PANEL) {
      for (int s = 0; s < n; s += 2 * Lanes.WIDTH) {
        panel(packed, r * columns, columns, bias, r, floor, in, inAt + s, out, outAt + r * ROW + s);
      }
    }
  }

  /** Six rows of two vectors: twelve sums stay in registers, also on machines that have sixteen. */
  private static void panel(
      float[] packed,
      int at,
      int columns,
      float[] bias,
      int r,
      float floor,
      float[] in,
      int inAt,
      float[] out,
      int outAt) {
    FloatVector a0 = FloatVector.broadcast(Lanes.FLOAT, bias[r]);
    FloatVector a1 = FloatVector.broadcast(Lanes.FLOAT, bias[r + 1]);
    FloatVector a2 = FloatVector.broadcast(Lanes.FLOAT, bias[r + 2]);
    FloatVector a3 = FloatVector.broadcast(Lanes.FLOAT, bias[r + 3]);
    FloatVector a4 = FloatVector.broadcast(Lanes.FLOAT, bias[r + 4]);
    FloatVector a5 = FloatVector.broadcast(Lanes.FLOAT, bias[r + 5]);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector b2 = a2;
    FloatVector b3 = a3;
    FloatVector b4 = a4;
    FloatVector b5 = a5;
    for (int c = 0; c < columns; c++) {
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, in, inAt);
      FloatVector y = FloatVector.fromArray(Lanes.FLOAT, in, inAt + Lanes.WIDTH);
      inAt += ROW;
      FloatVector w = FloatVector.broadcast(Lanes.FLOAT, packed[at]);
      a0 = w.fma(x, a0);
      b0 = w.fma(y, b0);
      w = FloatVector.broadcast(Lanes.FLOAT, packed[at + 1]);
      a1 = w.fma(x, a1);
      b1 = w.fma(y, b1);
      w = FloatVector.broadcast(Lanes.FLOAT, packed[at + 2]);
      a2 = w.fma(x, a2);
      b2 = w.fma(y, b2);
      w = FloatVector.broadcast(Lanes.FLOAT, packed[at + 3]);
      a3 = w.fma(x, a3);
      b3 = w.fma(y, b3);
      w = FloatVector.broadcast(Lanes.FLOAT, packed[at + 4]);
      a4 = w.fma(x, a4);
      b4 = w.fma(y, b4);
      w = FloatVector.broadcast(Lanes.FLOAT, packed[at + 5]);
      a5 = w.fma(x, a5);
      b5 = w.fma(y, b5);
      at += PANEL;
    }
    a0.max(floor).intoArray(out, outAt);
    b0.max(floor).intoArray(out, outAt + Lanes.WIDTH);
    a1.max(floor).intoArray(out, outAt + ROW);
    b1.max(floor).intoArray(out, outAt + ROW + Lanes.WIDTH);
    a2.max(floor).intoArray(out, outAt + 2 * ROW);
    b2.max(floor).intoArray(out, outAt + 2 * ROW + Lanes.WIDTH);
    a3.max(floor).intoArray(out, outAt + 3 * ROW);
    b3.max(floor).intoArray(out, outAt + 3 * ROW + Lanes.WIDTH);
    a4.max(floor).intoArray(out, outAt + 4 * ROW);
    b4.max(floor).intoArray(out, outAt + 4 * ROW + Lanes.WIDTH);
    a5.max(floor).intoArray(out, outAt + 5 * ROW);
    b5.max(floor).intoArray(out, outAt + 5 * ROW + Lanes.WIDTH);
  }

  /**
   * Adds to gradients[o][i], {@code stride} floats from row to row, the sum over the items of d[o]
   * · h[i]. Items from {@code items} up to {@code padded(items)} must be 0 in d and finite in h.
   */
  static void outer(
      float[] d,
      int outputs,
      float[] h,
      int hAt,
      int inputs,
      float[] gradients,
      int gradientsAt,
      int stride,
      int items) {
    int n = padded(items);
    float[] sums = SUMS.get();
    for (int o = 0; o < outputs; o += SQUARE) {
      for (int i = 0; i < inputs; i += SQUARE) {
        square(d, o * ROW, h, hAt + i * ROW, n, sums);
        for (int r = 0; r < Math.min(SQUARE, outputs - o); r++) {
          for (int c = 0; c < Math.min(SQUARE, inputs - i); c++) {
            FloatVector sum =
                FloatVector.fromArray(Lanes.FLOAT, sums, (r * SQUARE + c) * Lanes.WIDTH);
            gradients[gradientsAt + (o + r) * stride + i + c] += Lanes.sum(sum);
          }
        }
      }
    }
  }

  private static void square(float[] d, int dAt, float[] h, int hAt, int n, float[] sums) {
    FloatVector zero = FloatVector.zero(Lanes.FLOAT);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector a3 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector b3 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    FloatVector d2 = zero;
    FloatVector d3 = zero;
    for (int s = 0; s < n; s += Lanes.WIDTH, dAt += Lanes.WIDTH, hAt += Lanes.WIDTH) {
      FloatVector h0 = FloatVector.fromArray(Lanes.FLOAT, h, hAt);
      FloatVector h1 = FloatVector.fromArray(Lanes.FLOAT, h, hAt + ROW);
      FloatVector h2 = FloatVector.fromArray(Lanes.FLOAT, h, hAt + 2 * ROW);
      FloatVector h3 = FloatVector.fromArray(Lanes.FLOAT, h, hAt + 3 * ROW);
      FloatVector x = FloatVector.fromArray(Lanes.FLOAT, d, dAt);
      a0 = x.fma(h0, a0);
      a1 = x.fma(h1, a1);
      a2 = x.fma(h2, a2);
      a3 = x.fma(h3, a3);
      x = FloatVector.fromArray(Lanes.FLOAT, d, dAt + ROW);
      b0 = x.fma(h0, b0);
      b1 = x.fma(h1, b1);
      b2 = x.fma(h2, b2);
      b3 = x.fma(h3, b3);
      x = FloatVector.fromArray(Lanes.FLOAT, d, dAt + 2 * ROW);
      c0 = x.fma(h0, c0);
      c1 = x.fma(h1, c1);
      c2 = x.fma(h2, c2);
      c3 = x.fma(h3, c3);
      x = FloatVector.fromArray(Lanes.FLOAT, d, dAt + 3 * ROW);
      d0 = x.fma(h0, d0);
      d1 = x.fma(h1, d1);
      d2 = x.fma(h2, d2);
      d3 = x.fma(h3, d3);
    }
    int w = Lanes.WIDTH;
    a0.intoArray(sums, 0);
    a1.intoArray(sums, w);
    a2.intoArray(sums, 2 * w);
    a3.intoArray(sums, 3 * w);
    b0.intoArray(sums, 4 * w);
    b1.intoArray(sums, 5 * w);
    b2.intoArray(sums, 6 * w);
    b3.intoArray(sums, 7 * w);
    c0.intoArray(sums, 8 * w);
    c1.intoArray(sums, 9 * w);
    c2.intoArray(sums, 10 * w);
    c3.intoArray(sums, 11 * w);
    d0.intoArray(sums, 12 * w);
    d1.intoArray(sums, 13 * w);
    d2.intoArray(sums, 14 * w);
    d3.intoArray(sums, 15 * w);
  }

  /** Adds to sums[o] the sum over the items of d[o]; items beyond are 0 as in {@link #outer}. */
  static void rowSums(float[] d, int outputs, float[] sums, int items) {
    int n = padded(items);
    for (int o = 0; o < outputs; o++) {
      FloatVector sum = FloatVector.zero(Lanes.FLOAT);
      for (int s = 0; s < n; s += Lanes.WIDTH) {
        sum = sum.add(FloatVector.fromArray(Lanes.FLOAT, d, o * ROW + s));
      }
      sums[o] += Lanes.sum(sum);
    }
  }

  /**
   * Sets d to 0 where the rectified activation h is 0. In masks: signs are random, and a branch
   * would be guessed wrong.
   */
  static void rectifyBackward(float[] d, float[] h, int hAt, int channels, int items) {
    int n = padded(items);
    for (int c = 0; c < channels; c++) {
      int at = c * ROW;
      for (int s = 0; s < n; s += Lanes.WIDTH) {
        VectorMask<Float> on =
            FloatVector.fromArray(Lanes.FLOAT, h, hAt + at + s).compare(VectorOperators.GT, 0f);
        FloatVector.zero(Lanes.FLOAT)
            .blend(FloatVector.fromArray(Lanes.FLOAT, d, at + s), on)
            .intoArray(d, at + s);
      }
    }
  }
}
