package studio.viseme.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.viseme.app.FaultLog;

/**
 * The program in a process that ends at a chosen place of its work, without warning and without
 * clearing up, as when it is killed: in the middle of the message that tells of that place, on the
 * very thread that works. Nothing depends on how fast the machine is.
 */
final class DyingProgram {
  /** What a process that was killed by SIGKILL answers. */
  static final int KILLED = 137;

  private static final Pattern DONE = Pattern.compile("\"done\":(\\d+)");

  private DyingProgram() {}

  /**
   * @param arguments the task that it dies in, how many units it does before, a folder for faults,
   *     then the command line
   */
  public static void main(String[] arguments) {
    PrintWriter err =
        new PrintWriter(new LastWords(arguments[0], Long.parseLong(arguments[1])), true);
    Terminal terminal = new Terminal(new PrintWriter(System.out, true), err, 0);
    FaultLog faults = new FaultLog(Path.of(arguments[2]));
    List<String> words = Arrays.asList(arguments).subList(3, arguments.length);
    System.exit(
        new CommandLineInterface(terminal, faults, CommandLineInterface.allCommands(terminal))
            .execute(words));
  }

  /** Passes on what is said, and halts the process at a line of progress. */
  private static final class LastWords extends Writer {
    private final String task;
    private final long units;
    private final StringBuilder line = new StringBuilder();

    private LastWords(String task, long units) {
      this.task = "\"task\":\"" + task + "\"";
      this.units = units;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (text[i] == '\n') {
          heard(line.toString());
          line.setLength(0);
        } else {
          line.append(text[i]);
        }
      }
    }

    private void heard(String text) {
      System.err.println(text);
      Matcher done = DONE.matcher(text);
      if (text.contains(task) && done.find() && Long.parseLong(done.group(1)) >= units) {
        Runtime.getRuntime().halt(KILLED);
      }
    }

    @Override
    public void flush() {
      System.err.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
