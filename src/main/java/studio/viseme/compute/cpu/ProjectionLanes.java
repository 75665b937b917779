package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import studio.viseme.compute.SplatSettings;

/**
 * Takes Gaussians to the screen as {@link GaussianGeometry} does, as many at a time as a vector
 * holds, and opacities and colours with them: their {@link ScreenGaussians records}. In double
 * precision, too, as the pixels of a large picture ask for it.
 *
 * <p>With g and h the rows of J W Q diag(s), the Gaussian's axes on screen, and d the dilation, the
 * covariance is that of g and h plus d I. By Lagrange's identity its determinant is |g × h|² + d
 * (|g|² + |h|²) + d², a sum in which nothing cancels.
 *
 * <p>Every value has a row of {@link #SIZE} in one array that stays in the first cache. Loops over
 * vectors are short: the virtual machine keeps few vectors apart in one method.
 */
final class ProjectionLanes {
  /** Gaussians at a time. */
  static final int SIZE = 64;

  private static final VectorSpecies<Double> DOUBLE = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = DOUBLE.length();

  /** Added and taken off again it rounds, and meanwhile the integer is in the low bits. */
  private static final double ROUND = 0x1.8p52;

  private static final double MOST_EXPONENT = 1000;
  private static final double LN_2 = Math.log(2);
  private static final double LOG2_E = 1 / LN_2;
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final int MANTISSA_BITS = 52;

  /** The bits of √½: mantissas are taken between it and √2, where the series is short. */
  private static final long LEAST_MANTISSA = Double.doubleToRawLongBits(SQRT_HALF);

  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;

  // Parameters, in the order of Gaussians; logarithms and logits give way to e^x and e^−x.
  private static final int MEAN = 0;
  private static final int SCALE = 3 * SIZE;
  private static final int ROTATION = 6 * SIZE;
  private static final int OPACITY = 10 * SIZE;
  private static final int INPUTS = 14 * SIZE;

  /** Rows T and U of J W, six. */
  private static final int VIEW = INPUTS;

  /** Nine, row-major: its columns are the axes in head space. */
  private static final int AXES = VIEW + 6 * SIZE;

  private static final int G = AXES + 9 * SIZE;
  private static final int H = G + 3 * SIZE;
  private static final int X = H + 3 * SIZE;
  private static final int Y = X + SIZE;
  private static final int DEPTH = Y + SIZE;
  private static final int VAR_X = DEPTH + SIZE;
  private static final int COVARIANCE = VAR_X + SIZE;
  private static final int VAR_Y = COVARIANCE + SIZE;
  private static final int DETERMINANT = VAR_Y + SIZE;
  private static final int P_X = DETERMINANT + SIZE;
  private static final int P_Y = P_X + SIZE;
  private static final int Q_Y = P_Y + SIZE;
  private static final int FAINTNESS = Q_Y + SIZE;
  private static final int REACH_X = FAINTNESS + SIZE;
  private static final int REACH_Y = REACH_X + SIZE;

  private final GaussianGeometry.Frame frame;
  private final double[] rows = new double[REACH_Y + SIZE];

  ProjectionLanes(GaussianGeometry.Frame frame) {
    this.frame = frame;
  }

  /**
   * Projects {@code n} Gaussians, at most {@link #SIZE}.
   *
   * @param parameters a row for each of {@link studio.viseme.compute.Gaussians#CHANNELS}, {@code
   *     stride} floats from one to the next, the first Gaussian at {@code from}
   * @param setBack how much deeper each is sorted, the first at {@code from}
   * @param data records, the first Gaussian's number is {@code first}
   */
  void project(
      float[] parameters,
      float[] setBack,
      int from,
      int stride,
      int n,
      SplatSettings settings,
      float[] data,
      int first) {
    load(parameters, from, stride, n);
    int count = (n + WIDTH - 1) / WIDTH * WIDTH;
    for (int row = SCALE; row < ROTATION; row += SIZE) {
      exponentials(row, count, LOG2_E);
    }
    for (int row = OPACITY; row < INPUTS; row += SIZE) {
      exponentials(row, count, -LOG2_E);
    }
    centers(count);
    turns(count);
    axes(count);
    covariances(count);
    factors(count);
    faintness(count);
    boolean everywhere = settings.minAlpha() == 0;
    double cut = everywhere ? 0 : -Math.log(settings.minAlpha()) * LOG2_E;
    reaches(count, cut);
    sigmoids(count);
    mark(n, settings.minAlpha(), everywhere);
    store(n, setBack, from, data, first);
  }

  private void load(float[] parameters, int from, int stride, int n) {
    for (int row = 0; row < INPUTS; row += SIZE) {
      int at = row / SIZE * stride + from;
      for (int i = 0; i < n; i++) {
        rows[row + i] = parameters[at + i];
      }
      Arrays.fill(rows, row + n, row + SIZE, 0);
    }
  }

  private DoubleVector get(int at) {
    return DoubleVector.fromArray(DOUBLE, rows, at);
  }

  /**
   * row ← 2^(factor · row): the rounded part becomes the exponent, and the series of the rest is
   * taken as far as its eighth power (relative error 2e-10).
   */
  private void exponentials(int row, int count, double factor) {
    DoubleVector one = DoubleVector.broadcast(DOUBLE, 1);
    for (int i = row; i < row + count; i += WIDTH) {
      DoubleVector y = get(i).mul(factor).max(-MOST_EXPONENT).min(MOST_EXPONENT);
      DoubleVector rounded = y.add(ROUND);
      DoubleVector f = y.sub(rounded.sub(ROUND)).mul(LN_2);
      f.mul(1 / 40320.0)
          .add(1 / 5040.0)
          .fma(f, DoubleVector.broadcast(DOUBLE, 1 / 720.0))
          .fma(f, DoubleVector.broadcast(DOUBLE, 1 / 120.0))
          .fma(f, DoubleVector.broadcast(DOUBLE, 1 / 24.0))
          .fma(f, DoubleVector.broadcast(DOUBLE, 1 / 6.0))
          .fma(f, DoubleVector.broadcast(DOUBLE, 0.5))
          .fma(f, one)
          .fma(f, one)
          .reinterpretAsLongs()
          .add(rounded.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS))
          .reinterpretAsDoubles()
          .intoArray(rows, i);
    }
  }

  /** Where centres are, and T and U. */
  private void centers(int count) {
    double[] r = frame.rotation;
    double[] t = frame.translation;
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector mx = get(MEAN + i);
      DoubleVector my = get(MEAN + SIZE + i);
      DoubleVector mz = get(MEAN + 2 * SIZE + i);
      DoubleVector z = mx.mul(r[6]).add(my.mul(r[7])).add(mz.mul(r[8])).add(t[2]);
      DoubleVector j0 = DoubleVector.broadcast(DOUBLE, frame.focal).div(z);
      DoubleVector x = mx.mul(r[0]).add(my.mul(r[1])).add(mz.mul(r[2])).add(t[0]).mul(j0);
      DoubleVector y = mx.mul(r[3]).add(my.mul(r[4])).add(mz.mul(r[5])).add(t[1]).mul(j0);
      z.intoArray(rows, DEPTH + i);
      x.add(frame.centerX).intoArray(rows, X + i);
      y.add(frame.centerY).intoArray(rows, Y + i);
      DoubleVector j2 = x.div(z);
      DoubleVector k2 = y.div(z);
      for (int c = 0; c < 3; c++) {
        j0.mul(r[c]).sub(j2.mul(r[6 + c])).intoArray(rows, VIEW + c * SIZE + i);
        j0.mul(r[3 + c]).sub(k2.mul(r[6 + c])).intoArray(rows, VIEW + (3 + c) * SIZE + i);
      }
    }
  }

  /** The matrices of the normalised quaternions. */
  private void turns(int count) {
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector w = get(ROTATION + i);
      DoubleVector x = get(ROTATION + SIZE + i);
      DoubleVector y = get(ROTATION + 2 * SIZE + i);
      DoubleVector z = get(ROTATION + 3 * SIZE + i);
      DoubleVector twice =
          DoubleVector.broadcast(DOUBLE, 2).div(w.mul(w).add(x.mul(x)).add(y.mul(y)).add(z.mul(z)));
      DoubleVector xs = x.mul(twice);
      DoubleVector ys = y.mul(twice);
      DoubleVector zs = z.mul(twice);
      DoubleVector one = DoubleVector.broadcast(DOUBLE, 1);
      one.sub(y.mul(ys)).sub(z.mul(zs)).intoArray(rows, AXES + i);
      x.mul(ys).sub(w.mul(zs)).intoArray(rows, AXES + SIZE + i);
      x.mul(zs).add(w.mul(ys)).intoArray(rows, AXES + 2 * SIZE + i);
      x.mul(ys).add(w.mul(zs)).intoArray(rows, AXES + 3 * SIZE + i);
      one.sub(x.mul(xs)).sub(z.mul(zs)).intoArray(rows, AXES + 4 * SIZE + i);
      y.mul(zs).sub(w.mul(xs)).intoArray(rows, AXES + 5 * SIZE + i);
      x.mul(zs).sub(w.mul(ys)).intoArray(rows, AXES + 6 * SIZE + i);
      y.mul(zs).add(w.mul(xs)).intoArray(rows, AXES + 7 * SIZE + i);
      one.sub(x.mul(xs)).sub(y.mul(ys)).intoArray(rows, AXES + 8 * SIZE + i);
    }
  }

  /** The axes on screen. */
  private void axes(int count) {
    for (int c = 0; c < 3 * SIZE; c += SIZE) {
      for (int i = c; i < c + count; i += WIDTH) {
        int lane = i - c;
        DoubleVector q0 = get(AXES + i);
        DoubleVector q1 = get(AXES + 3 * SIZE + i);
        DoubleVector q2 = get(AXES + 6 * SIZE + i);
        DoubleVector s = get(SCALE + i);
        get(VIEW + lane)
            .mul(q0)
            .add(get(VIEW + SIZE + lane).mul(q1))
            .add(get(VIEW + 2 * SIZE + lane).mul(q2))
            .mul(s)
            .intoArray(rows, G + i);
        get(VIEW + 3 * SIZE + lane)
            .mul(q0)
            .add(get(VIEW + 4 * SIZE + lane).mul(q1))
            .add(get(VIEW + 5 * SIZE + lane).mul(q2))
            .mul(s)
            .intoArray(rows, H + i);
      }
    }
  }

  private void covariances(int count) {
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector g0 = get(G + i);
      DoubleVector g1 = get(G + SIZE + i);
      DoubleVector g2 = get(G + 2 * SIZE + i);
      DoubleVector h0 = get(H + i);
      DoubleVector h1 = get(H + SIZE + i);
      DoubleVector h2 = get(H + 2 * SIZE + i);
      DoubleVector gg = g0.mul(g0).add(g1.mul(g1)).add(g2.mul(g2));
      DoubleVector hh = h0.mul(h0).add(h1.mul(h1)).add(h2.mul(h2));
      DoubleVector c0 = g1.mul(h2).sub(g2.mul(h1));
      DoubleVector c1 = g2.mul(h0).sub(g0.mul(h2));
      DoubleVector c2 = g0.mul(h1).sub(g1.mul(h0));
      gg.add(frame.dilation).intoArray(rows, VAR_X + i);
      hh.add(frame.dilation).intoArray(rows, VAR_Y + i);
      g0.mul(h0).add(g1.mul(h1)).add(g2.mul(h2)).intoArray(rows, COVARIANCE + i);
      c0.mul(c0)
          .add(c1.mul(c1))
          .add(c2.mul(c2))
          .add(gg.add(hh).add(frame.dilation).mul(frame.dilation))
          .intoArray(rows, DETERMINANT + i);
    }
  }

  /** Cholesky factors of half the conics, in units of the exponent of 2. */
  private void factors(int count) {
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector varY = get(VAR_Y + i);
      DoubleVector inverse = DoubleVector.broadcast(DOUBLE, 0.5 * LOG2_E).div(get(DETERMINANT + i));
      DoubleVector root = varY.mul(inverse).sqrt();
      root.intoArray(rows, P_X + i);
      get(COVARIANCE + i).mul(inverse).neg().div(root).intoArray(rows, P_Y + i);
      DoubleVector.broadcast(DOUBLE, 0.5 * LOG2_E).div(varY).sqrt().intoArray(rows, Q_Y + i);
    }
  }

  /**
   * −log₂ of the opacities, log₂ of 1 + e^−logit: the exponent, and for the mantissa m the series
   * of artanh at (m − 1) / (m + 1), as far as its eleventh power (relative error 1e-10).
   */
  private void faintness(int count) {
    for (int i = 0; i < count; i += WIDTH) {
      LongVector bits = get(OPACITY + i).add(1).reinterpretAsLongs();
      LongVector above = bits.sub(LEAST_MANTISSA);
      DoubleVector exponent =
          above
              .lanewise(LSHR, MANTISSA_BITS)
              .add(Double.doubleToRawLongBits(ROUND))
              .reinterpretAsDoubles()
              .sub(ROUND);
      DoubleVector m = above.and(MANTISSA).add(LEAST_MANTISSA).reinterpretAsDoubles();
      DoubleVector s = m.sub(1).div(m.add(1));
      DoubleVector ss = s.mul(s);
      ss.mul(1 / 11.0)
          .add(1 / 9.0)
          .fma(ss, DoubleVector.broadcast(DOUBLE, 1 / 7.0))
          .fma(ss, DoubleVector.broadcast(DOUBLE, 1 / 5.0))
          .fma(ss, DoubleVector.broadcast(DOUBLE, 1 / 3.0))
          .fma(ss, DoubleVector.broadcast(DOUBLE, 1))
          .mul(s)
          .mul(2 * LOG2_E)
          .add(exponent)
          .intoArray(rows, FAINTNESS + i);
    }
  }

  /**
   * Half of the boxes' sides: the exponent is {@code cut} on the ellipse of Mahalanobis distance
   * √k, k / 2 being what is left of it in units of e, whose box is √(k · variance).
   */
  private void reaches(int count, double cut) {
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector k =
          DoubleVector.broadcast(DOUBLE, cut).sub(get(FAINTNESS + i)).mul(2 * LN_2).max(0);
      k.mul(get(VAR_X + i)).sqrt().intoArray(rows, REACH_X + i);
      k.mul(get(VAR_Y + i)).sqrt().intoArray(rows, REACH_Y + i);
    }
  }

  /** Opacities and colours: 1 / (1 + e^−logit). */
  private void sigmoids(int count) {
    DoubleVector one = DoubleVector.broadcast(DOUBLE, 1);
    for (int row = OPACITY; row < INPUTS; row += SIZE) {
      for (int i = row; i < row + count; i += WIDTH) {
        one.div(get(i).add(1)).intoArray(rows, i);
      }
    }
  }

  /** Negative reach for those that can't be drawn; the rest reach everywhere where nothing cuts. */
  private void mark(int n, double minAlpha, boolean everywhere) {
    for (int i = 0; i < n; i++) {
      double determinant = rows[DETERMINANT + i];
      boolean drawn =
          rows[OPACITY + i] > minAlpha
              && rows[DEPTH + i] >= frame.nearPlane
              && determinant > 0
              && determinant < 1e30
              && Math.abs(rows[X + i]) < 1e9
              && Math.abs(rows[Y + i]) < 1e9;
      if (!drawn) {
        rows[REACH_X + i] = -1;
      } else if (everywhere) {
        rows[REACH_X + i] = Projection.EVERYWHERE;
        rows[REACH_Y + i] = Projection.EVERYWHERE;
      }
    }
  }

  private void store(int n, float[] setBack, int from, float[] data, int first) {
    for (int i = 0; i < n; i++) {
      int at = (first + i) * ScreenGaussians.STRIDE;
      data[at + ScreenGaussians.X] = (float) rows[X + i];
      data[at + ScreenGaussians.Y] = (float) rows[Y + i];
      data[at + ScreenGaussians.P_X] = (float) rows[P_X + i];
      data[at + ScreenGaussians.P_Y] = (float) rows[P_Y + i];
      data[at + ScreenGaussians.Q_Y] = (float) rows[Q_Y + i];
      data[at + ScreenGaussians.OPACITY] = (float) rows[OPACITY + i];
      data[at + ScreenGaussians.RED] = (float) rows[OPACITY + SIZE + i];
      data[at + ScreenGaussians.GREEN] = (float) rows[OPACITY + 2 * SIZE + i];
      data[at + ScreenGaussians.BLUE] = (float) rows[OPACITY + 3 * SIZE + i];
      data[at + ScreenGaussians.REACH_X] = (float) rows[REACH_X + i];
      data[at + ScreenGaussians.REACH_Y] = (float) rows[REACH_Y + i];
      data[at + ScreenGaussians.DEPTH] = (float) Math.max(0, rows[DEPTH + i] + setBack[from + i]);
      data[at + ScreenGaussians.FAINTNESS] = (float) rows[FAINTNESS + i];
    }
  }
}
