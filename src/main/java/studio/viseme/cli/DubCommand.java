package studio.viseme.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.app.Dubbing;
import studio.viseme.app.Studio;
import studio.viseme.export.DubOptions;
import studio.viseme.export.Dubber;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;

/** {@code viseme dub}. */
@Command(
    name = "dub",
    description = "Makes a film in which the person says what a sound file says.")
final class DubCommand extends StudioCommand {
  private final Studio studio;

  @Parameters(paramLabel = "PROJECT", description = "A folder that ends in .viseme.")
  private Path project;

  @Option(
      names = "--audio",
      paramLabel = "FILE",
      required = true,
      description = "The new speech: any file that holds sound.")
  private Path audio;

  @Option(
      names = "--out",
      paramLabel = "FILE.mp4",
      required = true,
      description =
          "The film; with --background none a FILE.mov. A signed statement of its origin is put"
              + " beside it.")
  private Path out;

  @Option(
      names = "--avatar",
      paramLabel = "ID",
      description = "Which avatar; the newest finished one otherwise.")
  private @Nullable String avatar;

  @Option(
      names = "--pose",
      paramLabel = "HOW",
      defaultValue = "source",
      description = "The head's movement: source, still, or a file of keys (.json).")
  private String pose;

  @Option(
      names = "--blink",
      paramLabel = "HOW",
      defaultValue = "source",
      description = "The lids' movement: source, auto, or a file of keys (.json).")
  private String blink;

  @Option(
      names = "--background",
      paramLabel = "WHAT",
      defaultValue = "source",
      description =
          "source (the full frame), plate (the empty room), none (can be seen through: a "
              + ".mov), #RRGGBB, or a picture file. All but source give a film of the head crop.")
  private String background;

  DubCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    Dubbing dubbing = new Dubbing(avatar, audio, out, DubOptions.parse(pose, blink, background));
    say(Dubbing.describe(jobs.run(job -> dub(dubbing, job))));
    return 0;
  }

  private Dubber.Film dub(Dubbing dubbing, JobContext job) {
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      return dubbing.run(studio, folder, job);
    }
  }
}
