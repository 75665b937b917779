package studio.viseme.compute;

/**
 * @param weight of the loss
 * @param levels of the pyramid, 1 to {@link ContrastLoss#MOST_LEVELS}
 */
public record ContrastLossSettings(float weight, int levels) {
  public ContrastLossSettings {
    if (!(weight >= 0) || levels < 1 || levels > ContrastLoss.MOST_LEVELS) {
      throw new IllegalArgumentException("weight " + weight + ", levels " + levels);
    }
  }
}
