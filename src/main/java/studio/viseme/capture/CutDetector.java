package studio.viseme.capture;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * Finds cuts while a clip is read: a picture that differs from the one before it far more than
 * pictures did over the last second, and at one blow, while a head that turns swiftly takes a few
 * pictures to get going. Looks back only, so that nothing of a held-out picture decides about one
 * before it.
 */
final class CutDetector {
  private static final int SIDE = 32;
  private static final int MEMORY = 25;

  /**
   * Mean difference of grey levels below which nothing is a cut, and how many times the usual one
   * is.
   */
  private static final double LEAST = 5;

  private static final double TIMES_USUAL = 4;

  /** How many times the largest difference of the last few pictures a cut is. */
  private static final double TIMES_JUST_BEFORE = 2.5;

  private static final int JUST_BEFORE = 3;

  private final List<Double> recent = new ArrayList<>();
  private byte[] before;

  /** Whether a cut lies between the picture before and this one. */
  boolean cutBefore(RgbImage image) {
    byte[] now = Resampling.area(image, SIDE, SIDE).data();
    byte[] last = before;
    before = now;
    if (last == null) {
      return false;
    }
    double difference = 0;
    for (int i = 0; i < now.length; i++) {
      difference += Math.abs((now[i] & 0xff) - (last[i] & 0xff));
    }
    difference /= now.length;
    boolean known = recent.size() >= JUST_BEFORE;
    boolean cut =
        known
            && difference
                > Math.max(
                    LEAST, Math.max(TIMES_USUAL * usual(), TIMES_JUST_BEFORE * justBefore()));
    if (!cut) {
      recent.add(difference);
      if (recent.size() > MEMORY) {
        recent.removeFirst();
      }
    }
    return cut;
  }

  private double justBefore() {
    return recent.subList(recent.size() - JUST_BEFORE, recent.size()).stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }

  private double usual() {
    double[] sorted = recent.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
