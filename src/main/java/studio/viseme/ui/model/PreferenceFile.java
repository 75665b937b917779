package studio.viseme.ui.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.viseme.Version;
import studio.viseme.job.JobException;
import studio.viseme.store.Json;

/**
 * Keeps the {@link Preferences} in a file, replaced as a whole. A file that can't be read counts as
 * none: preferences are never a reason not to open.
 */
public final class PreferenceFile {
  private final Path file;

  public PreferenceFile(Path file) {
    this.file = file;
  }

  /** Where the system's conventions put a program's settings. */
  public static PreferenceFile ofUser() {
    String given = System.getProperty("viseme.config.folder");
    return new PreferenceFile((given == null ? folder() : Path.of(given)).resolve("window.json"));
  }

  private static Path folder() {
    String windows = System.getenv("APPDATA");
    if (windows != null) {
      return Path.of(windows, Version.NAME);
    }
    String home = System.getenv("XDG_CONFIG_HOME");
    Path base =
        home != null && !home.isBlank()
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".config");
    return base.resolve("viseme");
  }

  Preferences read() {
    if (!Files.isRegularFile(file)) {
      return Preferences.FIRST;
    }
    try {
      return Json.read(file, Preferences.class);
    } catch (JobException e) {
      return Preferences.FIRST;
    }
  }

  /** Writes, if the folder lets; what the window forgets then is no loss worth a word. */
  void write(Preferences preferences) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Json.write(file, preferences);
    } catch (IOException | JobException e) {
      return;
    }
  }
}
