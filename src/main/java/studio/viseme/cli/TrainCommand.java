package studio.viseme.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.avatar.AvatarBackend;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingReport;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;

/** {@code viseme train}. */
@Command(
    name = "train",
    description = {
      "Trains an avatar. A run that was cut off and had the same settings goes on; when it is",
      "finished already, nothing is done."
    })
final class TrainCommand extends StudioCommand {
  /** Names of the settings that a project keeps of an avatar. */
  static final String PRESET = "preset";

  static final String STEPS = "steps";
  static final String ENCODER = "encoder";
  static final String SEED = "seed";
  static final String DEVICE = "device";

  /** Names of the results that a project keeps of a training. */
  static final String SECONDS = "seconds";

  static final String CPU_SECONDS = "cpuSeconds";
  static final String FINAL_LOSS = "finalLoss";

  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      required = true,
      description = "The method: syncgaussian.")
  private String backend;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "standard",
      description = "How much time to spend: draft, standard or best.")
  private Preset preset;

  @Option(names = "--steps", paramLabel = "N", description = "Steps in all, instead of the preset's.")
  private @Nullable Integer steps;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      defaultValue = "logmel",
      description = "What listens to the speech: logmel.")
  private String encoder;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Where to compute: auto or cpu.")
  private String device;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of every random draw; the same seed gives the same avatar.")
  private long seed;

  @Option(names = "--new", description = "Train another avatar even if there is one.")
  private boolean another;

  TrainCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    if (steps != null && steps < 1) {
      throw JobException.usage("There is nothing to train", "--steps " + steps, "give 1 or more");
    }
    AvatarBackend method = studio.backend(backend);
    studio.encoder(encoder);
    jobs.run(
        job -> {
          try (ProjectFolder folder = ProjectFolder.open(project);
              Engine engine = studio.engine(device, job.workers())) {
            train(folder, method, engine, job);
          }
          return null;
        });
    return 0;
  }

  private void train(ProjectFolder folder, AvatarBackend method, Engine engine, JobContext job) {
    Map<String, String> settings = settings(engine);
    Optional<AvatarRecord> known = another ? Optional.empty() : folder.newestAvatar(backend, settings);
    if (known.isPresent() && known.get().isFinished()) {
      say(known.get().id() + " is finished already; --new trains another");
      return;
    }
    TrainingSettings wanted =
        new TrainingSettings(
            preset, steps == null ? OptionalInt.empty() : OptionalInt.of(steps), encoder, seed);
    var capture = studio.capture(folder);
    AvatarRecord avatar = known.orElseGet(() -> folder.addAvatar(backend, settings));
    TrainingReport report =
        method.train(capture, wanted, folder.avatarFolder(avatar.id()), engine, job);
    folder.avatarFinished(avatar.id(), results(report));
    say(
        "%s: %,d steps in %s"
            .formatted(avatar.id(), report.steps(), ProgressText.seconds(report.seconds())));
  }

  private Map<String, String> settings(Engine engine) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(PRESET, preset.name().toLowerCase(Locale.ROOT));
    if (steps != null) {
      settings.put(STEPS, steps.toString());
    }
    settings.put(ENCODER, encoder);
    settings.put(SEED, Long.toString(seed));
    settings.put(DEVICE, engine.name());
    return settings;
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
