package studio.viseme.compute.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The three sweeps of SSIM and its gradient over one channel (Wang et al. 2004); see {@link
 * CpuPictureLoss}.
 */
final class SsimSweeps {
  private static final float C1 = 0.01f * 0.01f;
  private static final float C2 = 0.03f * 0.03f;
  private static final int RADIUS = PaddedPlane.RADIUS;

  /** Half of the normalised window, from its centre outwards; sigma 1.5. */
  private static final float[] TAPS = new float[RADIUS + 1];

  static {
    double sum = 0;
    for (int k = -RADIUS; k <= RADIUS; k++) {
      sum += Math.exp(-k * k / 4.5);
    }
    for (int k = 0; k <= RADIUS; k++) {
      TAPS[k] = (float) (Math.exp(-k * k / 4.5) / sum);
    }
  }

  // Blurred along rows: means and second moments, and later the derivatives by them.
  private float[] meanX = new float[0];
  private float[] meanY = new float[0];
  private float[] squareX = new float[0];
  private float[] squareY = new float[0];
  private float[] product = new float[0];
  private float[] byMean = new float[0];
  private float[] bySquare = new float[0];
  private float[] byProduct = new float[0];
  private final ThreadLocal<float[][]> rows = ThreadLocal.withInitial(() -> new float[3][0]);

  void resize(PaddedPlane plane) {
    meanX = plane.rimmed(meanX);
    meanY = plane.rimmed(meanY);
    squareX = plane.rimmed(squareX);
    squareY = plane.rimmed(squareY);
    product = plane.rimmed(product);
    byMean = plane.rimmed(byMean);
    bySquare = plane.rimmed(bySquare);
    byProduct = plane.rimmed(byProduct);
  }

  /** Blurs x, y, x², y², xy along a row. */
  void blurRow(PaddedPlane plane, int row, float[] x, float[] y) {
    int begin = plane.row(row);
    for (int i = begin; i < begin + plane.width(); i += Lanes.WIDTH) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, x, i);
      FloatVector b = FloatVector.fromArray(Lanes.FLOAT, y, i);
      FloatVector m1 = a.mul(TAPS[0]);
      FloatVector m2 = b.mul(TAPS[0]);
      FloatVector s1 = m1.mul(a);
      FloatVector s2 = m2.mul(b);
      FloatVector p = m1.mul(b);
      for (int k = 1; k <= RADIUS; k++) {
        FloatVector tap = FloatVector.broadcast(Lanes.FLOAT, TAPS[k]);
        FloatVector a0 = FloatVector.fromArray(Lanes.FLOAT, x, i - k);
        FloatVector a1 = FloatVector.fromArray(Lanes.FLOAT, x, i + k);
        FloatVector b0 = FloatVector.fromArray(Lanes.FLOAT, y, i - k);
        FloatVector b1 = FloatVector.fromArray(Lanes.FLOAT, y, i + k);
        m1 = a0.add(a1).fma(tap, m1);
        m2 = b0.add(b1).fma(tap, m2);
        s1 = a0.mul(a0).add(a1.mul(a1)).fma(tap, s1);
        s2 = b0.mul(b0).add(b1.mul(b1)).fma(tap, s2);
        p = a0.mul(b0).add(a1.mul(b1)).fma(tap, p);
      }
      m1.intoArray(meanX, i);
      m2.intoArray(meanY, i);
      s1.intoArray(squareX, i);
      s2.intoArray(squareY, i);
      p.intoArray(product, i);
    }
  }

  /**
   * Compares a row of windows, gives Σ w (1 − SSIM), and blurs the derivatives of Σ w SSIM along
   * the row.
   */
  double compareRow(PaddedPlane plane, int row, float[] weight) {
    int stride = plane.stride();
    int begin = plane.row(row);
    int margin = PaddedPlane.SIDE;
    float[][] scratch = scratchRows(plane.stride() + 2 * margin);
    float[] mean = scratch[0];
    float[] square = scratch[1];
    float[] cross = scratch[2];
    FloatVector sum = FloatVector.zero(Lanes.FLOAT);
    for (int i = begin; i < begin + plane.width(); i += Lanes.WIDTH) {
      FloatVector a = FloatVector.fromArray(Lanes.FLOAT, meanX, i).mul(TAPS[0]);
      FloatVector b = FloatVector.fromArray(Lanes.FLOAT, meanY, i).mul(TAPS[0]);
      FloatVector aa = FloatVector.fromArray(Lanes.FLOAT, squareX, i).mul(TAPS[0]);
      FloatVector bb = FloatVector.fromArray(Lanes.FLOAT, squareY, i).mul(TAPS[0]);
      FloatVector ab = FloatVector.fromArray(Lanes.FLOAT, product, i).mul(TAPS[0]);
      for (int k = 1; k <= RADIUS; k++) {
        FloatVector tap = FloatVector.broadcast(Lanes.FLOAT, TAPS[k]);
        int up = i - k * stride;
        int down = i + k * stride;
        a =
            FloatVector.fromArray(Lanes.FLOAT, meanX, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, meanX, down))
                .fma(tap, a);
        b =
            FloatVector.fromArray(Lanes.FLOAT, meanY, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, meanY, down))
                .fma(tap, b);
        aa =
            FloatVector.fromArray(Lanes.FLOAT, squareX, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, squareX, down))
                .fma(tap, aa);
        bb =
            FloatVector.fromArray(Lanes.FLOAT, squareY, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, squareY, down))
                .fma(tap, bb);
        ab =
            FloatVector.fromArray(Lanes.FLOAT, product, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, product, down))
                .fma(tap, ab);
      }
      FloatVector a2 = a.mul(a);
      FloatVector b2 = b.mul(b);
      FloatVector twoAb = a.mul(b).mul(2f);
      FloatVector n1 = twoAb.add(C1);
      FloatVector n2 = ab.mul(2f).sub(twoAb).add(C2);
      FloatVector d1 = a2.add(b2).add(C1);
      FloatVector d2 = aa.sub(a2).add(bb.sub(b2)).add(C2);
      FloatVector inverse = FloatVector.broadcast(Lanes.FLOAT, 1f).div(d1.mul(d2));
      FloatVector s = n1.mul(n2).mul(inverse);
      FloatVector w = FloatVector.fromArray(Lanes.FLOAT, weight, i);
      sum = s.neg().add(1f).fma(w, sum);
      // S = n1 n2 / (d1 d2), with the variances' own means taken into account in the derivative by
      // the mean.
      FloatVector sInverse = s.mul(inverse);
      FloatVector bySquareX = sInverse.mul(d1).neg();
      FloatVector byXy = n1.mul(inverse).mul(2f);
      FloatVector byMeanX =
          b.mul(n2)
              .mul(inverse)
              .sub(a.mul(sInverse).mul(d2))
              .sub(a.mul(bySquareX))
              .mul(2f)
              .sub(b.mul(byXy));
      int to = margin + i - begin;
      byMeanX.mul(w).intoArray(mean, to);
      bySquareX.mul(w).intoArray(square, to);
      byXy.mul(w).intoArray(cross, to);
    }
    blur(mean, margin, byMean, begin, plane.width());
    blur(square, margin, bySquare, begin, plane.width());
    blur(cross, margin, byProduct, begin, plane.width());
    return Lanes.sum(sum);
  }

  /**
   * Three rows of zeros; what lies beyond a row's end was multiplied by a weight of 0 or never
   * written.
   */
  private float[][] scratchRows(int size) {
    float[][] scratch = rows.get();
    for (int k = 0; k < 3; k++) {
      if (scratch[k].length < size) {
        scratch[k] = new float[size];
      } else {
        Arrays.fill(scratch[k], 0, size, 0);
      }
    }
    return scratch;
  }

  private static void blur(float[] in, int from, float[] out, int to, int width) {
    for (int i = 0; i < width; i += Lanes.WIDTH) {
      FloatVector sum = FloatVector.fromArray(Lanes.FLOAT, in, from + i).mul(TAPS[0]);
      for (int k = 1; k <= RADIUS; k++) {
        sum =
            FloatVector.fromArray(Lanes.FLOAT, in, from + i - k)
                .add(FloatVector.fromArray(Lanes.FLOAT, in, from + i + k))
                .fma(FloatVector.broadcast(Lanes.FLOAT, TAPS[k]), sum);
      }
      sum.intoArray(out, to + i);
    }
  }

  /** Adds factor · d(Σ w SSIM)/dx for a row. */
  void gradientRow(
      PaddedPlane plane, int row, float[] x, float[] y, float[] gradient, float factor) {
    int stride = plane.stride();
    int begin = plane.row(row);
    for (int i = begin; i < begin + plane.width(); i += Lanes.WIDTH) {
      FloatVector m = FloatVector.fromArray(Lanes.FLOAT, byMean, i).mul(TAPS[0]);
      FloatVector s = FloatVector.fromArray(Lanes.FLOAT, bySquare, i).mul(TAPS[0]);
      FloatVector p = FloatVector.fromArray(Lanes.FLOAT, byProduct, i).mul(TAPS[0]);
      for (int k = 1; k <= RADIUS; k++) {
        FloatVector tap = FloatVector.broadcast(Lanes.FLOAT, TAPS[k]);
        int up = i - k * stride;
        int down = i + k * stride;
        m =
            FloatVector.fromArray(Lanes.FLOAT, byMean, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, byMean, down))
                .fma(tap, m);
        s =
            FloatVector.fromArray(Lanes.FLOAT, bySquare, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, bySquare, down))
                .fma(tap, s);
        p =
            FloatVector.fromArray(Lanes.FLOAT, byProduct, up)
                .add(FloatVector.fromArray(Lanes.FLOAT, byProduct, down))
                .fma(tap, p);
      }
      FloatVector d =
          FloatVector.fromArray(Lanes.FLOAT, x, i)
              .mul(2f)
              .fma(s, m)
              .add(FloatVector.fromArray(Lanes.FLOAT, y, i).mul(p));
      d.fma(
              FloatVector.broadcast(Lanes.FLOAT, factor),
              FloatVector.fromArray(Lanes.FLOAT, gradient, i))
          .intoArray(gradient, i);
    }
  }
}
