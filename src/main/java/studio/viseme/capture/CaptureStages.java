package studio.viseme.capture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.viseme.capture.check.Finding;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/**
 * Analysis: everything that a clip tells about a person, in stages. A stage that is up to date is
 * skipped; one that was cut off is gone on with. Whatever is fitted is fitted on the frames before
 * {@link ClipInfo#firstHeldOutFrame()}.
 */
public final class CaptureStages {
  /** In an order in which every stage comes after its inputs. */
  private static final List<Stage> ALL =
      List.of(
          new ImportStage(),
          new SpeechStage(),
          new ImportChecksStage(),
          new LandmarkStage(),
          new PoseStage(),
          new ExpressionStage(),
          new ParsingStage(),
          new DepthStage(),
          new TrackingChecksStage());

  private CaptureStages() {}

  /** The stages' names, in their order. */
  public static List<String> names() {
    return ALL.stream().map(Stage::name).toList();
  }

  /**
   * Brings a project's capture up to date.
   *
   * @throws JobException (input) when the video can't be used; (usage) for options that can't be
   *     understood
   * @throws studio.viseme.job.JobCancelledException when it was stopped; what is done stays
   */
  public static void analyze(ProjectFolder project, AnalyzeOptions options, JobContext job) {
    analyze(project, options, StageWatcher.NOBODY, job);
  }

  /** The same while somebody looks on. */
  public static void analyze(
      ProjectFolder project, AnalyzeOptions options, StageWatcher watcher, JobContext job) {
    options.masks().ifPresent(folder -> MaskFolder.take(project, folder));
    options.exclude().map(Exclusions::parse).ifPresent(exclusions -> exclusions.write(project));
    options
        .fix()
        .map(wanted -> Checks.fix(project, wanted))
        .ifPresent(
            fixed ->
                job.note(
                    fixed.isEmpty()
                        ? "there is nothing to fix"
                        : "fixed: " + String.join(", ", fixed.stream().map(Finding::id).toList())));
    StageRunner runner = runner(project, watcher);
    if (options.only().isPresent()) {
      runner.runOnly(options.only().get(), job);
    } else {
      runner.runAll(job);
    }
  }

  /**
   * Imports the clip and says what may be wrong with it: the stages that need nothing but the
   * video.
   *
   * @throws JobException (input) when the video can't be used
   */
  public static void importClip(ProjectFolder project, JobContext job) {
    StageRunner runner = runner(project, StageWatcher.NOBODY);
    for (String stage : List.of(ImportStage.NAME, SpeechStage.NAME, ImportChecksStage.NAME)) {
      runner.runOnly(stage, job);
    }
  }

  /** Where every stage stands. */
  public static List<StageStatus> status(ProjectFolder project) {
    return runner(project, StageWatcher.NOBODY).status();
  }

  /** Of the stages that have run, by their names and in their order. */
  static Map<String, String> fingerprints(ProjectFolder project) {
    Map<String, String> known = new LinkedHashMap<>();
    for (Stage stage : ALL) {
      project
          .stage(stage.name())
          .ifPresent(record -> known.put(stage.name(), record.fingerprint()));
    }
    return known;
  }

  /** Which stages each reads, by its name and in their order. */
  static Map<String, List<String>> inputs() {
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    ALL.forEach(stage -> inputs.put(stage.name(), stage.inputs()));
    return inputs;
  }

  private static StageRunner runner(ProjectFolder project, StageWatcher watcher) {
    return new StageRunner(project, ALL, CaptureFolder::open, watcher);
  }
}
