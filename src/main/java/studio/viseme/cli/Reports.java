package studio.viseme.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  /**
   * Tells figures in words, unless their JSON goes to standard output, and writes the JSON where it
   * is asked for.
   *
   * @param json what {@code --json} says; null where nobody asks
   * @param words says the words
   * @param figures makes the JSON
   * @param say a line of standard output
   * @throws studio.viseme.job.JobException (input) when the file can't be written
   */
  static void give(
      @Nullable Path json,
      Runnable words,
      Supplier<? extends JsonNode> figures,
      Consumer<String> say) {
    if (json == null || !isStandardOutput(json)) {
      words.run();
    }
    if (json != null) {
      write(figures.get(), json, say);
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
