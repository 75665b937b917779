package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Studio;
import studio.viseme.capture.Capture;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.StageStatus;
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
 */
public record ProjectSnapshot(
    Path folder,
    String name,
    @Nullable Consent consent,
    List<StageStatus> stages,
    List<AvatarRecord> avatars,
    List<ExportRecord> exports,
    Capture capture) {
  /**
   * @throws studio.viseme.job.JobException (input) when it is missing, damaged or too new
   */
  static ProjectSnapshot of(Studio studio, Path folder) {
    ProjectFolder view = ProjectFolder.view(folder);
    return new ProjectSnapshot(
        folder,
        view.name(),
        view.manifest().consent(),
        CaptureStages.status(view),
        view.avatars().reversed(),
        view.exports().reversed(),
        studio.capture(view));
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

  Optional<StageStatus> stage(String stage) {
    return stages.stream().filter(status -> status.name().equals(stage)).findFirst();
  }
}
