package studio.viseme.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command speaks.
 *
 * @param out standard output: results
 * @param err standard error: progress, warnings and errors
 * @param columns width of standard error where it is a terminal, otherwise 0
 */
record Terminal(PrintWriter out, PrintWriter err, int columns) {
  /** The process's own. The launcher tells the width; without it there is no terminal. */
  static Terminal ofProcess() {
    return new Terminal(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Integer.getInteger("viseme.stderr.columns", 0));
  }

  boolean isInteractive() {
    return columns > 0;
  }
}
