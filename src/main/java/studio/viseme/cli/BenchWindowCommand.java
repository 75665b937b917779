package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.WindowMeasure;
import studio.viseme.job.JobException;

/** {@code viseme bench window}. */
@Command(
    name = "window",
    description = {
      "How fast the studio's window answers.",
      "Until it is seen, pictures a second, from a slider to its picture, and what "
          + "looking on costs a training. Without a display it is drawn all the same."
    })
final class BenchWindowCommand extends StudioCommand {
  private static final int SCHEMA = 1;
  private static final double LEAST_SECONDS = 2;
  private static final double MOST_SECONDS = 120;

  private final WindowMeasure window;

  @Parameters(
      paramLabel = "PROJECT",
      arity = "0..1",
      description =
          "A project with a trained avatar, which is copied; the sample is made otherwise.")
  private @Nullable Path project;

  @Option(names = "--start", description = "Only how long the window takes to be seen.")
  private boolean startOnly;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "8",
      description = "How long each figure is measured, 8 otherwise.")
  private double seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchWindowCommand(WindowMeasure window, Terminal terminal) {
    super(terminal);
    this.window = window;
  }

  @Override
  int run(JobRunner jobs) {
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw JobException.usage(
          "A figure can't be measured so long", "--seconds " + seconds, "give 2 to 120 seconds");
    }
    var order = new WindowMeasure.Order(project, startOnly, seconds);
    List<WindowMeasure.Figure> figures = jobs.run(job -> window.measure(order, job));
    Reports.give(
        json, () -> figures.forEach(figure -> say(line(figure))), () -> toJson(figures), this::say);
    return 0;
  }

  private static String line(WindowMeasure.Figure figure) {
    boolean missed = figure.goal().filter(goal -> !goal.isMet(figure.value())).isPresent();
    return "%-30s %9.1f %-7s%s %s"
        .formatted(figure.key(), figure.value(), figure.unit(), missed ? "!" : " ", figure.what());
  }

  private static ObjectNode toJson(List<WindowMeasure.Figure> figures) {
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("threads", Runtime.getRuntime().availableProcessors());
    ArrayNode all = root.putArray("figures");
    for (WindowMeasure.Figure figure : figures) {
      ObjectNode node = all.addObject();
      node.put("key", figure.key()).put("what", figure.what());
      node.put("value", figure.value()).put("unit", figure.unit());
      figure
          .goal()
          .ifPresent(goal -> node.put(goal.atLeast() ? "atLeast" : "atMost", goal.bound()));
    }
    return root;
  }
}
