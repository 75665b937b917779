package studio.viseme.ui.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.OpenAvatar;
import studio.viseme.app.Studio;
import studio.viseme.export.Rehearsal;
import studio.viseme.image.Raster;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.media.AudioFile;
import studio.viseme.project.ProjectFolder;

/** An avatar with a sound, opened once and rendered often. One thread at a time. */
interface Rehearsed extends AutoCloseable {
  RgbImage render(Rehearsal.Direction direction);

  /** The picture to keep, see {@link Rehearsal#still}. */
  Raster still(Rehearsal.Direction direction);

  /** The clip's frame that is behind a moment of the sound. */
  int clipFrame(double seconds);

  @Override
  void close();

  /** Opens avatars: a port, so that the page is tested without a trained one. */
  interface Opener {
    /**
     * @param avatar its id
     * @param sound null for the clip's own speech
     * @throws studio.viseme.job.JobException (input) when it can't be opened
     */
    Rehearsed open(ProjectSnapshot project, String avatar, @Nullable Path sound);
  }

  /** The port's real side: what the project's folder holds. */
  static Opener inProjects(Studio studio) {
    return (project, avatar, sound) -> {
      ProjectFolder folder = ProjectFolder.view(project.folder());
      OpenAvatar loaded = OpenAvatar.of(studio, folder, avatar, "auto", JobContext.silent());
      try {
        float[] heard = sound == null ? loaded.capture().speech() : AudioFile.read(sound);
        Rehearsal rehearsal =
            new Rehearsal(loaded.capture(), loaded.avatar(), loaded.encoder(), heard);
        return new Loaded(loaded, rehearsal);
      } catch (RuntimeException e) {
        loaded.close();
        throw e;
      }
    };
  }

  /** With its engine and model in memory. */
  record Loaded(OpenAvatar avatar, Rehearsal rehearsal) implements Rehearsed {
    @Override
    public RgbImage render(Rehearsal.Direction direction) {
      return rehearsal.render(direction);
    }

    @Override
    public Raster still(Rehearsal.Direction direction) {
      return rehearsal.still(direction);
    }

    @Override
    public int clipFrame(double seconds) {
      return rehearsal.clipFrame(seconds);
    }

    @Override
    public void close() {
      avatar.close();
    }
  }
}
