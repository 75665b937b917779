package studio.viseme.ui.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the window finds again when it is opened the next time.
 *
 * @param recent projects, the last used first
 * @param project the one that was open, or null
 * @param window its place, or null for the first time
 * @param trayOpen whether the tray of jobs is unfolded
 */
public record Preferences(
    int schema,
    List<String> recent,
    @Nullable String project,
    Page page,
    Theme theme,
    @Nullable Bounds window,
    boolean trayOpen) {
  static final int SCHEMA = 1;
  private static final int MOST_RECENT = 12;

  /** Of the first start. */
  public static final Preferences FIRST =
      new Preferences(SCHEMA, List.of(), null, Page.START, Theme.SYSTEM, null, false);

  /** Light or dark. */
  public enum Theme {
    /** As the system says. */
    SYSTEM,
    LIGHT,
    DARK
  }

  /** The window's place on the screen, logical pixels. */
  public record Bounds(double x, double y, double width, double height, boolean maximized) {}

  // A file that a hand or a newer program wrote may leave anything out.
  @SuppressWarnings("ConstantValue")
  public Preferences {
    recent = recent == null ? List.of() : List.copyOf(recent);
    page = page == null ? Page.START : page;
    theme = theme == null ? Theme.SYSTEM : theme;
  }

  /** The same with a project at the head of the list, and open. */
  Preferences opened(String path) {
    List<String> list = new ArrayList<>(recent);
    list.remove(path);
    list.addFirst(path);
    List<String> kept = list.subList(0, Math.min(MOST_RECENT, list.size()));
    return new Preferences(schema, kept, path, page, theme, window, trayOpen);
  }

  Preferences forgotten(String path) {
    List<String> list = new ArrayList<>(recent);
    list.remove(path);
    return new Preferences(schema, list, project, page, theme, window, trayOpen);
  }

  Preferences closed() {
    return new Preferences(schema, recent, null, Page.START, theme, window, trayOpen);
  }

  Preferences withPage(Page shown) {
    return new Preferences(schema, recent, project, shown, theme, window, trayOpen);
  }

  Preferences withTheme(Theme chosen) {
    return new Preferences(schema, recent, project, page, chosen, window, trayOpen);
  }

  Preferences withWindow(Bounds bounds) {
    return new Preferences(schema, recent, project, page, theme, bounds, trayOpen);
  }

  Preferences withTray(boolean open) {
    return new Preferences(schema, recent, project, page, theme, window, open);
  }
}
