package studio.viseme.ui.model;

import java.nio.file.Path;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioReader;
import studio.viseme.media.VideoProbe;
import studio.viseme.media.VideoReader;
import studio.viseme.viewport.Scene;

/** A film that is watched: its sound is the clock, its pictures follow. */
public final class FilmModel {
  private final TaskExecutor executor;
  private final Transport transport;
  private final Latest<Moment> pictures;
  private final ReadOnlyObjectWrapper<@Nullable Path> file = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Scene> scene = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<float[]> outline = new ReadOnlyObjectWrapper<>(new float[0]);
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  // Touched by the pictures' thread alone.
  private @Nullable VideoReader reader;
  private @Nullable Path readerFile;
  private double lastMoment;

  private record Moment(@Nullable Path file, double seconds) {}

  FilmModel(TaskExecutor executor, SoundOutput output) {
    this.executor = executor;
    this.transport = new Transport(executor, output);
    this.pictures = new Latest<>(executor, this::show);
    transport.positionProperty().subscribe(() -> refresh());
  }

  public Transport transport() {
    return transport;
  }

  /** The film, or null. */
  public ReadOnlyObjectProperty<@Nullable Path> fileProperty() {
    return file.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Scene> sceneProperty() {
    return scene.getReadOnlyProperty();
  }

  /** How loud it is over time, evenly spaced; empty while nobody knows. */
  public ReadOnlyObjectProperty<float[]> outlineProperty() {
    return outline.getReadOnlyProperty();
  }

  /** Why it can't be shown, or null. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  void open(@Nullable Path film) {
    file.set(film);
    scene.set(null);
    problem.set(null);
    outline.set(new float[0]);
    transport.unload();
    if (film != null) {
      executor.background(() -> measure(film));
    }
    refresh();
  }

  private void measure(Path film) {
    try {
      double seconds = VideoProbe.of(film).seconds();
      executor.front(
          () -> {
            if (film.equals(file.get())) {
              transport.load(from -> AudioReader.open(film).startAt(from), seconds);
            }
          });
      float[] heard = SoundOutline.of(film);
      executor.front(
          () -> {
            if (film.equals(file.get())) {
              outline.set(heard);
            }
          });
    } catch (JobException e) {
      executor.front(() -> problem.set(Problem.of(e)));
    }
  }

  private void refresh() {
    pictures.offer(new Moment(file.get(), transport.position()));
  }

  private void show(Moment moment) {
    try {
      RgbImage picture = picture(moment);
      if (picture != null) {
        executor.front(() -> scene.set(Scene.of(picture)));
      }
    } catch (JobException e) {
      executor.front(() -> problem.set(Problem.of(e)));
    }
  }

  private @Nullable RgbImage picture(Moment moment) {
    if (readerFile == null ? moment.file != null : !readerFile.equals(moment.file)) {
      if (reader != null) {
        reader.close();
        reader = null;
      }
      readerFile = moment.file;
      lastMoment = 0;
      if (moment.file != null) {
        reader = VideoReader.open(moment.file);
      }
    }
    VideoReader opened = reader;
    if (opened == null) {
      return null;
    }
    boolean far = moment.seconds < lastMoment || moment.seconds > lastMoment + 2;
    if (far) {
      opened.seek(moment.seconds);
    }
    lastMoment = moment.seconds;
    return opened.sample(moment.seconds);
  }
}
