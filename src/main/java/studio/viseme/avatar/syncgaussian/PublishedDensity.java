package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import studio.viseme.compute.Gaussians;

/**
 * Densification as published (Kerbl et al. 2023, section 5.2, with TalkingGaussian's thresholds):
 * every hundred steps, what wants to move on screen by more than a threshold is cloned where it is
 * small and split where it is large, and what is nearly transparent, or green, goes. What has no
 * room stays as it is: those that want to move most come first.
 *
 * @param end the last step that may change anything
 */
record PublishedDensity(int end) {
  private static final int FROM = 500;
  private static final int EVERY = 100;

  /** Of the branches' steps, the share after which nothing changes: 49,000 of 50,000. */
  private static final double UNTIL = 0.98;

  /** Mean gradient by a place in normalised device coordinates, −1..1 over the picture. */
  private static final double FACE = 5e-4;

  private static final double MOUTH = 2e-4;

  private static final double LEAST_OPACITY = 0.005;

  /** By how much green exceeds both other colours in no skin, hair or tooth. */
  private static final double GREENISH = 0.1;

  private static final int COLOR = 11;

  /** Up to this size a Gaussian is cloned and not split, centimetres. */
  private static final double SMALL = 0.4;

  boolean changesAfter(int step) {
    return step >= FROM && step % EVERY == 0 && step <= UNTIL * end;
  }

  /** Takes away, at the branches' end, what learned the colour that they were shown before. */
  static Densification clean(float[] parameters, float[] statistics, int n, int capacity) {
    return plan(parameters, statistics, n, n, Double.POSITIVE_INFINITY);
  }

  Densification.Planner face(TrainingSet set) {
    return planner(FACE / perPixel(set));
  }

  Densification.Planner mouth(TrainingSet set) {
    return planner(MOUTH / perPixel(set));
  }

  /**
   * What a gradient by a pixel, of a loss that is the mean over a box, is in the paper's unit: by
   * half the picture's width, of a mean over the whole picture.
   */
  private static double perPixel(TrainingSet set) {
    double frame = (double) set.camera().width() * set.camera().height();
    return set.meanPixels() / frame * set.camera().width() / 2;
  }

  private static Densification.Planner planner(double threshold) {
    return (parameters, statistics, n, capacity) ->
        plan(parameters, statistics, n, capacity, threshold);
  }

  /**
   * @param parameters 14 × n
   * @param statistics 2 × n: summed screen gradients, and how often each was drawn
   * @param threshold of the mean gradient by a place on screen
   */
  static Densification plan(
      float[] parameters, float[] statistics, int n, int capacity, double threshold) {
    int[] kept = IntStream.range(0, n).filter(i -> isOfUse(parameters, n, i)).toArray();
    if (kept.length == 0) {
      kept = IntStream.range(0, n).toArray();
    }
    boolean[] grows = new boolean[n];
    Arrays.stream(kept)
        .filter(i -> mean(statistics, n, i) > threshold)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -mean(statistics, n, i))
                .thenComparingInt(i -> i))
        .limit(Math.max(0, capacity - kept.length))
        .forEach(i -> grows[i] = true);
    int more = (int) IntStream.range(0, n).filter(i -> grows[i]).count();
    int count = kept.length + more;
    int[] parents = new int[count];
    int[] unchanged = new int[count];
    float[] out = new float[Gaussians.CHANNELS * count];
    int twin = kept.length;
    for (int at = 0; at < kept.length; at++) {
      int i = kept[at];
      Densification.copy(parameters, n, i, out, count, at);
      parents[at] = i;
      unchanged[at] = i;
      if (grows[i]) {
        Densification.copy(parameters, n, i, out, count, twin);
        parents[twin] = i;
        unchanged[twin] = -1;
        if (Densification.largest(parameters, n, i) > Math.log(SMALL)) {
          Densification.moveApart(out, count, at, twin);
          unchanged[at] = -1;
        }
        twin++;
      }
    }
    return new Densification(count, out, parents, unchanged);
  }

  /**
   * Whether a Gaussian is seen, and isn't of the green that is shown where a branch has nothing to
   * show: TalkingGaussian takes those away, too, or the lips would have a green rim.
   */
  private static boolean isOfUse(float[] p, int n, int i) {
    double green = color(p, n, i, 1) - Math.max(color(p, n, i, 0), color(p, n, i, 2));
    return Densification.opacity(p, n, i) >= LEAST_OPACITY && green < GREENISH;
  }

  private static double color(float[] p, int n, int i, int channel) {
    return 1 / (1 + Math.exp(-p[(COLOR + channel) * n + i]));
  }

  private static double mean(float[] statistics, int n, int i) {
    return statistics[n + i] == 0 ? 0 : statistics[i] / statistics[n + i];
  }
}
