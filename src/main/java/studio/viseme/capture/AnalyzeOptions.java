package studio.viseme.capture;

import java.util.Optional;

/**
 * What {@code analyze} is asked for.
 *
 * @param only one stage by name; empty for every stage that isn't up to date
 * @param exclude {@code FROM-TO,…} in seconds of the clip, kept with the project; empty leaves what
 *     was said before
 * @param masks a folder of masks made elsewhere; not in this version
 */
public record AnalyzeOptions(
    Optional<String> only, Optional<String> exclude, Optional<String> masks) {
  public static final AnalyzeOptions ALL =
      new AnalyzeOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
