package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.DrawingMeasure;
import studio.viseme.app.OpenAvatar;
import studio.viseme.app.Studio;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/** {@code viseme bench drawing}. */
@Command(
    name = "drawing",
    description = "How many pictures of a finished avatar are drawn a second, at its clip's size.")
final class BenchDrawingCommand extends StudioCommand {
  private static final int SCHEMA = 1;
  private static final double LEAST_SECONDS = 1;
  private static final double MOST_SECONDS = 120;

  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A project with a trained avatar.")
  private @Nullable Path project;

  @Option(names = "--avatar", paramLabel = "ID", description = "The newest finished one otherwise.")
  private @Nullable String avatar;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each figure is measured, 10 otherwise; a third of it warms up.")
  private double seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchDrawingCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw JobException.usage(
          "A figure can't be measured so long", "--seconds " + seconds, "give 1 to 120 seconds");
    }
    List<DrawingMeasure.Figure> figures = jobs.run(this::measure);
    Reports.give(
        json, () -> figures.forEach(figure -> say(line(figure))), () -> toJson(figures), this::say);
    return 0;
  }

  private List<DrawingMeasure.Figure> measure(JobContext job) {
    try (ProjectFolder folder = ProjectFolder.view(project);
        OpenAvatar opened = OpenAvatar.of(studio, folder, avatar, "auto", job)) {
      return new DrawingMeasure(opened).measure(seconds, job);
    }
  }

  private static String line(DrawingMeasure.Figure figure) {
    return "%-10s %7.1f pictures a second, %6.2f ms of processor time each"
        .formatted(figure.key(), figure.perSecond(), figure.cpuMilliseconds());
  }

  private static ObjectNode toJson(List<DrawingMeasure.Figure> figures) {
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("threads", Runtime.getRuntime().availableProcessors());
    ArrayNode all = root.putArray("figures");
    for (DrawingMeasure.Figure figure : figures) {
      all.addObject()
          .put("key", figure.key())
          .put("pictures", figure.pictures())
          .put("perSecond", figure.perSecond())
          .put("cpuMilliseconds", figure.cpuMilliseconds());
    }
    return root;
  }
}
