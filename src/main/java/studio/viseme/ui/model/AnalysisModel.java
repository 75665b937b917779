package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.AnalyzeOptions;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.Checks;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.job.JobMessage;

/** The orders that analyse the open project, and where the stages stand meanwhile. */
public final class AnalysisModel {
  private final JobDesk desk;
  private final OpenProject project;
  private final CaptureModel capture;
  private final Runnable reload;
  private final ObservableList<Notice> notices = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable String> stage = new ReadOnlyObjectWrapper<>();

  /**
   * @param reload looks at the project again
   */
  AnalysisModel(JobDesk desk, OpenProject project, CaptureModel capture, Runnable reload) {
    this.desk = desk;
    this.project = project;
    this.capture = capture;
    this.reload = reload;
  }

  /** What jobs had to say of the open project, beside the findings of its checks. */
  public ObservableList<Notice> notices() {
    return notices;
  }

  /** The stage that runs, or null. */
  public ReadOnlyObjectProperty<@Nullable String> stageAtWorkProperty() {
    return stage.getReadOnlyProperty();
  }

  /** Does what isn't up to date. */
  public void start() {
    start("Analyse ", AnalyzeOptions.ALL);
  }

  /** Applies what a finding offers, and does anew what that changes. */
  public void fix(Finding finding) {
    fix(finding.id());
  }

  /** Takes one of the faces that a finding offers. */
  public void fix(Finding finding, Fix.Face face) {
    fix(finding.id() + "=" + face.number());
  }

  private void fix(String wanted) {
    start(
        "Mend and analyse ",
        new AnalyzeOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(wanted)));
  }

  private void start(String order, AnalyzeOptions options) {
    ProjectSnapshot known = project.snapshot();
    if (known == null) {
      return;
    }
    JobCard card =
        desk.start(
            order + known.name(),
            Page.CAPTURE,
            job ->
                OpenProject.locked(
                    known.folder(),
                    folder -> {
                      CaptureStages.analyze(folder, options, capture.watcher(), job);
                      return true;
                    }),
            done -> {},
            message -> follow(known.folder(), message));
    card.stateProperty()
        .subscribe(
            state -> {
              if (state.isOver()) {
                stage.set(null);
                capture.atWork(null);
                reload.run();
              }
            });
  }

  /** The stages are the outermost tasks; what they do inside counts frames. */
  private void follow(Path folder, JobMessage message) {
    if (!project.isOpen(folder)) {
      return;
    }
    switch (message) {
      case JobMessage.TaskStarted started when started.depth() == 0 -> {
        stage.set(started.task());
        capture.atWork(started.task());
      }
      case JobMessage.TaskProgressed progressed when progressed.depth() > 0 ->
          capture.follow(progressed.done(), progressed.total());
      case JobMessage.TaskFinished finished when finished.depth() == 0 && !finished.skipped() -> {
        capture.atWork(null);
        capture.showStage(finished.task());
        reload.run();
      }
      // What the checks warn of is shown as findings, with what can be done.
      case JobMessage.Warned warned when !isCheck() ->
          notices.add(new Notice(Notice.Severity.WARNING, warned.text()));
      default -> {}
    }
  }

  private boolean isCheck() {
    String at = stage.get();
    return at != null && Checks.isStage(at);
  }
}
