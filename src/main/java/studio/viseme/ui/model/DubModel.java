package studio.viseme.ui.model;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.app.Dubbing;
import studio.viseme.export.DubOptions;
import studio.viseme.media.FilmFormat;
import studio.viseme.project.ProjectFolder;

/** What to dub, how, and the film that came of it. */
public final class DubModel {
  private final FilmModel film;
  private final ObjectProperty<@Nullable Path> audio = new SimpleObjectProperty<>();
  private final ObjectProperty<Style> style = new SimpleObjectProperty<>(Style.SAME_TAKE);
  private final ObjectProperty<DubOptions.Background> background =
      new SimpleObjectProperty<>(new DubOptions.Background.Source());
  private @Nullable Path shown;

  /** Ready-made choices of what moves. */
  public enum Style {
    /** Everything but the mouth as it was filmed. */
    SAME_TAKE(new DubOptions.Pose.Source(), new DubOptions.Blink.Source()),
    /** Filmed movement, other blinks. */
    NEW_BLINKS(new DubOptions.Pose.Source(), new DubOptions.Blink.Auto()),
    /** A calm head, other blinks. */
    STILL_HEAD(new DubOptions.Pose.Still(), new DubOptions.Blink.Auto());

    private final DubOptions.Pose pose;
    private final DubOptions.Blink blink;

    Style(DubOptions.Pose pose, DubOptions.Blink blink) {
      this.pose = pose;
      this.blink = blink;
    }
  }

  DubModel(TaskExecutor executor, SoundOutput output) {
    this.film = new FilmModel(executor, output);
  }

  /** The film that was made last. */
  public FilmModel film() {
    return film;
  }

  /** The new speech, or null while none is chosen. */
  public ObjectProperty<@Nullable Path> audioProperty() {
    return audio;
  }

  public ObjectProperty<Style> styleProperty() {
    return style;
  }

  public ObjectProperty<DubOptions.Background> backgroundProperty() {
    return background;
  }

  /** What is chosen now; doesn't change when the page does. */
  Choice choice() {
    Style how = style.get();
    return new Choice(new DubOptions(how.pose, how.blink, background.get()));
  }

  /** How a film is to be made. */
  record Choice(DubOptions options) {
    /** The order for a project; its film gets a name that is free in its folder of exports. */
    Dubbing order(ProjectFolder project, Path speech) {
      Path film = freeName(project.exportsFolder(), speech, options.format());
      return new Dubbing(null, speech, film, options);
    }
  }

  static Path freeName(Path folder, Path speech, FilmFormat format) {
    String name = speech.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return FreeName.in(folder, name, format.ending());
  }

  void show(@Nullable ProjectSnapshot snapshot, boolean another) {
    if (another) {
      audio.set(null);
    }
    Path newest =
        snapshot == null
            ? null
            : snapshot.exports().stream()
                .map(export -> snapshot.folder().resolve(export.file()))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    if (newest == null ? shown != null : !newest.equals(shown)) {
      shown = newest;
      film.open(newest);
    }
  }
}
