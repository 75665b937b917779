package studio.viseme.speech;

/**
 * Finds flat tops: runs of samples at the loudest level there is, which no smooth peak of a voice
 * makes. The loudest level is known at the end only, so of each moment the level is kept that so
 * many samples in a row reach.
 */
final class FlatTops {
  /** A sample at this share of the loudest counts as standing at the limit. */
  private static final double AT_LIMIT = 0.985;

  /** Shortest run of samples at the limit that no smooth peak of a voice makes. */
  private static final int RUN = 4;

  /** What is never louder than this was not overdriven. */
  private static final double QUIET = 0.05;

  private final int momentLength;
  private final float[] levels;
  private final float[] last = new float[RUN];
  private float loudest;
  private long samples;

  /**
   * @param moments how many are listened to; what comes after is not
   * @param momentLength samples
   */
  FlatTops(int moments, int momentLength) {
    this.momentLength = momentLength;
    this.levels = new float[moments];
  }

  void append(float[] sound, int from, int to) {
    for (int i = from; i < to; i++, samples++) {
      float level = Math.abs(sound[i]);
      loudest = Math.max(loudest, level);
      last[(int) (samples % RUN)] = level;
      int moment = (int) Math.min(levels.length, samples / momentLength);
      if (samples >= RUN - 1 && moment < levels.length) {
        float reached = Math.min(Math.min(last[0], last[1]), Math.min(last[2], last[3]));
        levels[moment] = Math.max(levels[moment], reached);
      }
    }
  }

  /** The share of the moments that hold flat tops, 0..1. */
  double share() {
    if (loudest < QUIET || levels.length == 0) {
      return 0;
    }
    // What was cut off at full scale rings over it once resampled or decoded.
    double limit = AT_LIMIT * Math.min(loudest, 1);
    int clipped = 0;
    for (float level : levels) {
      clipped += level >= limit ? 1 : 0;
    }
    return (double) clipped / levels.length;
  }
}
