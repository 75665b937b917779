package studio.viseme.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.viseme.Version;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Evaluator;
import studio.viseme.evaluation.FaceTracking;
import studio.viseme.evaluation.Subject;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;

/**
 * An avatar to be measured on the held-out part of its clip.
 *
 * @param avatar its id, or null for the newest finished one
 */
public record Measuring(@Nullable String avatar) {
  public Evaluation run(Studio studio, ProjectFolder project, JobContext job) {
    return with(studio, project, job, Evaluator::evaluate);
  }

  /** Pictures of chosen held-out frames. */
  List<Evaluation.Strip> pictures(
      Studio studio, ProjectFolder project, Collection<Integer> frames, JobContext job) {
    return with(studio, project, job, evaluator -> evaluator.pictures(frames));
  }

  private <T> T with(
      Studio studio, ProjectFolder project, JobContext job, Function<Evaluator, T> use) {
    try (OpenAvatar opened = OpenAvatar.of(studio, project, avatar, "auto", job);
        FaceTracker tracker = new FaceTracker()) {
      Subject subject =
          new Subject(
              project.name(),
              project.manifest().source().sha256() + " " + project.manifest().options(),
              opened.capture(),
              opened.avatar(),
              opened.encoder(),
              new FaceTracking(tracker, opened.capture().head()),
              studio.instruments(),
              facts(opened));
      return use.apply(new Evaluator(subject, job));
    }
  }

  private static Subject.Facts facts(OpenAvatar opened) {
    Map<String, String> settings = opened.record().settings();
    Map<String, Double> results = opened.record().results();
    return new Subject.Facts(
        opened.record().id(),
        opened.record().backend(),
        Version.commit().orElse(null),
        settings.getOrDefault(Training.DEVICE, "cpu"),
        results.getOrDefault(Training.SECONDS, 0.0),
        results.getOrDefault(Training.CPU_SECONDS, 0.0),
        results.getOrDefault(Training.STEPS, 0.0).intValue(),
        settings.getOrDefault(Training.PRESET, ""),
        settings.getOrDefault(Training.METHOD, TrainingMethod.STUDIO.key()),
        settings.getOrDefault(Training.ENCODER, ""),
        Long.parseLong(settings.getOrDefault(Training.SEED, "0")),
        false,
        size(opened.weights()));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }
}
