package studio.viseme.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.StageRecord;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.FileTree;
import studio.viseme.store.Hashes;
import studio.viseme.store.Json;

/**
 * Runs stages so that at every instant a stage is either finished or not.
 *
 * <p>A stage works in {@code capture/.NAME.work}. When it returns, the folder is renamed to {@code
 * capture/NAME}, and then the manifest says so. Killed before the rename, the work folder is found
 * with its fingerprint and gone on with; killed between rename and manifest, the finished folder is
 * found with its fingerprint and only the manifest is mended. The manifest forgets a stage before
 * its files are touched, so that it never speaks of files that aren't there.
 */
final class StageRunner {
  private static final String FINGERPRINT = "fingerprint";

  private final ProjectFolder project;
  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Function<ProjectFolder, CaptureFolder> capture;
  private final StageWatcher watcher;

  /**
   * @param stages in an order in which every stage comes after its inputs
   */
  StageRunner(
      ProjectFolder project, List<Stage> stages, Function<ProjectFolder, CaptureFolder> capture) {
    this(project, stages, capture, StageWatcher.NOBODY);
  }

  /** The same with somebody who looks on. */
  StageRunner(
      ProjectFolder project,
      List<Stage> stages,
      Function<ProjectFolder, CaptureFolder> capture,
      StageWatcher watcher) {
    this.project = project;
    this.watcher = watcher;
    this.capture = capture;
    stages.forEach(stage -> this.stages.put(stage.name(), stage));
  }

  /** Runs every stage that isn't up to date. */
  void runAll(JobContext job) {
    for (Stage stage : stages.values()) {
      run(stage, job);
    }
  }

  /** Runs one stage if it isn't up to date; its inputs must be. */
  void runOnly(String name, JobContext job) {
    Stage stage = stages.get(name);
    if (stage == null) {
      throw JobException.usage(
          "There is no stage \"" + name + "\"",
          "--only",
          "known are " + String.join(", ", stages.keySet()));
    }
    for (String input : stage.inputs()) {
      if (!isUpToDate(stages.get(input))) {
        throw JobException.usage(
            "The stage \"" + name + "\" needs \"" + input + "\", which is not up to date",
            "--only",
            "analyse the project without --only");
      }
    }
    run(stage, job);
  }

  List<StageStatus> status() {
    List<StageStatus> all = new ArrayList<>();
    for (Stage stage : stages.values()) {
      Optional<StageRecord> record = project.stage(stage.name());
      StageStatus.State state =
          isUpToDate(stage)
              ? StageStatus.State.UP_TO_DATE
              : record.isPresent() ? StageStatus.State.STALE : StageStatus.State.MISSING;
      all.add(
          new StageStatus(
              stage.name(),
              state,
              record.map(StageRecord::seconds).orElse(0.0),
              record.map(StageRecord::bytes).orElse(0L)));
    }
    return all;
  }

  boolean isUpToDate(Stage stage) {
    boolean recorded =
        project
            .stage(stage.name())
            .filter(known -> known.fingerprint().equals(fingerprint(stage)))
            .isPresent();
    return recorded && Files.isDirectory(folder(stage));
  }

  private Path folder(Stage stage) {
    return project.captureFolder().resolve(stage.name());
  }

  private Path workFolder(Stage stage) {
    return project.captureFolder().resolve("." + stage.name() + ".work");
  }

  private String fingerprint(Stage stage) {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("stage", stage.name());
    parts.put("version", stage.version());
    parts.put("parameters", new TreeMap<>(stage.parameters(project)));
    Map<String, String> inputs = new TreeMap<>();
    stage.inputs().forEach(input -> inputs.put(input, fingerprint(stages.get(input))));
    if (inputs.isEmpty()) {
      inputs.put("source", project.manifest().source().sha256());
    }
    parts.put("inputs", inputs);
    return Hashes.sha256(Json.line(parts));
  }

  private void run(Stage stage, JobContext job) {
    job.checkpoint();
    if (isUpToDate(stage)) {
      job.skipped(stage.name());
      return;
    }
    String fingerprint = fingerprint(stage);
    long started = System.nanoTime();
    project.stageBegun(stage.name());
    if (!holds(folder(stage), fingerprint)) {
      Path work = prepare(stage, fingerprint);
      try (JobContext.Task task = job.task(stage.name(), 1, "stage")) {
        stage.run(new StageRun(project, capture.apply(project), work, job, watcher));
        task.advance();
      }
      publish(work, folder(stage));
    }
    double seconds = (System.nanoTime() - started) * 1e-9;
    project.stageFinished(stage.name(), stage.version(), fingerprint, seconds, size(folder(stage)));
  }

  /** The work folder: what a run with the same fingerprint left, or a fresh one. */
  private Path prepare(Stage stage, String fingerprint) {
    Path work = workFolder(stage);
    try {
      if (!holds(work, fingerprint)) {
        FileTree.delete(work);
        Files.createDirectories(work);
        AtomicFiles.writeString(work.resolve(FINGERPRINT), fingerprint);
      }
      return work;
    } catch (IOException e) {
      throw AtomicFiles.unwritable(work, e);
    }
  }

  private static void publish(Path work, Path folder) {
    try {
      FileTree.delete(folder);
      AtomicFiles.rename(work, folder);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder, e);
    }
  }

  private static boolean holds(Path folder, String fingerprint) {
    Path file = folder.resolve(FINGERPRINT);
    try {
      return Files.exists(file) && Files.readString(file).equals(fingerprint);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      long bytes = 0;
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
      return bytes;
    } catch (IOException e) {
      throw AtomicFiles.unreadable(folder, e);
    }
  }
}
