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
import studio.viseme.app.Studio;
import studio.viseme.capture.CaptureFolder;
import studio.viseme.compute.Engine;
import studio.viseme.evaluation.LipClosures;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.evaluation.hearing.HearingCeilings;
import studio.viseme.evaluation.hearing.HearingFigures;
import studio.viseme.evaluation.hearing.HearingLadder;
import studio.viseme.evaluation.hearing.HearingRow;
import studio.viseme.evaluation.hearing.Interval;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.SpeechEncoder;

/** {@code viseme bench hearing}. */
@Command(
    name = "hearing",
    description = {
      "How far speech tells the mouth in the films of analysed projects.",
      "Without pictures: by encoder, by seconds of footage, and by what the tracker and "
          + "the words leave open."
    })
final class BenchHearingCommand extends StudioCommand {
  private static final int SCHEMA = 1;

  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", arity = "1..*", description = "Analysed projects.")
  private List<Path> projects = List.of();

  @Option(
      names = "--encoders",
      paramLabel = "NAME,…",
      split = ",",
      description = "What hears; the first is also tried on less footage. ${DEFAULT-VALUE}")
  private List<String> encoders = List.of("logmel+lips", "logmel", "lips", "phones", "stft");

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description =
          "What is said in the only PROJECT: a line a word, start and end in seconds of the "
              + "clip and the word, between tabs; sil and sp are silence.")
  private @Nullable Path words;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchHearingCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    Path said = words;
    if (said != null && projects.size() > 1) {
      throw JobException.usage(
          "Words are those of one film", "bench hearing", "give --words with one PROJECT");
    }
    List<Word> known = said == null ? List.of() : LipClosures.read(said);
    List<SpeechEncoder> ears = encoders.stream().map(this::encoder).toList();
    List<HearingLadder> ladders = jobs.run(job -> measure(ears, known, job));
    Reports.give(json, () -> ladders.forEach(this::tell), () -> toJson(ladders), this::say);
    return 0;
  }

  private SpeechEncoder encoder(String name) {
    return studio
        .generalEncoder(name)
        .orElseThrow(
            () ->
                JobException.usage(
                    "There is no such speech encoder, or it is learnt from a person",
                    name,
                    "\"viseme encoders\" lists them"));
  }

  private List<HearingLadder> measure(List<SpeechEncoder> ears, List<Word> said, JobContext job) {
    List<HearingLadder> ladders = new ArrayList<>();
    for (Path path : projects) {
      try (ProjectFolder project = ProjectFolder.view(path);
          Engine engine = studio.engine("cpu", job.workers())) {
        ladders.add(
            HearingLadder.of(project.name(), CaptureFolder.open(project), engine, ears, said, job));
      }
    }
    return ladders;
  }

  private void tell(HearingLadder ladder) {
    say(
        String.format(
            Locale.ROOT,
            "%-22s %6s | %-17s %-17s %6s %8s %6s | held out: the same",
            ladder.name(),
            "s",
            "opening",
            "jaw",
            "spread",
            "closures",
            "error"));
    for (HearingRow row : ladder.rows()) {
      say(
          String.format(Locale.ROOT, "%-22s %6.0f | ", row.ear(), row.seconds())
              + line(row.validation())
              + " | "
              + line(row.heldOut()));
    }
    HearingCeilings ceilings = ladder.ceilings();
    say(
        String.format(
            Locale.ROOT,
            "opening, jaw: at most %.3f, %.3f by the tracker's noise; %.3f, %.3f of a frame's"
                + " neighbours",
            ceilings.tracker()[0],
            ceilings.tracker()[1],
            ceilings.neighbours()[0],
            ceilings.neighbours()[1]));
    if (ceilings.tokens() > 0) {
      say(
          String.format(
              Locale.ROOT,
              "%.3f, %.3f of a word and the mean of its repeats, %d of them",
              ceilings.repeats()[0],
              ceilings.repeats()[1],
              ceilings.tokens()));
    }
  }

  private static String line(HearingFigures f) {
    return String.format(
        Locale.ROOT,
        "%-17s %-17s %6.2f %8s %6.2f",
        within(f.opening(), f.openingWithin()),
        within(f.jaw(), f.jawWithin()),
        f.spread(),
        Double.isNaN(f.closures()) ? "–" : Math.round(100 * f.closures()) + " %",
        f.lipError());
  }

  private static String within(double value, Interval interval) {
    return Double.isNaN(interval.low())
        ? String.format(Locale.ROOT, "%.3f", value)
        : String.format(Locale.ROOT, "%.3f (%.2f–%.2f)", value, interval.low(), interval.high());
  }

  private static ObjectNode toJson(List<HearingLadder> ladders) {
    ObjectNode root = Reports.begin(SCHEMA);
    ObjectNode goals = root.putObject("goals");
    goals.putObject("opening").put("atLeast", HearingFigures.OPENING_GOAL);
    goals.putObject("spread").put("atLeast", HearingFigures.SPREAD_GOAL);
    goals.putObject("closures").put("atLeast", HearingFigures.CLOSURES_GOAL);
    goals.putObject("lipError").put("atMost", HearingFigures.LIP_ERROR_GOAL);
    ArrayNode clips = root.putArray("clips");
    for (HearingLadder ladder : ladders) {
      ObjectNode clip = clips.addObject().put("name", ladder.name());
      ArrayNode rows = clip.putArray("rows");
      for (HearingRow row : ladder.rows()) {
        ObjectNode node = rows.addObject().put("ear", row.ear());
        Reports.put(node, "seconds", row.seconds());
        put(node.putObject("validation"), row.validation());
        put(node.putObject("heldOut"), row.heldOut());
      }
      put(clip.putObject("ceilings"), ladder.ceilings());
    }
    return root;
  }

  private static void put(ObjectNode node, HearingFigures f) {
    node.put("frames", f.frames());
    Reports.put(node, "opening", f.opening());
    put(node, "openingWithin", f.openingWithin());
    Reports.put(node, "jaw", f.jaw());
    put(node, "jawWithin", f.jawWithin());
    Reports.put(node, "spread", f.spread());
    node.put("closed", f.closed());
    Reports.put(node, "closures", f.closures());
    Reports.put(node, "lipError", f.lipError());
  }

  private static void put(ObjectNode node, String key, Interval interval) {
    if (Double.isNaN(interval.low())) {
      node.putNull(key);
    } else {
      ObjectNode ends = node.putObject(key);
      Reports.put(ends, "low", interval.low());
      Reports.put(ends, "high", interval.high());
    }
  }

  private static void put(ObjectNode node, HearingCeilings ceilings) {
    put(node.putObject("tracker"), ceilings.tracker());
    put(node.putObject("neighbours"), ceilings.neighbours());
    put(node.putObject("repeats"), ceilings.repeats());
    node.put("tokens", ceilings.tokens());
  }

  private static void put(ObjectNode node, double[] openingAndJaw) {
    Reports.put(node, "opening", openingAndJaw[0]);
    Reports.put(node, "jaw", openingAndJaw[1]);
  }
}
