package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.MarkedSpeech;
import studio.viseme.app.Measuring;
import studio.viseme.app.Studio;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.LipClosures;
import studio.viseme.evaluation.MarkedMouth;
import studio.viseme.evaluation.SpeechMarks;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/** {@code viseme bench closures}. */
@Command(
    name = "closures",
    description = {
      "Whether an avatar's lips meet at p, b and m.",
      "On the held-out part of its clip, as often as the real ones, by the times of the "
          + "words that are said in it; or while it says a recording in any language in which "
          + "closures and silences are marked."
    })
final class BenchClosuresCommand extends StudioCommand {
  private static final int SCHEMA = 1;

  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A project with a trained avatar.")
  private @Nullable Path project;

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description = "A line a word: start and end in seconds of the clip, the word, between tabs.")
  private @Nullable Path words;

  @Option(
      names = "--marks",
      paramLabel = "FILE",
      description =
          "A line a mark: start and end in seconds of the recording, p, b, m or - for "
              + "silence, and sure, likely or doubtful, between tabs.")
  private @Nullable Path marks;

  @Option(
      names = "--audio",
      paramLabel = "FILE",
      description = "The recording that --marks belongs to.")
  private @Nullable Path audio;

  @Option(names = "--avatar", paramLabel = "ID", description = "The newest finished one otherwise.")
  private @Nullable String avatar;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchClosuresCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  /** What was found of an avatar. */
  private record Result(String avatar, LipClosures closures) {}

  @Override
  int run(JobRunner jobs) {
    Path marked = marks;
    Path recording = audio;
    if (marked != null && recording != null && words == null) {
      return tell(jobs.run(job -> measure(marked, recording, job)));
    }
    if (marked != null || recording != null || words == null) {
      throw JobException.usage(
          "What lips must do isn't said",
          "bench closures",
          "give either --words, or --marks and --audio");
    }
    Result result = jobs.run(this::measure);
    LipClosures found = result.closures();
    Reports.give(
        json,
        () ->
            say(
                String.format(
                    Locale.ROOT,
                    "%s: of %d moments with p, b or m the real lips meet at %d, the avatar's at %d: %s",
                    result.avatar(),
                    found.moments(),
                    found.real(),
                    found.shown(),
                    found.real() == 0 ? "–" : Math.round(100 * found.relative()) + " %")),
        () -> toJson(result),
        this::say);
    return 0;
  }

  private MarkedSpeech.Result measure(Path marked, Path recording, JobContext job) {
    SpeechMarks read = SpeechMarks.read(marked);
    try (ProjectFolder folder = ProjectFolder.view(Objects.requireNonNull(project))) {
      return new MarkedSpeech(recording, read, avatar).run(studio, folder, job);
    }
  }

  private int tell(MarkedSpeech.Result result) {
    Reports.give(json, () -> say(line(result)), () -> toJson(result), this::say);
    return 0;
  }

  private static String line(MarkedSpeech.Result result) {
    MarkedMouth mouth = result.mouth();
    return String.format(
        Locale.ROOT,
        "%s: of %d marked closures %d close; in %d of %d silent frames the mouth is shut",
        result.avatar(),
        mouth.marked(),
        mouth.closed(),
        mouth.shut(),
        mouth.silent());
  }

  private static ObjectNode toJson(MarkedSpeech.Result result) {
    MarkedMouth mouth = result.mouth();
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("avatar", result.avatar());
    ObjectNode goals = root.putObject("goals");
    goals.putObject("closures").put("atLeast", MarkedMouth.CLOSURES_GOAL);
    goals.putObject("silence").put("atLeast", MarkedMouth.SILENCE_GOAL);
    root.put("marked", mouth.marked());
    root.put("closed", mouth.closed());
    Reports.put(root, "closures", mouth.closures());
    root.put("silent", mouth.silent());
    root.put("shut", mouth.shut());
    Reports.put(root, "silence", mouth.silence());
    return root;
  }

  private Result measure(JobContext job) {
    List<LipClosures.Word> said = LipClosures.read(Objects.requireNonNull(words));
    try (ProjectFolder folder = ProjectFolder.view(Objects.requireNonNull(project))) {
      Evaluation evaluation = new Measuring(avatar).run(studio, folder, job);
      return new Result(evaluation.facts().avatar(), LipClosures.of(said, evaluation));
    }
  }

  private static ObjectNode toJson(Result result) {
    LipClosures found = result.closures();
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("avatar", result.avatar());
    root.putObject("goals").putObject("relative").put("atLeast", LipClosures.GOAL);
    root.put("moments", found.moments());
    root.put("real", found.real());
    root.put("shown", found.shown());
    Reports.put(root, "relative", found.relative());
    return root;
  }
}
