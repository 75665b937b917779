package studio.viseme.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.sample.lessons.LipTraining;
import studio.viseme.speech.LipNet;

/** {@code viseme train-speech}. */
@Command(
    name = "train-speech",
    description = {
      "Makes the weights of the speech encoder \"lips\" anew, from synthetic voices alone. Needs the",
      "synthesisers eSpeak NG 1.51 and Flite 2.2, which the program itself doesn't. The weights that",
      "come with the program were made by this command as it is without options."
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
      defaultValue = "1",
      description = "Of everything drawn, 1 otherwise.")
  private long seed;

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
    jobs.run(this::train).write(out, recipe());
    say("weights: " + out.toAbsolutePath());
    return 0;
  }

  private String recipe() {
    return "viseme train-speech --seed %d --utterances %d --steps %d"
        .formatted(seed, utterances, steps);
  }

  private LipNet train(JobContext job) {
    try (Engine engine = Engines.cpu(job.workers())) {
      return new LipTraining(seed, utterances, steps).train(engine, job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
