package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Studio;
import studio.viseme.app.WindowMeasure;
import studio.viseme.cli.bench.Benchmark;
import studio.viseme.cli.bench.Benchmarks;
import studio.viseme.cli.bench.Timing;

/** {@code viseme bench}. */
@Command(name = "bench", description = "How fast this machine does what the waiting is made of.")
final class BenchCommand extends StudioCommand {
  private static final int SCHEMA = 1;

  private final Studio studio;
  private final WindowMeasure window;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "Only these: splat, splat-gradient, triplane, triplane-gradient, perceptron,"
              + " perceptron-gradient, picture-loss, adam, logmel, phones, viewport-image,"
              + " viewport-mesh, viewport-image-processor, viewport-mesh-processor.")
  private List<String> names = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the timings to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchCommand(Studio studio, WindowMeasure window, Terminal terminal) {
    super(terminal);
    this.terminal = terminal;
    this.studio = studio;
    this.window = window;
  }

  @Override
  List<StudioCommand> subcommands() {
    return List.of(
        new BenchCaptureCommand(terminal),
        new BenchClosuresCommand(studio, terminal),
        new BenchDrawingCommand(studio, terminal),
        new BenchHearingCommand(studio, terminal),
        new BenchLipsCommand(terminal),
        new BenchSyncCommand(terminal),
        new BenchTrainingCommand(studio, terminal),
        new BenchWindowCommand(window, terminal));
  }

  @Override
  int run(JobRunner jobs) {
    List<Benchmark> benchmarks = Benchmarks.named(names);
    List<Timing> timings =
        jobs.run(
            job -> Timing.ofAll(benchmarks, each -> studio.engine("cpu", each.workers()), job));
    Reports.give(
        json, () -> timings.forEach(each -> say(line(each))), () -> toJson(timings), this::say);
    return 0;
  }

  private static String line(Timing timing) {
    return "%-24s %9.3f ms best %9.3f ms median  %s"
        .formatted(
            timing.benchmark().name(), timing.best(), timing.median(), timing.benchmark().what());
  }

  private static ObjectNode toJson(List<Timing> timings) {
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("device", "cpu");
    root.put("threads", Runtime.getRuntime().availableProcessors());
    ArrayNode all = root.putArray("benchmarks");
    for (Timing timing : timings) {
      all.addObject()
          .put("name", timing.benchmark().name())
          .put("what", timing.benchmark().what())
          .put("runs", timing.runs())
          .put("bestMilliseconds", timing.best())
          .put("medianMilliseconds", timing.median());
    }
    return root;
  }
}
