package studio.viseme.face.identity;

import java.util.Arrays;

/**
 * A convolution of {@link FeatureMaps} with a bias, as a product of matrices: for a block of places
 * each tap of the kernel gets a row with the value it sees there, and eight rows at a time are
 * added to each output.
 *
 * <p>Every row is an array of its own and all are read at one index, because the compiler makes
 * vector instructions of such a loop and of no other shape of it. The order of the sums is fixed,
 * so equal input gives equal bits.
 *
 * @param kernel its height and width
 * @param padding rows and columns of zeros around each picture
 * @param weights output × ((input × kernel + row) × kernel + column), a multiple of eight long
 */
record Convolution(
    int kernel, int inputs, int stride, int padding, float[][] weights, float[] bias) {
  private static final int ROWS = 8;
  private static final int BLOCK = 512;

  /**
   * @param filters kernel row × kernel column × input × output
   */
  static Convolution of(
      int kernel, int inputs, int stride, int padding, float[] filters, float[] bias) {
    int taps = kernel * kernel;
    float[][] weights = new float[bias.length][Math.ceilDiv(inputs * taps, ROWS) * ROWS];
    for (int i = 0; i < filters.length; i++) {
      int output = i % bias.length;
      int input = i / bias.length % inputs;
      int tap = i / bias.length / inputs;
      weights[output][input * taps + tap] = filters[i];
    }
    return new Convolution(kernel, inputs, stride, padding, weights, bias);
  }

  FeatureMaps apply(FeatureMaps in) {
    if (in.channels().length != inputs) {
      throw new IllegalArgumentException(in + " for " + inputs + " channels");
    }
    FeatureMaps out =
        new FeatureMaps(
            in.count(),
            (in.height() + 2 * padding - kernel) / stride + 1,
            (in.width() + 2 * padding - kernel) / stride + 1,
            bias.length);
    float[][] seen = new float[weights[0].length][BLOCK];
    int[] where = new int[BLOCK];
    float[] sum = new float[BLOCK];
    for (int from = 0; from < out.size(); from += BLOCK) {
      int count = Math.min(BLOCK, out.size() - from);
      look(in, out, from, count, where, seen);
      for (int o = 0; o < bias.length; o++) {
        Arrays.fill(sum, bias[o]);
        for (int k = 0; k < seen.length; k += ROWS) {
          add(sum, seen, k, weights[o]);
        }
        System.arraycopy(sum, 0, out.channels()[o], from, count);
      }
    }
    return out;
  }

  /** Writes what each tap sees at the places from {@code from} on. */
  private void look(
      FeatureMaps in, FeatureMaps out, int from, int count, int[] where, float[][] seen) {
    int taps = kernel * kernel;
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < count; i++) {
        where[i] = where(in, out, from + i, tap);
      }
      for (int c = 0; c < inputs; c++) {
        float[] channel = in.channels()[c];
        float[] row = seen[c * taps + tap];
        for (int i = 0; i < count; i++) {
          row[i] = where[i] < 0 ? 0 : channel[where[i]];
        }
      }
    }
  }

  /** Where in a channel a tap looks for a place of the output; −1 outside the picture. */
  private int where(FeatureMaps in, FeatureMaps out, int place, int tap) {
    int x = place % out.width() * stride - padding + tap % kernel;
    int y = place / out.width() % out.height() * stride - padding + tap / kernel;
    boolean inside = x >= 0 && x < in.width() && y >= 0 && y < in.height();
    return inside ? in.index(place / (out.width() * out.height()), y, x) : -1;
  }

  private static void add(float[] sum, float[][] seen, int k, float[] weights) {
    float[] a = seen[k];
    float[] b = seen[k + 1];
    float[] c = seen[k + 2];
    float[] d = seen[k + 3];
    float[] e = seen[k + 4];
    float[] f = seen[k + 5];
    float[] g = seen[k + 6];
    float[] h = seen[k + 7];
    float wa = weights[k];
    float wb = weights[k + 1];
    float wc = weights[k + 2];
    float wd = weights[k + 3];
    float we = weights[k + 4];
    float wf = weights[k + 5];
    float wg = weights[k + 6];
    float wh = weights[k + 7];
    for (int i = 0; i < BLOCK; i++) {
      float left = Math.fma(wd, d[i], Math.fma(wc, c[i], Math.fma(wb, b[i], wa * a[i])));
      float right = Math.fma(wh, h[i], Math.fma(wg, g[i], Math.fma(wf, f[i], we * e[i])));
      sum[i] += left + right;
    }
  }
}
