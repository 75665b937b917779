package studio.viseme.evaluation.capture;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import studio.viseme.capture.AnalyzeOptions;
import studio.viseme.capture.Capture;
import studio.viseme.capture.CaptureFolder;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.StageStatus;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.FileTree;

/**
 * Measures captures: of synthetic presenters against truth, of real videos against themselves. Each
 * clip goes the whole way that a user's video goes: a file, a project, all stages of analysis.
 */
public final class CaptureBench {
  private final Path folder;
  private final JobContext job;

  /**
   * @param folder an existing one for videos and projects; what it holds of an earlier run is
   *     replaced
   */
  public CaptureBench(Path folder, JobContext job) {
    this.folder = folder;
    this.job = job;
  }

  /**
   * Measures presenters drawn from a seed.
   *
   * @param count how many
   * @param seconds of each at most
   */
  public List<ClipResult> presenters(long seed, int count, double seconds) {
    List<ClipResult> results = new ArrayList<>();
    try (JobContext.Task task = job.task("bench capture", count, "clips")) {
      for (PresenterClip clip : PresenterClip.drawn(seed, count, seconds)) {
        results.add(presenter(clip));
        task.advance(1, clip.name());
      }
    }
    return List.copyOf(results);
  }

  private ClipResult presenter(PresenterClip clip) {
    Path video = folder.resolve(file(clip) + ".mp4");
    ClipTruth truth = ClipRenderer.render(clip, video, job);
    try (ProjectFolder project = project(file(clip), video)) {
      List<StageCost> costs = analyze(project);
      Capture capture = CaptureFolder.open(project);
      CaptureFigures.Builder figures = TruthMeter.measure(capture, truth, job);
      SelfMeter.measure(capture, figures, job);
      return new ClipResult(
          clip.name(), clip.about(), capture.clip().frames(), figures.build(), costs);
    }
  }

  private static String file(PresenterClip clip) {
    return clip.name().replace(' ', '-');
  }

  /** Measures what a video tells about its own capture. */
  public ClipResult video(Path video) {
    String name = video.getFileName().toString().replaceAll("\\.[^.]*$", "");
    try (ProjectFolder project = project(name, video)) {
      return measured(name, project);
    }
  }

  /** The same of a project that is there; brings it up to date. */
  public ClipResult project(Path path) {
    try (ProjectFolder project = ProjectFolder.open(path)) {
      String name = path.toAbsolutePath().normalize().getFileName().toString();
      return measured(name, project);
    }
  }

  private ClipResult measured(String name, ProjectFolder project) {
    List<StageCost> costs = analyze(project);
    Capture capture = CaptureFolder.open(project);
    CaptureFigures.Builder figures = CaptureFigures.builder();
    SelfMeter.measure(capture, figures, job);
    return new ClipResult(name, "real", capture.clip().frames(), figures.build(), costs);
  }

  private ProjectFolder project(String name, Path video) {
    Path path = folder.resolve(name + ProjectFolder.SUFFIX);
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw AtomicFiles.unwritable(path, e);
    }
    return ProjectFolder.create(path, video, Map.of());
  }

  /** Runs the stages one by one; those that are up to date cost nothing and are left out. */
  private List<StageCost> analyze(ProjectFolder project) {
    List<StageCost> costs = new ArrayList<>();
    for (StageStatus stage : CaptureStages.status(project)) {
      long cpu = cpuNanos();
      long wall = System.nanoTime();
      AnalyzeOptions only =
          new AnalyzeOptions(Optional.of(stage.name()), Optional.empty(), Optional.empty());
      CaptureStages.analyze(project, only, job);
      wall = System.nanoTime() - wall;
      cpu = cpuNanos() - cpu;
      if (stage.state() != StageStatus.State.UP_TO_DATE) {
        double frames = CaptureFolder.open(project).clip().frames();
        costs.add(new StageCost(stage.name(), wall * 1e-6 / frames, cpu * 1e-6 / frames));
      }
    }
    return List.copyOf(costs);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
