package studio.viseme.speech.se4lip;

/**
 * How an encoder is trained.
 *
 * @param steps of optimisation
 * @param batch pairs a step
 * @param rate learning rate at the beginning
 * @param lastRate what it has fallen to at the end, as a share
 * @param loss which of the two
 * @param seed of every draw
 */
public record Se4LipSettings(
    Variant variant,
    NetSize size,
    int steps,
    int batch,
    double rate,
    double lastRate,
    ContrastiveLoss.Kind loss,
    long seed) {

  /** What learns in minutes on two cores. */
  public static Se4LipSettings standard(Variant variant, long seed) {
    return new Se4LipSettings(
        variant, NetSize.SMALL, 150, 48, 5e-4, 0.05, ContrastiveLoss.Kind.BATCH, seed);
  }

  /**
   * As the paper says: batches of 16, a rate of 5e-5, equation 6. It doesn't say how many steps.
   */
  public static Se4LipSettings published(Variant variant, int steps, long seed) {
    return new Se4LipSettings(
        variant, NetSize.PUBLISHED, steps, 16, 5e-5, 1, ContrastiveLoss.Kind.PAIRS, seed);
  }

  /** Names a run: a checkpoint of another one can't be gone on with. */
  String run() {
    return String.join(
        " ",
        variant.encoderName(),
        size.name(),
        Integer.toString(steps),
        Integer.toString(batch),
        Double.toString(rate),
        Double.toString(lastRate),
        loss.name(),
        Long.toString(seed));
  }
}
