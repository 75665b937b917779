package studio.viseme.speech;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what was seen and what was heard how far apart lips and sound are: the protocol of
 * SyncNet (Chung, Zisserman: Out of Time, ACCV Workshops 2016), for any net that puts both into one
 * space.
 *
 * <p>For each of the 31 offsets of −15 … 15 frames the distance d(o) is the mean over time of the
 * Euclidean distance between what is seen at frame t and what is heard at frame t + o; where the
 * sound has ended, or not begun, a vector of zeros stands in, as in the authors' program, or the
 * frame is left out of the mean. Then
 *
 * <pre>
 * distance = min d,  confidence = median d − min d,  offset = the o of the minimum
 * </pre>
 */
public final class SyncProtocol {
  /** The largest offset that is tried, frames. */
  public static final int REACH = 15;

  /** What stands in for sound that isn't there. */
  public enum Beyond {
    /** A vector of zeros, as published. */
    ZEROS,
    /** Nothing: the frame doesn't count at that offset. */
    LEFT_OUT
  }

  private SyncProtocol() {}

  /**
   * @param distance between lips and sound where they fit best; smaller is better
   * @param confidence how much better they fit there than elsewhere; larger is better
   * @param offsetFrames how many frames the sound lags behind the lips; 0 is in time
   */
  public record Score(double distance, double confidence, int offsetFrames) {}

  /**
   * @param seen a vector a frame; null where there is none, which is left out
   * @param heard a vector a frame, frame 0 as in {@code seen}; null like beyond the ends
   * @return null when nothing was seen, or at some offset nothing can be compared
   */
  public static @Nullable Score score(
      float[] @Nullable [] seen, float[] @Nullable [] heard, Beyond beyond) {
    double[] distances = new double[2 * REACH + 1];
    for (int o = -REACH; o <= REACH; o++) {
      double sum = 0;
      int count = 0;
      for (int t = 0; t < seen.length; t++) {
        float[] sound = t + o >= 0 && t + o < heard.length ? heard[t + o] : null;
        if (seen[t] != null && (sound != null || beyond == Beyond.ZEROS)) {
          sum += distance(seen[t], sound);
          count++;
        }
      }
      if (count == 0) {
        return null;
      }
      distances[o + REACH] = sum / count;
    }
    int best = 0;
    for (int i = 0; i < distances.length; i++) {
      best = distances[i] < distances[best] ? i : best;
    }
    double least = distances[best];
    Arrays.sort(distances);
    return new Score(least, distances[REACH] - least, best - REACH);
  }

  private static double distance(float[] a, float @Nullable [] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = a[i] - (b == null ? 0 : b[i]);
      sum += d * d;
    }
    return Math.sqrt(sum);
  }
}
