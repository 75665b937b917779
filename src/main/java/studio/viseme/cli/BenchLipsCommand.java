package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.capture.CaptureFolder;
import studio.viseme.evaluation.strangers.HeardClip;
import studio.viseme.evaluation.strangers.StrangerFigures;
import studio.viseme.evaluation.strangers.StrangersBench;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.sample.lessons.Language;
import studio.viseme.sample.lessons.Stranger;
import studio.viseme.speech.LipEncoder;
import studio.viseme.speech.LipNet;
import studio.viseme.speech.SyncExpert;

/** {@code viseme bench lips}. */
@Command(
    name = "lips",
    description = {
      "What the speech encoder \"lips\", or another, knows of mouths that it has never " + "seen.",
      "Of the people in analysed projects, and of synthetic voices in several languages."
    })
final class BenchLipsCommand extends StudioCommand {
  private static final int SCHEMA = 1;

  @Parameters(paramLabel = "PROJECT", arity = "0..*", description = "Analysed projects.")
  private List<Path> projects = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "What viseme train-speech wrote; the encoder of the program otherwise.")
  private @Nullable Path weights;

  @Option(
      names = "--voices",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "So many utterances a language of voices that are in no lesson, 7 s each; none "
              + "otherwise. Needs eSpeak NG 1.51.")
  private int voices;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchLipsCommand(Terminal terminal) {
    super(terminal);
  }

  /** Figures of people, and of languages. */
  private record Result(List<StrangerFigures> people, List<StrangerFigures> languages) {}

  @Override
  int run(JobRunner jobs) {
    if (projects.isEmpty() && voices < 1) {
      throw JobException.usage(
          "Nobody is there to listen to", "bench lips", "name projects, or give --voices 8");
    }
    Result result = jobs.run(this::measure);
    Reports.give(json, () -> tell(result), () -> toJson(result), this::say);
    return 0;
  }

  private void tell(Result result) {
    say(
        "%-20s %6s %8s %8s %6s %6s %6s %8s %10s %7s"
            .formatted(
                "",
                "offset",
                "frames",
                "opening",
                "width",
                "jaw",
                "shut",
                "windows",
                "retrieval",
                "chance"));
    result.people().forEach(each -> say(line(each)));
    result.languages().forEach(each -> say(line(each)));
  }

  private ObjectNode toJson(Result result) {
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("weights", weights == null ? null : weights.getFileName().toString());
    put(root.putArray("people"), result.people());
    put(root.putArray("languages"), result.languages());
    return root;
  }

  private Result measure(JobContext job) {
    // A wrong name is told before anybody is listened to.
    projects.forEach(path -> ProjectFolder.view(path).close());
    LipEncoder encoder = weights == null ? new LipEncoder() : new LipEncoder(LipNet.read(weights));
    int languages = voices < 1 ? 0 : Language.values().length;
    try (JobContext.Task task = job.task("listen", projects.size() + languages, "voices")) {
      List<HeardClip> people = new ArrayList<>();
      SyncExpert expert = new SyncExpert();
      for (Path path : projects) {
        try (ProjectFolder project = ProjectFolder.view(path)) {
          people.add(
              HeardClip.of(project.name(), CaptureFolder.open(project), encoder, expert, job));
        }
        task.advance();
      }
      List<StrangerFigures> spoken = new ArrayList<>();
      for (int k = 0; k < languages; k++) {
        spoken.addAll(listen(Language.values()[k], encoder, job));
        task.advance();
      }
      return new Result(StrangersBench.measure(people, job.workers()), spoken);
    }
  }

  private List<StrangerFigures> listen(Language language, LipEncoder encoder, JobContext job) {
    List<HeardClip> clips = new ArrayList<>();
    for (Stranger voice : Stranger.speak(language, voices)) {
      clips.add(HeardClip.of(name(language), voice, encoder, job.workers()));
    }
    return StrangersBench.measure(clips, job.workers());
  }

  private static String name(Language language) {
    return language.name().toLowerCase(Locale.ROOT);
  }

  private static String line(StrangerFigures f) {
    return String.format(
        Locale.ROOT,
        "%-20s %6d %8d %8.2f %6.2f %6.2f %6.2f %8d %10.2f %7.2f",
        f.name(),
        f.offset(),
        f.frames(),
        f.opening(),
        f.width(),
        f.jaw(),
        f.shut(),
        f.windows(),
        f.retrieval(),
        f.chance());
  }

  private static void put(ArrayNode array, List<StrangerFigures> figures) {
    for (StrangerFigures f : figures) {
      ObjectNode node = array.addObject();
      node.put("name", f.name());
      node.put("offsetFrames", f.offset());
      node.put("frames", f.frames());
      Reports.put(node, "opening", f.opening());
      Reports.put(node, "width", f.width());
      Reports.put(node, "jaw", f.jaw());
      Reports.put(node, "shut", f.shut());
      node.put("windows", f.windows());
      Reports.put(node, "retrieval", f.retrieval());
      Reports.put(node, "chance", f.chance());
    }
  }
}
