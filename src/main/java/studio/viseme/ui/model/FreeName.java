package studio.viseme.ui.model;

import java.nio.file.Files;
import java.nio.file.Path;

/** Names for files that are made without asking where to. */
final class FreeName {
  private FreeName() {}

  /** {@code name.ending}, or with a number where that is taken. */
  static Path in(Path folder, String name, String ending) {
    Path file = folder.resolve(name + "." + ending);
    for (int number = 2; Files.exists(file); number++) {
      file = folder.resolve(name + "-" + number + "." + ending);
    }
    return file;
  }
}
