package studio.viseme.speech;

/** How often which level occurred: quantiles of any number of levels in constant memory. */
final class Levels {
  /** Nepers of energy: below lies digital silence, above nothing that fits into a file. */
  private static final float LOWEST = -20;

  private static final float HIGHEST = 12;
  private static final float STEP = 0.01f;

  private final long[] counts = new long[(int) ((HIGHEST - LOWEST) / STEP) + 1];
  private long total;

  void add(float level) {
    counts[Math.clamp((long) ((level - LOWEST) / STEP), 0, counts.length - 1)]++;
    total++;
  }

  /**
   * The level that a share of the levels doesn't exceed, to within {@value #STEP}; the lowest of
   * all when there is none.
   */
  float quantile(double share) {
    long rank = (long) (share * (total - 1));
    int bin = 0;
    for (long below = counts[0]; bin < counts.length - 1 && below <= rank; below += counts[bin]) {
      bin++;
    }
    return total == 0 ? LOWEST : LOWEST + bin * STEP;
  }
}
