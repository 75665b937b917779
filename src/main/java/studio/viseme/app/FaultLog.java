package studio.viseme.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import studio.viseme.Version;

/**
 * Keeps what a user can't read for those who can: a fault's stack trace goes to a file, and the
 * user gets one line with a code. The code comes from where the fault happened, so that the same
 * fault has the same code on every machine.
 */
public final class FaultLog {
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Path folder;

  public FaultLog(Path folder) {
    this.folder = folder;
  }

  /** The log folder that the system's conventions give a program. */
  public static FaultLog ofUser() {
    String given = System.getProperty("viseme.log.folder");
    if (given != null) {
      return new FaultLog(Path.of(given));
    }
    String windows = System.getenv("LOCALAPPDATA");
    if (windows != null) {
      return new FaultLog(Path.of(windows, Version.NAME, "log"));
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state != null && !state.isBlank()
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return new FaultLog(base.resolve("viseme").resolve("log"));
  }

  /** Writes the log and returns the line for the user. */
  public String record(Throwable fault, List<String> arguments) {
    String code = code(fault);
    return reason(fault)
        + " (error "
        + code
        + "): "
        + write(fault, code, arguments)
            .map(log -> "please report it with the log " + log)
            .orElse("no log could be written to " + folder);
  }

  /** F and six hexadecimal digits of the fault's type and the innermost of our methods in it. */
  public static String code(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String place = "";
    for (StackTraceElement element : root.getStackTrace()) {
      if (element.getClassName().startsWith("studio.viseme.")) {
        place = element.getClassName() + "#" + element.getMethodName();
        break;
      }
    }
    int hash = (root.getClass().getName() + "@" + place).hashCode();
    return "F%06x".formatted((hash ^ hash >>> 24) & 0xFF_FFFF);
  }

  private static String reason(Throwable fault) {
    return switch (fault) {
      case OutOfMemoryError e -> "The memory was not enough";
      case LinkageError e -> "A library can't be loaded, viseme doctor may say which";
      default -> "Something in the program went wrong";
    };
  }

  private Optional<Path> write(Throwable fault, String code, List<String> arguments) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      out.println(Version.NAME + " " + Version.NUMBER + " " + Version.commit().orElse(""));
      out.println("error    " + code);
      out.println("when     " + Instant.now());
      out.println("command  " + String.join(" ", arguments));
      out.println("java     " + Runtime.version());
      out.println(
          "system   %s %s, %d processors, heap of %d MB"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  Runtime.getRuntime().availableProcessors(),
                  Runtime.getRuntime().maxMemory() >> 20));
      out.println();
      fault.printStackTrace(out);
    }
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve(FILE_TIME.format(Instant.now()) + "-" + code + ".log");
      Files.writeString(log, text.toString());
      return Optional.of(log);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
