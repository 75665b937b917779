import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source is formatted by google-java-format, or formats it. The build runs
 * it as a single source file on the JDK that compiles the sources, because Maven's own JVM may be
 * too old to parse them: {@code java -cp google-java-format.jar FormatSources.java check|write
 * DIR}.
 *
 * <p>{@code check} names the files that are not formatted, one a line on standard error, and ends
 * with exit status 1.
 */
final class FormatSources {
  private static final Formatter FORMATTER = new Formatter();

  private FormatSources() {}

  public static void main(String[] arguments) throws IOException {
    boolean write = arguments[0].equals("write");
    List<Path> unformatted;
    try (Stream<Path> files = Files.walk(Path.of(arguments[1]))) {
      unformatted =
          files.filter(file -> file.toString().endsWith(".java")).toList().parallelStream()
              .filter(file -> isChanged(file, write))
              .sorted()
              .toList();
    } catch (UncheckedIOException e) {
      System.err.println(e.getCause().getMessage());
      System.exit(1);
      return;
    }
    if (write) {
      System.out.println(unformatted.size() + " files formatted");
    } else if (!unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Sources: run mvn -Pformat process-sources and build again");
      System.exit(1);
    }
  }

  /** Whether formatting changes the file; with {@code write}, the change is made. */
  private static boolean isChanged(Path file, boolean write) {
    try {
      String before = Files.readString(file);
      String after = format(before);
      if (write && !after.equals(before)) {
        Files.writeString(file, after);
      }
      return !after.equals(before);
    } catch (FormatterException e) {
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String format(String source) throws FormatterException {
    String used = RemoveUnusedImports.removeUnusedImports(source);
    String ordered = ImportOrderer.reorderImports(used, JavaFormatterOptions.Style.GOOGLE);
    return FORMATTER.formatSource(ordered);
  }
}
