package studio.viseme.export;

import java.util.Arrays;
import java.util.SplittableRandom;
import studio.viseme.face.expression.UpperFace;

/**
 * Lids that blink by themselves: two to six seconds apart, a fifth of a second each, and one time
 * in seven twice in a row. People who talk blink about that often (Bentivoglio et al. 1997: 26 a
 * minute in conversation, 17 at rest).
 */
final class AutomaticBlinks {
  /** Closing takes half as long as opening. */
  private static final float[] LIDS = {.55f, .1f, .15f, .55f, .85f};

  private static final double TWICE = 1 / 7.0;

  private final float[] opening;

  /**
   * @param frames of the film
   * @param fps of the film
   */
  AutomaticBlinks(int frames, double fps, long seed) {
    opening = new float[frames];
    Arrays.fill(opening, 1);
    SplittableRandom random = new SplittableRandom(seed);
    for (double at = random.nextDouble(1, 3); at * fps < frames; at += random.nextDouble(2, 6)) {
      blink((int) Math.round(at * fps), fps);
      if (random.nextDouble() < TWICE) {
        at += .4;
        blink((int) Math.round(at * fps), fps);
      }
    }
  }

  /** The lids of a film's frame; brows and gaze stay as they are. */
  UpperFace apply(int frame, UpperFace face) {
    float lids = opening[frame];
    return face.withLids(lids, lids);
  }

  private void blink(int first, double fps) {
    int length = Math.max(3, (int) Math.round(LIDS.length * fps / 25));
    for (int i = 0; i < length && first + i < opening.length; i++) {
      opening[first + i] = LIDS[Math.min(LIDS.length - 1, i * LIDS.length / length)];
    }
  }
}
