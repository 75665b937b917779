package studio.viseme.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import studio.viseme.export.DubOptions;
import studio.viseme.export.DubOrder;
import studio.viseme.export.Dubber;
import studio.viseme.export.SigningKey;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.Consent;

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
      description = "The film. A signed statement of its origin is put beside it.")
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
      description = "The head's movement: source or still.")
  private String pose;

  @Option(
      names = "--blink",
      paramLabel = "HOW",
      defaultValue = "source",
      description = "The lids' movement: source or auto.")
  private String blink;

  @Option(
      names = "--background",
      paramLabel = "WHAT",
      defaultValue = "source",
      description = "source (the full frame), plate (without the person's surroundings) or #RRGGBB.")
  private String background;

  DubCommand(Studio studio, Terminal terminal) {
    super(terminal);
    this.studio = studio;
  }

  @Override
  int run(JobRunner jobs) {
    DubOptions options = DubOptions.parse(pose, blink, background);
    Dubber.Film film = jobs.run(job -> dub(options, job));
    say(
        "%s: %d x %d, %s, signed in %s"
            .formatted(
                film.file(),
                film.width(),
                film.height(),
                ProgressText.seconds(film.audioSeconds()),
                film.sidecar().getFileName()));
    return 0;
  }

  private Dubber.Film dub(DubOptions options, JobContext job) {
    try (ProjectFolder folder = ProjectFolder.open(project)) {
      Consent consent = folder.requireConsent();
      try (OpenAvatar opened = OpenAvatar.of(studio, folder, avatar, "auto", job)) {
        DubOrder order =
            new DubOrder(
                opened.capture(),
                studio.source(folder),
                opened.avatar(),
                opened.weights(),
                opened.encoder(),
                consent.statement(),
                audio,
                out,
                options);
        Dubber.Film film = new Dubber(order, SigningKey.ofUser(), job).dub();
        folder.addExport(film.file(), opened.record().id());
        return film;
      }
    }
  }
}
