package studio.viseme.ui.model;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the window finds again when it is opened the next time, kept at every change. */
public final class WindowMemory {
  private final PreferenceFile file;
  private final ObservableList<String> recent = FXCollections.observableArrayList();
  private final ObjectProperty<Preferences.Theme> theme = new SimpleObjectProperty<>();
  private final BooleanProperty trayOpen = new SimpleBooleanProperty();
  private Preferences preferences;

  WindowMemory(PreferenceFile file) {
    this.file = file;
    this.preferences = file.read();
    recent.setAll(preferences.recent());
    theme.set(preferences.theme());
    trayOpen.set(preferences.trayOpen());
    theme.subscribe(chosen -> keep(preferences.withTheme(chosen)));
    trayOpen.subscribe(open -> keep(preferences.withTray(open)));
  }

  /** Projects by their folders, the last used first. */
  public ObservableList<String> recent() {
    return recent;
  }

  /** Takes a project out of the list; nothing of it is deleted. */
  public void forget(String path) {
    keep(preferences.forgotten(path));
    recent.setAll(preferences.recent());
  }

  public ObjectProperty<Preferences.Theme> themeProperty() {
    return theme;
  }

  public BooleanProperty trayOpenProperty() {
    return trayOpen;
  }

  /** Where the window stood. */
  public Optional<Preferences.Bounds> bounds() {
    return Optional.ofNullable(preferences.window());
  }

  public void keepBounds(Preferences.Bounds bounds) {
    keep(preferences.withWindow(bounds));
  }

  /** The project that was open, or null. */
  @Nullable String project() {
    return preferences.project();
  }

  /** The page that was seen. */
  Page page() {
    return preferences.page();
  }

  void opened(String path) {
    keep(preferences.opened(path));
    recent.setAll(preferences.recent());
  }

  void closed() {
    keep(preferences.closed());
  }

  void shown(Page page) {
    keep(preferences.withPage(page));
  }

  private void keep(Preferences changed) {
    if (!changed.equals(preferences)) {
      preferences = changed;
      file.write(changed);
    }
  }
}
