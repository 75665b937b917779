package studio.viseme.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import studio.viseme.Version;
import studio.viseme.store.AtomicFiles;

/** Writes what {@code --json FILE} asks for. */
final class Reports {
  private Reports() {}

  /** A report's first lines: its schema, and the program that writes it. */
  static ObjectNode begin(int schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", schema);
    root.put("version", Version.NUMBER);
    root.put("commit", Version.commit().orElse(null));
    return root;
  }

  /** Puts a figure to three decimals, or null where it isn't known. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, Math.rint(value * 1000) / 1000);
    }
  }

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
