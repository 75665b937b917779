package studio.viseme;

import studio.viseme.cli.CommandLineInterface;
import studio.viseme.ui.StudioWindow;

/**
 * Where the program starts. Without a word it opens the window; the toolkit's classes are loaded
 * then and not before, so that commands don't pay for them.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        arguments.length == 0
            ? CommandLineInterface.run(StudioWindow::open)
            : CommandLineInterface.run(StudioWindow::measure, arguments));
  }
}
