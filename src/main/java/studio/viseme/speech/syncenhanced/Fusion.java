package studio.viseme.speech.syncenhanced;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the two kinds of features are brought together: the paper's way and its ablations (Table 6).
 */
public enum Fusion {
  /** Subtracted, heard by a sync encoder, multiplied; three times; drawn to what it looks like. */
  FULL("sync-enhanced", true, true, true, true),
  /** The same without the cosine loss. */
  NO_COSINE("sync-enhanced-free", true, true, true, false),
  /** One subtracted from the other, and nothing else: without sync adaption. */
  SUBTRACTED("sync-enhanced-subtracted", true, true, false, true),
  /** Only what is said. */
  TEXT("sync-enhanced-text", true, false, false, false),
  /** Only what it looks like. */
  VISUAL("sync-enhanced-visual", false, true, false, false);

  private final String encoderName;
  private final boolean text;
  private final boolean visual;
  private final boolean adapted;
  private final boolean cosine;

  Fusion(String encoderName, boolean text, boolean visual, boolean adapted, boolean cosine) {
    this.encoderName = encoderName;
    this.text = text;
    this.visual = visual;
    this.adapted = adapted;
    this.cosine = cosine;
  }

  /** The fusion of an encoder's name, such as {@code sync-enhanced}. */
  public static Optional<Fusion> of(String encoderName) {
    return Arrays.stream(values()).filter(f -> f.encoderName.equals(encoderName)).findFirst();
  }

  /** The name on the command line and in avatars. */
  public String encoderName() {
    return encoderName;
  }

  boolean hearsText() {
    return text;
  }

  boolean hearsVisual() {
    return visual;
  }

  boolean isAdapted() {
    return adapted;
  }

  /** Whether the cosine loss counts. */
  boolean isDrawn() {
    return cosine;
  }
}
