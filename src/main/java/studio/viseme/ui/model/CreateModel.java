package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.project.ProjectFolder;

/** The form that makes a project of a video. */
public final class CreateModel {
  private final ObjectProperty<@Nullable Path> video = new SimpleObjectProperty<>();
  private final StringProperty name = new SimpleStringProperty("");
  private final ObjectProperty<Path> folder = new SimpleObjectProperty<>();
  private final StringProperty shown = new SimpleStringProperty("");
  private final StringProperty agreed = new SimpleStringProperty("");
  private final StringProperty from = new SimpleStringProperty("");
  private final StringProperty to = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable JobCard> job = new ReadOnlyObjectWrapper<>();
  private final BooleanBinding complete =
      Bindings.createBooleanBinding(this::isComplete, video, name, shown, agreed);

  /**
   * @param home where projects are made unless another folder is chosen
   */
  CreateModel(Path home) {
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

  /** Seconds, or empty for the beginning. */
  public StringProperty fromProperty() {
    return from;
  }

  /** Seconds, or empty for the end. */
  public StringProperty toProperty() {
    return to;
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
        && !name.get().isBlank()
        && !shown.get().isBlank()
        && !agreed.get().isBlank();
  }

  /** Takes a video, and names the project after it. */
  public void take(Path file) {
    video.set(file);
    name.set(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    job.set(null);
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
    if (!from.get().isBlank() || !to.get().isBlank()) {
      String begin = from.get().isBlank() ? "0" : from.get().strip();
      options.put("range", begin + "-" + to.get().strip());
    }
    return options;
  }

  void clear() {
    video.set(null);
    name.set("");
    shown.set("");
    agreed.set("");
    from.set("");
    to.set("");
    job.set(null);
  }
}
