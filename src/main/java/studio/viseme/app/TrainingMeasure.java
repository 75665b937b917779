package studio.viseme.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.LearningPart;
import studio.viseme.compute.Engine;
import studio.viseme.evaluation.FaceTracking;
import studio.viseme.evaluation.FitMeter;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Stopwatch;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.store.FileTree;

/**
 * What a training costs and what it is worth, without a look at held-out frames: an avatar is
 * trained on the learning part of a clip without its last tenth, measured on that, and thrown away.
 *
 * @param every one validation frame in so many is measured; of those that were learnt from, one in
 *     ten times as many
 */
public record TrainingMeasure(String backend, TrainingSettings settings, int every) {
  private static final int LEARNT_SPARSER = 10;

  /**
   * A point of the curve.
   *
   * @param training with all that comes before its steps
   * @param alignSeconds by the clock, for laying the finished head over the clip
   * @param alignCpuSeconds the same in processor time
   */
  public record Point(
      TrainingReport training,
      double alignSeconds,
      double alignCpuSeconds,
      FitMeter.Fit learnt,
      FitMeter.Fit validation) {}

  /** Trains and measures once. The project stays as it is. */
  public Point run(Studio studio, ProjectFolder project, JobContext job) {
    AvatarBackend method = studio.backend(backend);
    LearningPart part = new LearningPart(studio.capture(project));
    if (part.clip().firstHeldOutFrame() == part.clip().frames()) {
      throw JobException.input(
          "The clip is too short to choose by: its learning part has no last tenth",
          part.clip().frames() + " frames",
          "use a clip of 10 s or more");
    }
    Path folder = scratch();
    try (Engine engine = studio.engine("cpu", job.workers());
        FaceTracker tracker = new FaceTracker()) {
      TrainingReport report =
          method.train(part, settings, folder, engine, job, TrainingWatcher.NOBODY);
      Stopwatch watch = Stopwatch.start();
      method.align(part, folder, engine, job);
      double seconds = watch.seconds();
      double cpuSeconds = watch.cpuSeconds();
      SpeechEncoder encoder = studio.findEncoder(settings.encoder(), folder).orElseThrow();
      try (Avatar avatar = method.load(folder, "measured", engine)) {
        FitMeter meter =
            new FitMeter(part, avatar, encoder, new FaceTracking(tracker, part.head()));
        FitMeter.Fit learnt = meter.learnt(LEARNT_SPARSER * every, job);
        FitMeter.Fit validation = meter.validation(every, job);
        return new Point(report, seconds, cpuSeconds, learnt, validation);
      }
    } finally {
      delete(folder);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("viseme-measured");
    } catch (IOException e) {
      throw JobException.input(
          "No folder can be made for temporary files: " + e.getMessage(),
          System.getProperty("java.io.tmpdir"),
          "make room there");
    }
  }

  private static void delete(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      // It lies among the system's temporary files, which are cleared without us.
    }
  }
}
