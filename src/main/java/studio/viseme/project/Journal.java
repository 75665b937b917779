package studio.viseme.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.viseme.store.Json;

/** What was done to a project and when: one JSON object a line, only ever appended to. */
final class Journal {
  static final String FILE = "journal.log";

  private final Path file;

  Journal(Path project) {
    this.file = project.resolve(FILE);
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The journal informs; a disk that is full must not make a finished stage fail because of it. */
  void add(String event, Map<String, ?> details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", now());
    line.put("event", event);
    line.put("details", details);
    try {
      Files.writeString(
          file, Json.line(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      return;
    }
  }
}
