package studio.viseme.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.capture.CaptureState;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Stopwatch;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;

/**
 * A training to be run in a project, or gone on with.
 *
 * @param backend the method's name
 * @param minutes how long it may take all in all, or empty: then the settings say how many steps.
 *     The steps that fit are measured once, and recorded, so that a run that was cut off goes on to
 *     the same end
 * @param device where to compute
 * @param another true to train even where an equal avatar is finished or was begun
 */
public record Training(
    String backend,
    TrainingSettings settings,
    OptionalDouble minutes,
    String device,
    boolean another) {
  /** Steps that are taken to measure how long one takes. */
  public static final int MEASURED_STEPS = 200;

  /** Names of the settings that a project keeps of an avatar. */
  public static final String PRESET = "preset";

  /** Absent in records from when there was one way. */
  public static final String METHOD = "method";

  public static final String STEPS = "steps";
  public static final String MINUTES = "minutes";
  public static final String FITTING_STEPS = "fittingSteps";
  public static final String ENCODER = "encoder";

  /** The SHA-256 of an imported encoder's file; absent for the program's own. */
  public static final String ENCODER_SHA256 = "encoderSha256";

  public static final String SEED = "seed";
  public static final String DEVICE = "device";

  /** Names of the results that a project keeps of a training, beside {@link #STEPS}. */
  public static final String SECONDS = "seconds";

  public static final String CPU_SECONDS = "cpuSeconds";
  public static final String FINAL_LOSS = "finalLoss";

  /**
   * How a training ended.
   *
   * @param report empty when the avatar was finished already and nothing was done
   */
  public record Outcome(AvatarRecord avatar, Optional<TrainingReport> report) {}

  /** Trains, and records the avatar with the project. */
  public Outcome run(Studio studio, ProjectFolder project, JobContext job) {
    return run(studio, project, job, TrainingWatcher.NOBODY);
  }

  /** The same under the eyes of a watcher. */
  public Outcome run(
      Studio studio, ProjectFolder project, JobContext job, TrainingWatcher watcher) {
    AvatarBackend method = studio.backend(backend);
    try (Engine engine = studio.engine(device, job.workers())) {
      Map<String, String> asked = asked(engine, studio);
      Optional<AvatarRecord> known = another ? Optional.empty() : known(project, asked);
      known = known.filter(found -> !found.isFinished() || isRead(method, project, found, job));
      if (known.isPresent() && known.get().isFinished()) {
        Staleness.line(project, known.get()).ifPresent(job::warn);
        job.skipped("train");
        alignIfLost(method, project, known.get(), engine, studio, job);
        return new Outcome(known.get(), Optional.empty());
      }
      known = known.filter(begun -> canGoOn(project, begun, job));
      Capture capture = studio.capture(project);
      AvatarRecord begun =
          known.orElseGet(
              () -> {
                Map<String, String> recorded = new LinkedHashMap<>(asked);
                if (minutes.isPresent()) {
                  int fitting = fittingSteps(method, capture, project, engine, job);
                  recorded.put(FITTING_STEPS, Integer.toString(fitting));
                }
                return project.addAvatar(backend, recorded, CaptureState.of(project));
              });
      String fitting = begun.settings().get(FITTING_STEPS);
      TrainingSettings fixed =
          fitting == null ? settings : settings.withSteps(Integer.parseInt(fitting));
      Path folder = project.avatarFolder(begun.id());
      TrainingReport report = method.train(capture, fixed, folder, engine, job, watcher);
      Stopwatch watch = Stopwatch.start();
      method.align(capture, folder, engine, job);
      report = report.plus(watch.seconds(), watch.cpuSeconds());
      AvatarRecord finished = project.avatarFinished(begun.id(), results(report));
      return new Outcome(finished, Optional.of(report));
    }
  }

  /** Poses that somebody deleted, as a line about a damaged file tells people to, come back. */
  private static void alignIfLost(
      AvatarBackend method,
      ProjectFolder project,
      AvatarRecord finished,
      Engine engine,
      Studio studio,
      JobContext job) {
    Path folder = project.avatarFolder(finished.id());
    if (!method.isAligned(folder)) {
      method.align(studio.capture(project), folder, engine, job);
    }
  }

  private Optional<AvatarRecord> known(ProjectFolder project, Map<String, String> asked) {
    return project.newestAvatar(
        avatar ->
            avatar.backend().equals(backend) && asked.equals(withoutMeasured(avatar.settings())));
  }

  /** What no version but an earlier one can show isn't what was asked for. */
  private static boolean isRead(
      AvatarBackend method, ProjectFolder project, AvatarRecord finished, JobContext job) {
    boolean read = method.reads(project.avatarFolder(finished.id()));
    if (!read) {
      job.warn(
          "%s was trained by another version of the program; another is trained instead"
              .formatted(finished.id()));
    }
    return read;
  }

  /** Half a training on one clip and half on another would be an avatar of neither. */
  private static boolean canGoOn(ProjectFolder project, AvatarRecord begun, JobContext job) {
    Optional<String> changed = Staleness.of(project, begun);
    changed.ifPresent(
        what ->
            job.warn(
                "%s was begun before %s; another is trained instead".formatted(begun.id(), what)));
    return changed.isEmpty();
  }

  /**
   * How many steps fit into the minutes: what a short run of the same kind tells. It is run twice,
   * as the first steps of a process are several times slower than those that follow.
   */
  private int fittingSteps(
      AvatarBackend method, Capture capture, ProjectFolder project, Engine engine, JobContext job) {
    TrainingSettings few = settings.withSteps(MEASURED_STEPS);
    try {
      train(method, few, capture, project.scratch(), engine, job);
      TrainingReport measured = train(method, few, capture, project.scratch(), engine, job);
      double preparation = measured.seconds() - MEASURED_STEPS * measured.stepSeconds();
      double left = minutes.getAsDouble() * 60 - preparation;
      int steps = (int) (left / measured.stepSeconds());
      if (steps < MEASURED_STEPS) {
        double least = preparation + MEASURED_STEPS * measured.stepSeconds();
        throw JobException.usage(
            "That is too short to train anything here",
            "--minutes " + minutes.getAsDouble(),
            String.format(Locale.ROOT, "give at least %.1f", Math.ceil(least / 6) / 10));
      }
      job.note("%,d steps fit into the time".formatted(steps));
      return steps;
    } finally {
      project.removeScratch();
    }
  }

  private static TrainingReport train(
      AvatarBackend method,
      TrainingSettings few,
      Capture capture,
      Path scratch,
      Engine engine,
      JobContext job) {
    return method.train(capture, few, scratch, engine, job, TrainingWatcher.NOBODY);
  }

  /** What was asked for, as a project keeps it. */
  private Map<String, String> asked(Engine engine, Studio studio) {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put(PRESET, settings.preset().name().toLowerCase(Locale.ROOT));
    asked.put(METHOD, settings.method().key());
    settings.steps().ifPresent(steps -> asked.put(STEPS, Integer.toString(steps)));
    minutes.ifPresent(time -> asked.put(MINUTES, Double.toString(time)));
    asked.put(ENCODER, settings.encoder());
    String encoderFile = studio.encoderFingerprint(settings.encoder());
    if (!encoderFile.isEmpty()) {
      asked.put(ENCODER_SHA256, encoderFile);
    }
    asked.put(SEED, Long.toString(settings.seed()));
    asked.put(DEVICE, engine.name());
    return asked;
  }

  private static Map<String, String> withoutMeasured(Map<String, String> settings) {
    Map<String, String> asked = new LinkedHashMap<>(settings);
    asked.remove(FITTING_STEPS);
    asked.putIfAbsent(METHOD, TrainingMethod.STUDIO.key());
    return asked;
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
