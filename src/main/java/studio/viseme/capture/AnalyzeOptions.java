package studio.viseme.capture;

import java.util.Optional;

/**
 * What {@code analyze} is asked for.
 *
 * @param only one stage by name; empty for every stage that isn't up to date
 * @param exclude {@code FROM-TO,…} in seconds of the clip, kept with the project; empty leaves what
 *     was said before
 * @param masks a folder of masks made elsewhere, kept with the project; {@code none} to drop those
 *     that it has; empty leaves it as it was
 * @param fix the findings whose fixes are to be applied first, ids separated by commas or {@link
 *     Checks#ALL}
 */
public record AnalyzeOptions(
    Optional<String> only, Optional<String> exclude, Optional<String> masks, Optional<String> fix) {
  public static final AnalyzeOptions ALL =
      new AnalyzeOptions(Optional.empty(), Optional.empty(), Optional.empty());

  public AnalyzeOptions(Optional<String> only, Optional<String> exclude, Optional<String> masks) {
    this(only, exclude, masks, Optional.empty());
  }

  /** Asks for one stage. */
  public static AnalyzeOptions only(String stage) {
    return new AnalyzeOptions(Optional.of(stage), Optional.empty(), Optional.empty());
  }
}
