package studio.viseme.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.viseme.Version;

/** Where a user's own nets are kept: where the system's conventions put a program's data. */
public final class DataFolder {
  private DataFolder() {}

  /** The folder; it need not be there yet. */
  public static Path ofUser() {
    String given = System.getProperty("viseme.data.folder");
    return given == null
        ? of(System.getenv("LOCALAPPDATA"), System.getenv("XDG_DATA_HOME"))
        : Path.of(given);
  }

  private static Path of(@Nullable String windows, @Nullable String data) {
    if (windows != null) {
      return Path.of(windows, Version.NAME);
    }
    Path base =
        data != null && !data.isBlank()
            ? Path.of(data)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve("viseme");
  }
}
