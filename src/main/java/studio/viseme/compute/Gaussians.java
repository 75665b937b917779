package studio.viseme.compute;

/**
 * The parameters of N anisotropic 3-D Gaussians, or gradients with respect to them.
 *
 * @param means 3 × N: centres in head space, cm
 * @param logScales 3 × N: natural logarithms of the standard deviations along the three axes, cm
 * @param rotations 4 × N: quaternions w, x, y, z that turn the axes into head space; normalised
 *     where they are used, so any length but 0 will do, and the gradient is orthogonal to them
 * @param opacityLogits 1 × N: opacity = sigmoid of it
 * @param colorLogits 3 × N: red, green, blue = sigmoid of it
 */
public record Gaussians(
    Batch means, Batch logScales, Batch rotations, Batch opacityLogits, Batch colorLogits) {
  /** Floats of one Gaussian. */
  public static final int CHANNELS = 14;

  public Gaussians {
    int n = means.count();
    if (means.channels() != 3
        || logScales.channels() != 3
        || rotations.channels() != 4
        || opacityLogits.channels() != 1
        || colorLogits.channels() != 3) {
      throw new IllegalArgumentException(
          "means, scales, rotations, opacities, colours need 3, 3, 4, 1, 3 channels");
    }
    if (logScales.count() != n
        || rotations.count() != n
        || opacityLogits.count() != n
        || colorLogits.count() != n) {
      throw new IllegalArgumentException(
          "not the same number of Gaussians in all parameters: " + n + " means");
    }
  }

  /**
   * All parameters in one batch of 14 channels, in the order above: one optimiser state and one
   * gather serve them all.
   */
  public static Gaussians of(Batch all) {
    if (all.channels() != CHANNELS) {
      throw new IllegalArgumentException(all.channels() + " channels, not " + CHANNELS);
    }
    return new Gaussians(
        all.channels(0, 3),
        all.channels(3, 6),
        all.channels(6, 10),
        all.channels(10, 11),
        all.channels(11, 14));
  }

  /** N. */
  public int count() {
    return means.count();
  }

  /** The first {@code n} of each. */
  public Gaussians first(int n) {
    return new Gaussians(
        means.first(n),
        logScales.first(n),
        rotations.first(n),
        opacityLogits.first(n),
        colorLogits.first(n));
  }
}
