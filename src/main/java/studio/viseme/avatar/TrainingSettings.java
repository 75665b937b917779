package studio.viseme.avatar;

import java.util.OptionalInt;

/**
 * What a training run is asked for; recorded with the avatar.
 *
 * @param steps total optimisation steps, or empty for the preset's
 * @param encoder the speech encoder's name
 * @param seed of every random draw
 */
public record TrainingSettings(
    Preset preset, TrainingMethod method, OptionalInt steps, String encoder, long seed) {
  /**
   * What listens to speech when nobody chooses; measured in the decision on answers from examples.
   */
  public static final String DEFAULT_ENCODER = "logmel+lips";

  /** The studio's way. */
  public TrainingSettings(Preset preset, OptionalInt steps, String encoder, long seed) {
    this(preset, TrainingMethod.STUDIO, steps, encoder, seed);
  }

  /** The same with another number of steps. */
  public TrainingSettings withSteps(int total) {
    return new TrainingSettings(preset, method, OptionalInt.of(total), encoder, seed);
  }
}
