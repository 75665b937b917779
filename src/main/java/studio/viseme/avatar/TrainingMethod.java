package studio.viseme.avatar;

import java.util.Locale;

/** In which of two ways a backend trains. */
public enum TrainingMethod {
  /** What this studio measured to be better, or quicker, than what was published. */
  STUDIO(TrainingSettings.DEFAULT_ENCODER),

  /** As the paper describes it, as closely as can be done here. */
  PUBLISHED("sync-enhanced");

  private final String encoder;

  TrainingMethod(String encoder) {
    this.encoder = encoder;
  }

  /** The name on the command line, in records and reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What listens to speech when nobody chooses. */
  public String defaultEncoder() {
    return encoder;
  }
}
