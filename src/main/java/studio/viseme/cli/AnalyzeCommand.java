package studio.viseme.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.capture.AnalyzeOptions;
import studio.viseme.capture.CaptureStages;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;

/** {@code viseme analyze}. */
@Command(
    name = "analyze",
    description = "Finds out all that the video tells about the person; skips what is up to date.")
final class AnalyzeCommand extends StudioCommand {
  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(names = "--only", paramLabel = "STAGE", description = "Only this stage, see status.")
  private @Nullable String only;

  @Option(
      names = "--masks",
      paramLabel = "DIR",
      description = "Masks made elsewhere, a PNG a frame; none to go back to the program's own.")
  private @Nullable String masks;

  @Option(
      names = "--exclude",
      paramLabel = "FROM-TO,...",
      description = "Seconds of the clip to neither train on nor measure.")
  private @Nullable String exclude;

  @Option(
      names = "--fix",
      paramLabel = "ID,...",
      description =
          "Apply the fixes of these findings first, or of all; see status. ID=CHOICE where "
              + "there is one, as in one-face=2.")
  private @Nullable String fix;

  AnalyzeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    jobs.run(this::analyze);
    return 0;
  }

  private ProjectFolder analyze(JobContext job) {
    AnalyzeOptions options =
        new AnalyzeOptions(
            Optional.ofNullable(only),
            Optional.ofNullable(exclude),
            Optional.ofNullable(masks),
            Optional.ofNullable(fix));
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      CaptureStages.analyze(folder, options, job);
      return folder;
    }
  }
}
