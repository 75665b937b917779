package studio.viseme.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import studio.viseme.store.AtomicFiles;

/** Writes what {@code --json FILE} asks for. */
final class Reports {
  private Reports() {}

  /** Whether the file is {@code -}. */
  static boolean isStandardOutput(Path file) {
    return file.toString().equals("-");
  }

  /**
   * Writes indented JSON to a file, or gives it to {@code standardOutput}.
   *
   * @throws studio.viseme.job.JobException (input) when the file can't be written
   */
  static void write(JsonNode node, Path file, Consumer<String> standardOutput) {
    if (isStandardOutput(file)) {
      standardOutput.accept(node.toPrettyString());
    } else {
      AtomicFiles.writeString(file, node.toPrettyString() + "\n");
    }
  }
}
