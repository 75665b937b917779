package studio.viseme.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import studio.viseme.app.Studio;
import studio.viseme.job.JobException;
import studio.viseme.speech.ImportedEncoder;
import studio.viseme.speech.SpeechEncoder;

/** {@code viseme encoders}. */
@Command(
    name = "encoders",
    description = {
      "What can listen to speech, and adds to it.",
      "HuBERT, wav2vec 2.0, DeepSpeech or Whisper as an ONNX file. What was added is "
          + "chosen by its name with --encoder."
    })
final class EncodersCommand extends StudioCommand {
  private static final int SHORT_HASH = 12;

  private final Studio studio;

  @Option(
      names = "--add",
      paramLabel = "FILE",
      description = "Check an ONNX file and keep a copy of it.")
  private @Nullable Path added;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call it; the file's own name otherwise.")
  private @Nullable String name;

  EncodersCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    Path file = added;
    if (file == null) {
      list();
    } else {
      ImportedEncoder encoder = jobs.run(job -> studio.addEncoder(file, name));
      say("Added %s: takes %s".formatted(describe(encoder), encoder.input()));
    }
    return 0;
  }

  private void list() {
    for (String each : studio.encoders()) {
      try {
        say(
            studio
                .generalEncoder(each)
                .map(EncodersCommand::describe)
                .orElseGet(() -> "%-16s learnt from a person's clip".formatted(each)));
      } catch (JobException e) {
        say("%-16s can't be used: %s".formatted(each, e.getMessage()));
      }
    }
    say("Added ones are in " + studio.encoderFolder());
  }

  private static String describe(SpeechEncoder encoder) {
    String print = encoder.fingerprint();
    return "%-16s %4d values, %3.0f a second%s"
        .formatted(
            encoder.name(),
            encoder.width(),
            encoder.rate(),
            print.isEmpty() ? "" : ", SHA-256 " + print.substring(0, SHORT_HASH) + "…");
  }
}
