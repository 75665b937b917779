package studio.viseme.evaluation.hearing;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Between which figures the same measure would lie nine times in ten, were there other seconds of
 * the same kind: the bootstrap of circular blocks (Politis, Romano 1992, "A circular block
 * resampling procedure for stationary data"). Neighbouring frames look alike, so whole seconds are
 * drawn; the end goes on at the beginning.
 *
 * @param low NaN where the measure isn't known
 * @param high the same
 */
public record Interval(double low, double high) {
  private static final int DRAWS = 400;
  private static final int BLOCK = 25;
  private static final double TAIL = 0.05;
  private static final long SEED = 1;

  /**
   * @param count of frames
   * @param measure of the frames at some places, 0 … count − 1, any number of times each
   */
  static Interval of(int count, ToDoubleFunction<int[]> measure) {
    int block = Math.min(BLOCK, count);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = new double[DRAWS];
    int[] drawn = new int[count];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int at = 0; at < count; at += block) {
        int first = random.nextInt(count);
        for (int i = at; i < Math.min(count, at + block); i++) {
          drawn[i] = (first + i - at) % count;
        }
      }
      values[draw] = measure.applyAsDouble(drawn);
    }
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (known.length < DRAWS / 2) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(
        known[(int) (TAIL * known.length)], known[(int) ((1 - TAIL) * known.length)]);
  }
}
