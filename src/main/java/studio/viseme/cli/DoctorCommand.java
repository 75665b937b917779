package studio.viseme.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import studio.viseme.cli.doctor.Doctor;
import studio.viseme.cli.doctor.Finding;
import studio.viseme.job.JobException;

/** {@code viseme doctor}. */
@Command(
    name = "doctor",
    description = "What this machine can do, and what is missing, with the remedy.")
final class DoctorCommand extends StudioCommand {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the findings to a file, or with - to standard output.")
  private @Nullable Path json;

  DoctorCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    List<Finding> findings = new Doctor(Path.of("")).examine();
    Reports.give(
        json,
        () -> findings.forEach(finding -> say(line(finding))),
        () -> Finding.toJson(findings),
        this::say);
    boolean healthy = findings.stream().noneMatch(f -> f.status() == Finding.Status.MISSING);
    return healthy ? 0 : JobException.Kind.CHECK.exitStatus();
  }

  private static String line(Finding finding) {
    String mark =
        switch (finding.status()) {
          case OK -> "ok      ";
          case NOTE -> "note    ";
          case WARNING -> "warning ";
          case MISSING -> "MISSING ";
        };
    String remedy = finding.remedy().isEmpty() ? "" : ": " + finding.remedy();
    return mark + "%-10s ".formatted(finding.subject()) + finding.found() + remedy;
  }
}
