package studio.viseme.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.sample.lessons.Augmentation;
import studio.viseme.sample.lessons.Curriculum;
import studio.viseme.sample.lessons.Language;
import studio.viseme.sample.lessons.LipTraining;
import studio.viseme.sample.lessons.Synthesiser;
import studio.viseme.speech.LipNet;

/** {@code viseme train-speech}. */
@Command(
    name = "train-speech",
    description = {
      "Makes the weights of the speech encoder \"lips\" anew, from synthetic voices " + "alone.",
      "Needs the synthesisers eSpeak NG 1.51 and Flite 2.2, which the program itself "
          + "doesn't. The weights that come with the program were made by this command as it is "
          + "without options."
    })
final class TrainSpeechCommand extends StudioCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The safetensors file to write.")
  private Path out;

  @Option(
      names = "--utterances",
      paramLabel = "N",
      defaultValue = "" + LipTraining.UTTERANCES,
      description = "How many the synthesisers say, ${DEFAULT-VALUE} otherwise; 7 s each.")
  private int utterances;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "" + LipTraining.STEPS,
      description = "How often the net learns from 256 moments, ${DEFAULT-VALUE} otherwise.")
  private int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + LipTraining.SEED,
      description = "Of everything drawn, ${DEFAULT-VALUE} otherwise.")
  private long seed;

  @Option(
      names = "--hidden",
      paramLabel = "N,N",
      defaultValue = "256,256",
      description =
          "Widths of the net's hidden layers, 256 at most each; ${DEFAULT-VALUE} otherwise.")
  private String hidden;

  @Option(
      names = "--synthesisers",
      paramLabel = "NAME",
      split = ",",
      description = "Only these speak: ${COMPLETION-CANDIDATES}.")
  private Set<Synthesiser> synthesisers = EnumSet.allOf(Synthesiser.class);

  @Option(
      names = "--languages",
      paramLabel = "NAME",
      split = ",",
      description = "Only these are spoken: ${COMPLETION-CANDIDATES}.")
  private Set<Language> languages = EnumSet.allOf(Language.class);

  @Option(
      names = "--without",
      paramLabel = "NAME",
      split = ",",
      description = "Doesn't vary these: ${COMPLETION-CANDIDATES}.")
  private Set<Augmentation> without = EnumSet.noneOf(Augmentation.class);

  TrainSpeechCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    if (utterances < 1 || steps < 1) {
      throw JobException.usage(
          "There is nothing to learn from",
          "--utterances " + utterances + " --steps " + steps,
          "give 1 or more of each");
    }
    String recipe = recipe();
    jobs.run(this::train).write(out, recipe);
    say("weights: " + out.toAbsolutePath());
    return 0;
  }

  private String recipe() {
    String size = size().equals(LipNet.USUAL_SIZE) ? "" : " --hidden " + size();
    return "viseme train-speech --seed %d --utterances %d --steps %d"
            .formatted(seed, utterances, steps)
        + size
        + curriculum().options();
  }

  private Curriculum curriculum() {
    Set<Augmentation> augmentations = EnumSet.allOf(Augmentation.class);
    augmentations.removeAll(without);
    return new Curriculum(seed, utterances, synthesisers, languages, augmentations);
  }

  private LipNet.Size size() {
    try {
      return LipNet.Size.parse(hidden);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(
          "The net has no such layers",
          "--hidden " + hidden,
          "give widths of 1 to 256 with commas between them");
    }
  }

  private LipNet train(JobContext job) {
    try (Engine engine = Engines.cpu(job.workers())) {
      return new LipTraining(curriculum(), steps, size()).train(engine, job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
