package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.Version;
import studio.viseme.evaluation.capture.CaptureBench;
import studio.viseme.evaluation.capture.CaptureReport;
import studio.viseme.evaluation.capture.ClipResult;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.FileTree;

/** {@code viseme bench capture}. */
@Command(
    name = "capture",
    description = {
      "How right the analysis is.",
      "Without FILE: renders synthetic presenters, analyses their films and compares with "
          + "what is true. With FILE: how well the capture of a video or of a project explains "
          + "its own pictures."
    })
final class BenchCaptureCommand extends StudioCommand {
  private static final int MOST_PRESENTERS = 100;
  private static final double LEAST_SECONDS = 3;
  private static final double MOST_SECONDS = 60;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Videos, or projects whose names end in .viseme.")
  private List<Path> files = List.of();

  @Option(
      names = "--presenters",
      paramLabel = "N",
      defaultValue = "6",
      description = "How many presenters to render, 6 otherwise.")
  private int presenters;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "6",
      description = "How many seconds each is filmed, 6 otherwise.")
  private double seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "13",
      description = "The first presenter's seed; the others' follow. 13 otherwise.")
  private long seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep films and projects in this folder; thrown away otherwise.")
  private @Nullable Path keep;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  BenchCaptureCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    if (presenters < 1 || presenters > MOST_PRESENTERS) {
      throw JobException.usage(
          "There can't be so many presenters", "--presenters " + presenters, "give 1 to 100");
    }
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw JobException.usage(
          "A clip can't last so long", "--seconds " + seconds, "give 3 to 60 seconds");
    }
    CaptureReport report = new CaptureReport(jobs.run(this::measure));
    Reports.give(json, () -> report.table().forEach(this::say), () -> toJson(report), this::say);
    return 0;
  }

  private static ObjectNode toJson(CaptureReport report) {
    ObjectNode root = report.toJson();
    root.put("version", Version.NUMBER);
    root.put("commit", Version.commit().orElse(null));
    return root;
  }

  private List<ClipResult> measure(JobContext job) {
    try {
      Path folder =
          keep == null ? Files.createTempDirectory("viseme-bench-") : Files.createDirectories(keep);
      try {
        CaptureBench bench = new CaptureBench(folder, job);
        return files.isEmpty()
            ? bench.presenters(seed, presenters, seconds)
            : files.stream().map(file -> measure(bench, file)).toList();
      } finally {
        if (keep == null) {
          FileTree.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClipResult measure(CaptureBench bench, Path file) {
    return file.toString().endsWith(ProjectFolder.SUFFIX) ? bench.project(file) : bench.video(file);
  }
}
