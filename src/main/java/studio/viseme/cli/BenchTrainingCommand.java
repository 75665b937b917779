package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Studio;
import studio.viseme.app.TrainingMeasure;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.syncgaussian.SyncGaussianBackend;
import studio.viseme.evaluation.FitMeter;
import studio.viseme.evaluation.Metric;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;

/** {@code viseme bench training}. */
@Command(
    name = "training",
    description =
        "Quality against steps and seconds of a preset, on validation frames of a project.")
final class BenchTrainingCommand extends StudioCommand {
  private static final int SCHEMA = 1;
  private static final int FEWEST_STEPS = 50;

  private static final List<Metric> SHOWN =
      List.of(
          Metric.PSNR_HEAD,
          Metric.PSNR_HEAD_NO_NECK,
          Metric.SSIM_HEAD,
          Metric.PSNR_MOUTH,
          Metric.LMD_PX);

  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "An analysed project; nothing is written.")
  private @Nullable Path project;

  @Option(
      names = "--preset",
      paramLabel = "draft|standard|best",
      defaultValue = "draft",
      description = "draft otherwise.")
  private Preset preset = Preset.DRAFT;

  @Option(
      names = "--steps",
      paramLabel = "N,…",
      split = ",",
      description = "Trains once for each of these numbers of steps; the preset's otherwise.")
  private int[] steps = {};

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "1 otherwise.")
  private long seed;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "4",
      description = "Measures one validation frame in so many, 4 otherwise.")
  private int every;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchTrainingCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    for (int total : steps) {
      if (total < FEWEST_STEPS) {
        throw JobException.usage(
            "Too few steps to tell anything", "--steps " + total, "give 50 or more");
      }
    }
    if (every < 1) {
      throw JobException.usage("No frame would be measured", "--every " + every, "give 1 or more");
    }
    List<TrainingMeasure.Point> points = new ArrayList<>();
    for (OptionalInt total : totals()) {
      TrainingSettings settings =
          new TrainingSettings(preset, total, TrainingSettings.DEFAULT_ENCODER, seed);
      TrainingMeasure measure = new TrainingMeasure(SyncGaussianBackend.NAME, settings, every);
      TrainingMeasure.Point point =
          jobs.run(
              job -> {
                try (ProjectFolder folder = ProjectFolder.view(project)) {
                  return measure.run(studio, folder, job);
                }
              });
      points.add(point);
      if (json == null || !Reports.isStandardOutput(json)) {
        say(line(point));
      }
    }
    if (json != null) {
      Reports.write(toJson(points), json, this::say);
    }
    return 0;
  }

  private List<OptionalInt> totals() {
    if (steps.length == 0) {
      return List.of(OptionalInt.empty());
    }
    List<OptionalInt> totals = new ArrayList<>();
    for (int total : steps) {
      totals.add(OptionalInt.of(total));
    }
    return totals;
  }

  private static String line(TrainingMeasure.Point point) {
    return "%,6d steps  %.1f s (%.1f of processor time), aligning %.1f s (%.1f)%n  validation %s%n  learnt     %s"
        .formatted(
            point.training().steps(),
            point.training().seconds(),
            point.training().cpuSeconds(),
            point.alignSeconds(),
            point.alignCpuSeconds(),
            words(point.validation()),
            words(point.learnt()));
  }

  private static String words(FitMeter.Fit fit) {
    StringBuilder out = new StringBuilder();
    for (Metric metric : SHOWN) {
      OptionalDouble value = fit.metrics().get(metric);
      if (value.isPresent()) {
        out.append(String.format(Locale.ROOT, "%s %.3f  ", metric.key(), value.getAsDouble()));
      }
    }
    fit.regions()
        .forEach(
            (region, value) ->
                out.append(String.format(Locale.ROOT, "%s %.2f  ", region.key(), value)));
    return out.toString().strip();
  }

  private ObjectNode toJson(List<TrainingMeasure.Point> points) {
    ObjectNode root = Reports.begin(SCHEMA);
    root.put("threads", Runtime.getRuntime().availableProcessors());
    root.put("preset", preset.name().toLowerCase(Locale.ROOT));
    root.put("seed", seed);
    ArrayNode all = root.putArray("points");
    for (TrainingMeasure.Point point : points) {
      ObjectNode each =
          all.addObject()
              .put("steps", point.training().steps())
              .put("seconds", point.training().seconds())
              .put("cpuSeconds", point.training().cpuSeconds())
              .put("stepSeconds", point.training().stepSeconds())
              .put("alignSeconds", point.alignSeconds())
              .put("alignCpuSeconds", point.alignCpuSeconds());
      put(each.putObject("validation"), point.validation());
      put(each.putObject("learnt"), point.learnt());
    }
    return root;
  }

  private static void put(ObjectNode out, FitMeter.Fit fit) {
    out.put("frames", fit.frames());
    fit.metrics().values().forEach((metric, value) -> out.put(metric.key(), value));
    ObjectNode regions = out.putObject("regions");
    fit.regions().forEach((region, value) -> regions.put(region.key(), value));
  }
}
