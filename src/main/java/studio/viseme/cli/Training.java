package studio.viseme.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;

/**
 * A training to be run in a project, or gone on with.
 *
 * @param backend the method's name
 * @param device where to compute
 * @param another true to train even where an equal avatar is finished or was begun
 */
record Training(String backend, TrainingSettings settings, String device, boolean another) {
  /** Names of the settings that a project keeps of an avatar. */
  static final String PRESET = "preset";

  static final String STEPS = "steps";
  static final String ENCODER = "encoder";
  static final String SEED = "seed";
  static final String DEVICE = "device";

  /** Names of the results that a project keeps of a training, beside {@link #STEPS}. */
  static final String SECONDS = "seconds";

  static final String CPU_SECONDS = "cpuSeconds";
  static final String FINAL_LOSS = "finalLoss";

  /**
   * How a training ended.
   *
   * @param report empty when the avatar was finished already and nothing was done
   */
  record Outcome(AvatarRecord avatar, Optional<TrainingReport> report) {}

  /** Trains, and records the avatar with the project. */
  Outcome run(Studio studio, ProjectFolder project, JobContext job) {
    AvatarBackend method = studio.backend(backend);
    try (Engine engine = studio.engine(device, job.workers())) {
      Map<String, String> recorded = recorded(engine);
      Optional<AvatarRecord> known =
          another ? Optional.empty() : project.newestAvatar(backend, recorded);
      if (known.isPresent() && known.get().isFinished()) {
        job.skipped("train");
        return new Outcome(known.get(), Optional.empty());
      }
      Capture capture = studio.capture(project);
      AvatarRecord begun = known.orElseGet(() -> project.addAvatar(backend, recorded));
      TrainingReport report =
          method.train(capture, settings, project.avatarFolder(begun.id()), engine, job);
      AvatarRecord finished = project.avatarFinished(begun.id(), results(report));
      return new Outcome(finished, Optional.of(report));
    }
  }

  private Map<String, String> recorded(Engine engine) {
    Map<String, String> recorded = new LinkedHashMap<>();
    recorded.put(PRESET, settings.preset().name().toLowerCase(Locale.ROOT));
    OptionalInt steps = settings.steps();
    if (steps.isPresent()) {
      recorded.put(STEPS, Integer.toString(steps.getAsInt()));
    }
    recorded.put(ENCODER, settings.encoder());
    recorded.put(SEED, Long.toString(settings.seed()));
    recorded.put(DEVICE, engine.name());
    return recorded;
  }

  private static Map<String, Double> results(TrainingReport report) {
    Map<String, Double> results = new LinkedHashMap<>();
    results.put(STEPS, (double) report.steps());
    results.put(SECONDS, report.seconds());
    results.put(CPU_SECONDS, report.cpuSeconds());
    results.put(FINAL_LOSS, report.finalLoss());
    return results;
  }
}
