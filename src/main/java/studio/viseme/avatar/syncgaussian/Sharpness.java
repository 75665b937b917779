package studio.viseme.avatar.syncgaussian;

/**
 * How a training gets sharp lips.
 *
 * @param closeUpEvery one step in so many looks at the lips at the clip's own resolution, once
 *     poses are refined; 0 never does
 * @param contrast weight of the {@link studio.viseme.compute.ContrastLoss}
 * @param contrastShare of the steps, at the end, that have it
 */
record Sharpness(int closeUpEvery, double contrast, double contrastShare) {
  /** Levels of the pyramid in which contrasts are compared. */
  static final int LEVELS = 3;

  Sharpness {
    if (closeUpEvery < 0 || closeUpEvery == 1) {
      throw new IllegalArgumentException("a close-up every " + closeUpEvery + " steps");
    }
  }
}
