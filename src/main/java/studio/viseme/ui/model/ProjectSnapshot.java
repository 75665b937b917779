package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Staleness;
import studio.viseme.app.Studio;
import studio.viseme.capture.Capture;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.StageStatus;
import studio.viseme.capture.check.Finding;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.project.ProjectManifest.Consent;
import studio.viseme.project.ProjectManifest.ExportRecord;

/**
 * A project as it was when it was last looked at. Looking takes no lock, so that a job, or another
 * program, may work in it meanwhile.
 *
 * @param avatars the newest first
 * @param exports the newest first
 * @param stale what to say of avatars whose clip has changed since they were trained, by their ids
 * @param findings those of the checks that the user is told of, the gravest first
 */
public record ProjectSnapshot(
    Path folder,
    String name,
    @Nullable Consent consent,
    List<StageStatus> stages,
    List<AvatarRecord> avatars,
    Map<String, String> stale,
    List<ExportRecord> exports,
    List<Finding> findings,
    Capture capture) {
  /**
   * @throws studio.viseme.job.JobException (input) when it is missing, damaged or too new
   */
  static ProjectSnapshot of(Studio studio, Path folder) {
    ProjectFolder view = ProjectFolder.view(folder);
    Capture capture = studio.capture(view);
    return new ProjectSnapshot(
        folder,
        view.name(),
        view.manifest().consent(),
        CaptureStages.status(view),
        view.avatars().reversed(),
        stale(view),
        view.exports().reversed(),
        told(capture.findings()),
        capture);
  }

  private static Map<String, String> stale(ProjectFolder view) {
    Map<String, String> stale = new HashMap<>();
    for (AvatarRecord avatar : view.avatars()) {
      Staleness.of(view, avatar).ifPresent(what -> stale.put(avatar.id(), what));
    }
    return Map.copyOf(stale);
  }

  private static List<Finding> told(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity().isTold())
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .toList();
  }

  public boolean has(Capture.Capability part) {
    return capture.capabilities().contains(part);
  }

  /** Whether all that can be known of the clip is known. */
  public boolean isAnalyzed() {
    return stages.stream().allMatch(StageStatus::isUpToDate);
  }

  public List<AvatarRecord> finishedAvatars() {
    return avatars.stream().filter(AvatarRecord::isFinished).toList();
  }

  /** The avatar that is used unless another is asked for. */
  public Optional<AvatarRecord> newestFinished() {
    return finishedAvatars().stream().max(Comparator.comparing(AvatarRecord::finished));
  }

  Optional<StageStatus> stage(String stage) {
    return stages.stream().filter(status -> status.name().equals(stage)).findFirst();
  }
}
