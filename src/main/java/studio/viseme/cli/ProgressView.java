package studio.viseme.cli;

import java.util.function.Consumer;
import studio.viseme.job.JobMessage;

/** Shows a job's messages on standard error, one way or another. Thread-safe. */
interface ProgressView extends Consumer<JobMessage> {
  /**
   * Ends the command with an error.
   *
   * @param exitStatus what the process is going to exit with
   * @param line what is wrong, where, and what to do
   */
  void failed(int exitStatus, String line);

  /** The view for a mode. */
  static ProgressView of(ProgressMode mode, Terminal terminal) {
    return switch (mode) {
      case AUTO, BAR ->
          terminal.isInteractive() ? new BarProgress(terminal) : new LineProgress(terminal.err());
      case JSON -> new JsonProgress(terminal.err());
      case NONE -> new NoProgress(terminal.err());
    };
  }
}
