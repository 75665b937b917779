package studio.viseme.app;

import java.util.List;
import java.util.Optional;
import studio.viseme.capture.CaptureState;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;

/**
 * Whether what an avatar learned from has changed since. It goes by fingerprints and not by times:
 * an analysis that was run again and found the same makes nothing stale. An avatar that is stale
 * can be used all the same.
 */
public final class Staleness {
  private Staleness() {}

  /** What changed, in words; empty when nothing did, or an earlier program didn't record it. */
  public static Optional<String> of(ProjectFolder project, AvatarRecord avatar) {
    List<String> changes = CaptureState.changes(avatar.trainedOn(), CaptureState.of(project));
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", and ", changes));
  }

  /** What changed and what to do about it, in one line. */
  public static Optional<String> line(ProjectFolder project, AvatarRecord avatar) {
    return of(project, avatar)
        .map(
            what ->
                "%s was trained before %s; train another (--new) to learn from that"
                    .formatted(avatar.id(), what));
  }
}
