package studio.viseme.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Amounts;
import studio.viseme.app.Staleness;
import studio.viseme.capture.CaptureStages;
import studio.viseme.capture.Checks;
import studio.viseme.capture.StageStatus;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.Severity;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.project.ProjectManifest.ExportRecord;

/** {@code viseme status}. */
@Command(name = "status", description = "What a project holds: stages, avatars, exports.")
final class StatusCommand extends StudioCommand {
  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the status to a file, or with - to standard output.")
  private @Nullable Path json;

  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    try (ProjectFolder folder = ProjectFolder.view(project)) {
      List<StageStatus> stages = CaptureStages.status(folder);
      Reports.give(
          json,
          () -> tell(folder, stages),
          () -> StatusReport.of(folder, stages, Checks.read(folder)),
          this::say);
    }
    return 0;
  }

  private static String describe(Finding finding, Fix.Face face) {
    return "         --fix %s=%d   at %d,%d in %.0f %% of the pictures, see %s"
        .formatted(
            finding.id(),
            face.number(),
            face.box().x() + face.box().width() / 2,
            face.box().y() + face.box().height() / 2,
            100 * face.seen(),
            face.picture());
  }

  private void tell(ProjectFolder folder, List<StageStatus> stages) {
    say("source   " + folder.manifest().source().originalName());
    say("consent  " + (folder.manifest().consent() == null ? "not recorded" : "recorded"));
    for (StageStatus stage : stages) {
      String state = stage.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String cost =
          stage.isUpToDate()
              ? ", " + Amounts.seconds(stage.seconds()) + ", " + Amounts.bytes(stage.bytes())
              : "";
      say("stage    %-16s %s%s".formatted(stage.name(), state, cost));
    }
    for (Finding finding : Checks.read(folder)) {
      if (finding.severity().compareTo(Severity.PASSED) > 0) {
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        say("check    %-16s %-10s %s".formatted(finding.id(), severity, finding.text()));
        if (finding.fix() instanceof Fix.ChooseFace choice) {
          choice.faces().forEach(face -> say(describe(finding, face)));
        }
      }
    }
    for (AvatarRecord avatar : folder.avatars()) {
      String stale =
          Staleness.of(folder, avatar)
              .map(what -> ", stale: trained before " + what + "; train another with --new")
              .orElse("");
      say("avatar   %-16s %s%s".formatted(avatar.id(), StatusReport.state(avatar), stale));
    }
    for (ExportRecord export : folder.exports()) {
      say("export   " + export.file() + " by " + export.avatar());
    }
  }
}
