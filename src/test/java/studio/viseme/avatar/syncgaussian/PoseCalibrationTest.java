package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoseCalibrationTest {
  private static final double[] SPREAD = {0.005, 0.005, 0.003, 0.03, 0.03, 0.2};

  private static double[][] poses(int count, Random random) {
    double[][] poses = new double[count][6];
    for (double[] six : poses) {
      for (int k = 0; k < 6; k++) {
        six[k] = SPREAD[k] * random.nextGaussian();
      }
    }
    return poses;
  }

  /** What is seen: half of the pitch is taken for a shift downwards, and all is a bit too far. */
  private static double[] seen(double[] whole, Random random) {
    double[] six = whole.clone();
    six[0] = whole[0] / 2;
    six[4] += 3 * whole[0];
    six[5] += 0.15;
    for (int k = 0; k < 6; k++) {
      six[k] += 0.2 * SPREAD[k] * random.nextGaussian();
    }
    return six;
  }

  @Test
  void whatIsSeenTellsOfTheWholeHead() {
    Random random = new Random(3);
    double[][] whole = poses(60, random);
    double[][] seen = new double[60][];
    for (int i = 0; i < 60; i++) {
      seen[i] = seen(whole[i], random);
    }
    PoseCalibration calibration = PoseCalibration.fit(seen, whole);
    double[] before = new double[6];
    double[] after = new double[6];
    for (double[] truth : poses(400, random)) {
      double[] looked = seen(truth, random);
      double[] found = calibration.whole(looked);
      for (int k = 0; k < 6; k++) {
        before[k] += Math.pow((looked[k] - truth[k]) / SPREAD[k], 2) / 400;
        after[k] += Math.pow((found[k] - truth[k]) / SPREAD[k], 2) / 400;
      }
    }
    for (int k : new int[] {0, 4, 5}) {
      assertThat(after[k]).as("component %d, was %f", k, before[k]).isLessThan(0.7 * before[k]);
    }
    for (int k = 0; k < 6; k++) {
      assertThat(after[k]).as("component %d", k).isLessThan(0.3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 11})
  void fewFramesTeachNothing(int count) {
    double[][] seen = poses(count, new Random(1));
    assertThat(PoseCalibration.fit(seen, poses(count, new Random(2))))
        .isSameAs(PoseCalibration.NONE);
    double[] six = {0.01, -0.02, 0.03, 0.4, -0.5, 0.6};
    assertThat(PoseCalibration.NONE.whole(six)).containsExactly(six, within(1e-12));
  }

  @Test
  void framesThatStandStillGiveNoNonsense() {
    double[][] seen = new double[40][6];
    double[][] whole = new double[40][6];
    PoseCalibration calibration = PoseCalibration.fit(seen, whole);
    double[] six = {0.01, -0.02, 0.03, 0.4, -0.5, 0.6};
    assertThat(calibration.whole(six)).containsExactly(six, within(1e-9));
  }
}
