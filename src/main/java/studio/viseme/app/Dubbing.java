package studio.viseme.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.export.DubOptions;
import studio.viseme.export.DubOrder;
import studio.viseme.export.Dubber;
import studio.viseme.export.SigningKey;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.Consent;

/**
 * A film to be made in a project.
 *
 * @param avatar its id, or null for the newest finished one
 * @param audio the new speech
 * @param film where to write it: an MP4, or a QuickTime film that can be seen through
 */
public record Dubbing(@Nullable String avatar, Path audio, Path film, DubOptions options) {
  /** Makes the film, and records it with the project. */
  public Dubber.Film run(Studio studio, ProjectFolder project, JobContext job) {
    Consent consent = project.requireConsent();
    try (OpenAvatar opened = OpenAvatar.of(studio, project, avatar, "auto", job)) {
      DubOrder order =
          new DubOrder(
              opened.capture(),
              studio.source(project),
              opened.avatar(),
              opened.weights(),
              opened.encoder(),
              consent.statement(),
              audio,
              film,
              options);
      Dubber.Film made = new Dubber(order, SigningKey.ofUser(), job).dub();
      project.addExport(made.file(), opened.record().id());
      return made;
    }
  }

  /** A film in one line. */
  public static String describe(Dubber.Film film) {
    String backwards =
        film.reversedSeconds() > 0
            ? ", %s of it over footage that runs backwards"
                .formatted(Amounts.seconds(film.reversedSeconds()))
            : "";
    return "%s: %d x %d, %s%s, signed in %s"
        .formatted(
            film.file(),
            film.width(),
            film.height(),
            Amounts.seconds(film.audioSeconds()),
            backwards,
            film.sidecar().getFileName());
  }
}
