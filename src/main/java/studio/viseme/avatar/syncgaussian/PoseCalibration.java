package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.math.RidgeRegression;

/**
 * What the upper half of a head tells of where all of it stands.
 *
 * <p>Six numbers that cover what lies above the nose needn't cover the mouth, a hand's breadth
 * farther down: hair and rim, which a head shows worst, pull at them. Training frames know both,
 * the numbers above the nose and those of the whole head. So the second are regressed on the first
 * there, and held-out frames, of which only the first may be looked for, get what they let expect.
 *
 * @param map 6 × 7, row by row: from (six numbers above the nose, 1) to six of the whole head, all
 *     of them beyond what is expected without a look, in units of {@link #UNITS}
 */
record PoseCalibration(double[] map) {
  private static final int SIZE = PoseCorrections.SIZE;
  private static final int INPUTS = SIZE + 1;

  /** About how far expected poses are off: radians and centimetres. */
  private static final double[] UNITS = {0.005, 0.005, 0.003, 0.03, 0.03, 0.2};

  /** How much it is believed that both are the same, as a share of what the frames say. */
  private static final double SAME = 0.05;

  /** Fewer frames teach nothing. */
  private static final int FEWEST = 12;

  /** Believes what is seen. */
  static final PoseCalibration NONE = new PoseCalibration(identity());

  PoseCalibration {
    if (map.length != SIZE * INPUTS) {
      throw new IllegalArgumentException(map.length + " values");
    }
  }

  /**
   * Ridge regression towards the identity.
   *
   * @param seen frames × 6, above the nose
   * @param whole the same of the whole head
   */
  static PoseCalibration fit(double[][] seen, double[][] whole) {
    if (seen.length < FEWEST) {
      return NONE;
    }
    RidgeRegression regression = new RidgeRegression(INPUTS, SIZE);
    for (int n = 0; n < seen.length; n++) {
      double[] x = input(seen[n]);
      double[] more = new double[SIZE];
      for (int row = 0; row < SIZE; row++) {
        more[row] = whole[n][row] / UNITS[row] - x[row];
      }
      regression.add(x, more);
    }
    double squares = IntStream.range(0, SIZE).mapToDouble(regression::squares).sum();
    double[][] found = regression.solve(SAME * squares / SIZE + 1e-9);
    double[] map = identity();
    for (int row = 0; row < SIZE; row++) {
      for (int i = 0; i < INPUTS; i++) {
        map[row * INPUTS + i] += found[row][i];
      }
    }
    return new PoseCalibration(map);
  }

  /** Six numbers of the whole head, from six above the nose. */
  double[] whole(double[] seen) {
    double[] x = input(seen);
    double[] six = new double[SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int i = 0; i < INPUTS; i++) {
        six[row] += map[row * INPUTS + i] * x[i];
      }
      six[row] *= UNITS[row];
    }
    return six;
  }

  private static double[] input(double[] six) {
    double[] x = Arrays.copyOf(six, INPUTS);
    for (int k = 0; k < SIZE; k++) {
      x[k] /= UNITS[k];
    }
    x[SIZE] = 1;
    return x;
  }

  private static double[] identity() {
    double[] map = new double[SIZE * INPUTS];
    for (int k = 0; k < SIZE; k++) {
      map[k * INPUTS + k] = 1;
    }
    return map;
  }
}
