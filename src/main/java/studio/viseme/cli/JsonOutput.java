package studio.viseme.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import studio.viseme.job.JobException;

/** Writes what {@code --json FILE} and {@code --html FILE} ask for. */
final class JsonOutput {
  private JsonOutput() {}

  /** Whether the file is {@code -}. */
  static boolean isStandardOutput(Path file) {
    return file.toString().equals("-");
  }

  /**
   * Writes indented JSON to a file, or gives it to {@code standardOutput}.
   *
   * @throws JobException (input) when the file can't be written
   */
  static void write(JsonNode node, Path file, Consumer<String> standardOutput) {
    if (isStandardOutput(file)) {
      standardOutput.accept(node.toPrettyString());
    } else {
      writeText(node.toPrettyString() + "\n", file);
    }
  }

  /**
   * Writes a text file that appears whole or not at all.
   *
   * @throws JobException (input) when it can't be written
   */
  static void writeText(String text, Path file) {
    Path absolute = file.toAbsolutePath();
    Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    try {
      Files.createDirectories(absolute.getParent());
      Files.writeString(part, text);
      Files.move(
          part, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw JobException.input(
          "The report can't be written", file, "check that the folder may be written to");
    }
  }
}
