package studio.viseme.speech;

import java.util.Optional;

/**
 * Closures and pauses that {@link LipEncoder} is sure of, whoever speaks in whatever language. What
 * is learned of one person's lips holds for that person's voice; these two are the same in
 * everybody's, and seen at once when they are missing.
 *
 * <ul>
 *   <li><em>Lips meet</em> where the net says that they press, more than at any moment 80 ms around
 *       it, and says a narrow opening too. A closure lasts 40 ms, so that a film of 25 pictures a
 *       second shows it, centred on that moment.
 *   <li><em>Lips rest</em> where the net sees next to no opening and no jaw for 80 ms before and
 *       after.
 * </ul>
 *
 * <p>Thresholds were chosen on synthetic speech and on other people's films, see decision 62.
 */
public final class LipEvents {
  /** Vectors to either side of a moment that decide about it. */
  public static final int REACH = 14;

  /** The net's values are means over this many vectors to either side. */
  private static final int SMOOTH = 1;

  /** A closure is the strongest one for so many vectors to either side: 80 ms. */
  private static final int ALONE = 8;

  private static final float PRESSED = 0.4f;

  /** Centimetres. */
  private static final float NARROW = 0.2f;

  /** Vectors from a closure's moment within which lips are shut, and beyond which they aren't. */
  private static final float HELD = 2;

  private static final float LET_GO = 4;

  /** Jaw and opening together, centimetres: at rest, and moving. */
  private static final float AT_REST = 0.3f;

  private static final float MOVING = 0.4f;

  /** Nothing moves for so many vectors to either side: 80 ms. */
  private static final int QUIET = 8;

  /** Rest comes and goes within so many vectors to either side. */
  private static final int FADE = 4;

  private final int width;
  private final int shape;

  private LipEvents(int width, int shape) {
    this.width = width;
    this.shape = shape;
  }

  /**
   * Finds the vectors of {@code lips} in those of an encoder; empty where they aren't there, or
   * stand between others.
   *
   * @param encoder its name, such as {@code logmel+lips}
   * @param width values a vector
   */
  public static Optional<LipEvents> in(String encoder, int width) {
    if (encoder.equals("lips") || encoder.endsWith("+lips")) {
      return Optional.of(new LipEvents(width, width - LipNet.SHAPES));
    }
    if (encoder.startsWith("lips+")) {
      return Optional.of(new LipEvents(width, LipNet.EMBEDDING));
    }
    return Optional.empty();
  }

  /**
   * How far lips are shut at a moment, 0..1.
   *
   * @param vectors one after another
   * @param moment index of a vector; where fewer than {@link #REACH} vectors lie beside it, those
   *     at the ends are taken
   */
  public float meets(float[] vectors, double moment) {
    float shut = 0;
    for (int t = (int) Math.ceil(moment - LET_GO); t <= moment + LET_GO; t++) {
      if (isClosure(vectors, t)) {
        float away = (float) Math.abs(t - moment);
        shut = Math.max(shut, Math.clamp((LET_GO - away) / (LET_GO - HELD), 0f, 1f));
      }
    }
    return shut;
  }

  private boolean isClosure(float[] vectors, int t) {
    float pressed = mean(vectors, LipNet.PRESS, t);
    if (pressed <= PRESSED || mean(vectors, LipNet.GAP, t) >= NARROW) {
      return false;
    }
    for (int k = 1; k <= ALONE; k++) {
      if (mean(vectors, LipNet.PRESS, t - k) > pressed
          || mean(vectors, LipNet.PRESS, t + k) > pressed) {
        return false;
      }
    }
    return true;
  }

  /** How far a mouth is at rest at a moment, 0..1. */
  public float rests(float[] vectors, double moment) {
    int center = (int) Math.round(moment);
    float sum = 0;
    for (int t = center - FADE; t <= center + FADE; t++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int k = -QUIET; k <= QUIET; k++) {
        most = Math.max(most, mean(vectors, LipNet.GAP, t + k) + mean(vectors, LipNet.JAW, t + k));
      }
      sum += Math.clamp((MOVING - most) / (MOVING - AT_REST), 0f, 1f);
    }
    return sum / (2 * FADE + 1);
  }

  private float mean(float[] vectors, int value, int t) {
    int last = vectors.length / width - 1;
    float sum = 0;
    for (int k = t - SMOOTH; k <= t + SMOOTH; k++) {
      sum += vectors[Math.clamp(k, 0, last) * width + shape + value];
    }
    return sum / (2 * SMOOTH + 1);
  }
}
