package studio.viseme.cli;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Amounts;
import studio.viseme.app.Studio;
import studio.viseme.app.Training;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingMethod;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/** {@code viseme train}. */
@Command(
    name = "train",
    description = {
      "Trains an avatar.",
      "A run that was cut off and had the same settings goes on; when it is finished "
          + "already, nothing is done."
    })
final class TrainCommand extends StudioCommand {
  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "syncgaussian",
      description = "The method: syncgaussian.")
  private String backend;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "standard",
      description = "How much time to spend: draft, standard or best.")
  private Preset preset;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "studio",
      description =
          "How to train: studio, which is better and quicker here, or published, as the "
              + "paper describes it.")
  private TrainingMethod method;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps in all, instead of the preset's.")
  private @Nullable Integer steps;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "About how long to train, instead of --steps: measures 200 steps, then fixes how "
              + "many fit and records them.")
  private @Nullable Double minutes;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "What listens to the speech: logmel, mel80, stft, phones or one that was added "
              + "(see viseme encoders); or one that is learnt from the clip, which takes minutes: "
              + "se4lip or sync-enhanced, and their ablations. Those of one rate can be joined, "
              + "as in logmel+phones or se4lip+logmel. Without it: logmel+lips, and sync-enhanced "
              + "for --method published.")
  private @Nullable String encoder;

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
    if (minutes != null && !(minutes > 0)) {
      throw JobException.usage(
          "There is nothing to train", "--minutes " + minutes, "give more than 0");
    }
    if (minutes != null && steps != null) {
      throw JobException.usage(
          "Only one can be fixed", "--minutes and --steps", "give one of them");
    }
    studio.backend(backend);
    String listener = encoder == null ? method.defaultEncoder() : encoder;
    studio.requireEncoder(listener);
    OptionalInt total = steps == null ? OptionalInt.empty() : OptionalInt.of(steps);
    TrainingSettings settings = new TrainingSettings(preset, method, total, listener, seed);
    OptionalDouble time = minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes);
    Training training = new Training(backend, settings, time, device, another);
    say(describe(jobs.run(job -> train(training, job))));
    return 0;
  }

  private Training.Outcome train(Training training, JobContext job) {
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      return training.run(studio, folder, job);
    }
  }

  /** An outcome in one line. */
  static String describe(Training.Outcome outcome) {
    String id = outcome.avatar().id();
    return outcome
        .report()
        .map(
            report ->
                "%s: %,d steps in %s"
                    .formatted(id, report.steps(), Amounts.seconds(report.seconds())))
        .orElse(id + " is finished already; --new trains another");
  }
}
