package studio.viseme.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Comparing;
import studio.viseme.app.Studio;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Metric;
import studio.viseme.evaluation.report.HtmlReport;
import studio.viseme.evaluation.report.JsonReport;
import studio.viseme.job.JobContext;
import studio.viseme.store.AtomicFiles;

/** {@code viseme evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Measures an avatar on the last tenth of its clip, which no training saw.",
      "Several projects give one comparing report."
    })
final class EvaluateCommand extends StudioCommand {
  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", arity = "1..*", description = "Folders that end in .viseme.")
  private List<Path> projects;

  @Option(
      names = "--avatar",
      paramLabel = "ID",
      split = ",",
      description =
          "Which avatar; the newest finished one otherwise. Several with commas between, or "
              + "all are compared.")
  private List<String> avatars = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to a file, or with - to standard output.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with pictures, one file that needs no others.")
  private @Nullable Path html;

  EvaluateCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    List<Evaluation> evaluations = jobs.run(this::evaluate);
    if (json != null && Reports.isStandardOutput(json)) {
      say(JsonReport.of(evaluations).stripTrailing());
    } else {
      evaluations.forEach(this::tell);
      if (json != null) {
        AtomicFiles.writeString(json, JsonReport.of(evaluations));
      }
    }
    if (html != null) {
      AtomicFiles.writeString(html, HtmlReport.of(evaluations));
    }
    return 0;
  }

  private List<Evaluation> evaluate(JobContext job) {
    return new Comparing(projects, avatars).run(studio, job);
  }

  private void tell(Evaluation evaluation) {
    say(
        "%s, %s: %d of %d held-out frames measured"
            .formatted(
                evaluation.project(),
                evaluation.facts().avatar(),
                evaluation.measuredFrames(),
                evaluation.heldOutFrames()));
    for (Metric metric : Metric.values()) {
      evaluation
          .metric(metric)
          .ifPresent(
              value ->
                  say(
                      String.format(
                          Locale.ROOT,
                          "  %-18s %10." + metric.decimals() + "f %s",
                          metric.key(),
                          value,
                          metric.unit())));
    }
  }
}
