package studio.viseme.speech.syncenhanced;

/**
 * How an encoder is trained.
 *
 * @param steps of optimisation
 * @param batch frames a step
 * @param rate learning rate at the beginning
 * @param lastRate what it has fallen to at the end, as a share
 * @param seed of every draw
 */
public record FusionSettings(
    Fusion fusion, int steps, int batch, double rate, double lastRate, long seed) {
  /** What learns in a minute on two cores. */
  public static FusionSettings standard(Fusion fusion, long seed) {
    return new FusionSettings(fusion, 1_000, 64, 2e-3, 0.05, seed);
  }

  /** Names a run: a checkpoint of another one can't be gone on with. */
  String run() {
    return String.join(
        " ",
        fusion.encoderName(),
        Integer.toString(steps),
        Integer.toString(batch),
        Double.toString(rate),
        Double.toString(lastRate),
        Long.toString(seed));
  }
}
