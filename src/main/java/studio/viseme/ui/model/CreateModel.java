package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobException;
import studio.viseme.media.VideoProbe;
import studio.viseme.project.ProjectFolder;

/** The form that makes a project of a video. */
public final class CreateModel {
  /** What is cut off at an end by less is not meant. */
  private static final double LEAST_CUT = 0.05;

  private final TaskExecutor executor;
  private final ObjectProperty<@Nullable Path> video = new SimpleObjectProperty<>();
  private final StringProperty name = new SimpleStringProperty("");
  private final ObjectProperty<Path> folder = new SimpleObjectProperty<>();
  private final StringProperty shown = new SimpleStringProperty("");
  private final StringProperty agreed = new SimpleStringProperty("");
  private final DoubleProperty from = new SimpleDoubleProperty();
  private final DoubleProperty to = new SimpleDoubleProperty();
  private final ReadOnlyDoubleWrapper seconds = new ReadOnlyDoubleWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobCard> job = new ReadOnlyObjectWrapper<>();
  private final BooleanBinding complete =
      Bindings.createBooleanBinding(this::isComplete, video, name, shown, agreed, problem);

  /**
   * @param home where projects are made unless another folder is chosen
   */
  CreateModel(Path home, TaskExecutor executor) {
    this.executor = executor;
    folder.set(home);
  }

  public ObjectProperty<@Nullable Path> videoProperty() {
    return video;
  }

  /** Of the project, without its ending. */
  public StringProperty nameProperty() {
    return name;
  }

  /** Where the project's folder is made. */
  public ObjectProperty<Path> folderProperty() {
    return folder;
  }

  /** Who is shown. */
  public StringProperty shownProperty() {
    return shown;
  }

  /** By whose word. */
  public StringProperty agreedProperty() {
    return agreed;
  }

  /** How long the video is, seconds; 0 while nobody knows. */
  public ReadOnlyDoubleProperty secondsProperty() {
    return seconds.getReadOnlyProperty();
  }

  /** Where the part to be imported begins, seconds. */
  public DoubleProperty fromProperty() {
    return from;
  }

  /** Where the part to be imported ends, seconds. */
  public DoubleProperty toProperty() {
    return to;
  }

  /** Why the video can't be used, or null. */
  public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The import that was started last, or null. */
  public ReadOnlyObjectProperty<@Nullable JobCard> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /** Whether the project can be made: a video, a name, and the consent. */
  public BooleanBinding complete() {
    return complete;
  }

  private boolean isComplete() {
    return video.get() != null
        && problem.get() == null
        && !name.get().isBlank()
        && !shown.get().isBlank()
        && !agreed.get().isBlank();
  }

  /** Takes a video, names the project after it, and looks whether it can be used. */
  public void take(Path file) {
    clear();
    video.set(file);
    name.set(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    executor.background(() -> measure(file));
  }

  private void measure(Path file) {
    try {
      double length = VideoProbe.of(file).requireTalkingVideo().seconds();
      executor.front(
          () -> {
            if (file.equals(video.get())) {
              seconds.set(length);
              to.set(length);
            }
          });
    } catch (JobException e) {
      executor.front(
          () -> {
            if (file.equals(video.get())) {
              problem.set(Problem.of(e));
            }
          });
    }
  }

  void started(@Nullable JobCard card) {
    job.set(card);
  }

  Path project() {
    return folder.get().resolve(name.get().strip() + ProjectFolder.SUFFIX);
  }

  String consent() {
    return "%s is shown; agreed by %s".formatted(shown.get().strip(), agreed.get().strip());
  }

  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    boolean cut = from.get() > LEAST_CUT || to.get() < seconds.get() - LEAST_CUT;
    if (seconds.get() > 0 && cut) {
      options.put("range", String.format(Locale.ROOT, "%.2f-%.2f", from.get(), to.get()));
    }
    return options;
  }

  void clear() {
    video.set(null);
    name.set("");
    shown.set("");
    agreed.set("");
    seconds.set(0);
    from.set(0);
    to.set(0);
    problem.set(null);
    job.set(null);
  }
}
