package studio.viseme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real footage for tests, which lies beside the checkout and is never part of it. */
public final class SharedData {
  private SharedData() {}

  /**
   * A file or folder below the shared folder: {@code ../shared}, or what the system property {@code
   * viseme.shared} or the environment variable {@code VISEME_SHARED} names. Empty where it is
   * missing; a test then skips itself.
   */
  public static Optional<Path> find(String relative) {
    String named = System.getProperty("viseme.shared", System.getenv("VISEME_SHARED"));
    Path root = named == null ? Path.of("..", "shared") : Path.of(named);
    Path file = root.resolve(relative).toAbsolutePath().normalize();
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }
}
