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
import studio.viseme.evaluation.sync.SyncBench;
import studio.viseme.evaluation.sync.SyncClip;
import studio.viseme.evaluation.sync.SyncFigures;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.speech.SyncExpert;

/** {@code viseme bench sync}. */
@Command(
    name = "sync",
    description = {
      "How far the sync expert can be believed.",
      "Whether it finds shifted sound in the films of analysed projects, and tells a "
          + "mouth's own sound from another's."
    })
final class BenchSyncCommand extends StudioCommand {
  private static final int SCHEMA = 1;

  @Parameters(
      paramLabel = "PROJECT",
      arity = "1..*",
      description = "Analysed projects; more people make a harder test.")
  private List<Path> projects = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchSyncCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    List<SyncFigures> figures = jobs.run(this::measure);
    Reports.give(
        json,
        () -> {
          say(
              "%-24s %7s %8s %9s %9s %6s"
                  .formatted("", "offset", "windows", "within 1", "within 2", "AUC"));
          figures.forEach(each -> say(line(each)));
        },
        () -> toJson(figures),
        this::say);
    return 0;
  }

  private List<SyncFigures> measure(JobContext job) {
    SyncExpert expert = new SyncExpert();
    List<SyncClip> clips = new ArrayList<>();
    try (JobContext.Task task = job.task("bench sync", projects.size() + 1L, "clips")) {
      for (Path path : projects) {
        try (ProjectFolder project = ProjectFolder.view(path)) {
          clips.add(SyncClip.of(project.name(), CaptureFolder.open(project), expert, job));
        }
        task.advance();
      }
      List<SyncFigures> figures = SyncBench.measure(clips, job.workers());
      task.advance();
      return figures;
    }
  }

  private static String line(SyncFigures f) {
    return String.format(
        Locale.ROOT,
        "%-24s %7d %8d %9s %9s %6s",
        f.name(),
        f.offset(),
        f.windows(),
        percent(f.withinOne()),
        percent(f.withinTwo()),
        Double.isNaN(f.auc()) ? "–" : String.format(Locale.ROOT, "%.3f", f.auc()));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static ObjectNode toJson(List<SyncFigures> figures) {
    ObjectNode root = Reports.begin(SCHEMA);
    ObjectNode goals = root.putObject("goals");
    goals.putObject("withinOne").put("atLeast", SyncFigures.GOAL_WITHIN_ONE);
    goals.putObject("withinTwo").put("atLeast", SyncFigures.FLOOR_WITHIN_TWO);
    goals.putObject("auc").put("atLeast", SyncFigures.GOAL_AUC);
    ArrayNode clips = root.putArray("clips");
    for (SyncFigures f : figures.subList(0, figures.size() - 1)) {
      put(clips.addObject().put("name", f.name()).put("offsetFrames", f.offset()), f);
    }
    put(root.putObject("all"), figures.getLast());
    return root;
  }

  private static void put(ObjectNode node, SyncFigures f) {
    node.put("windows", f.windows());
    Reports.put(node, "withinOne", f.withinOne());
    Reports.put(node, "withinTwo", f.withinTwo());
    Reports.put(node, "auc", f.auc());
  }
}
