package studio.viseme.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: {@code --help}, {@code --progress}, a terminal, and one way to run. */
abstract class StudioCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 100,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--progress",
      paramLabel = "MODE",
      defaultValue = "auto",
      order = 99,
      description = "How progress is shown on standard error: auto, bar, json or none.")
  private ProgressMode progress = ProgressMode.AUTO;

  StudioCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Does the work.
   *
   * @param jobs runs what takes long
   * @return the exit status
   * @throws studio.viseme.job.JobException for everything that the user can cause or cure
   */
  abstract int run(JobRunner jobs);

  /** Commands that follow this one's name. */
  List<StudioCommand> subcommands() {
    return List.of();
  }

  @Override
  public final Integer call() {
    return run(new JobRunner(view()));
  }

  final ProgressView view() {
    return ProgressView.of(progress, terminal);
  }

  /** Prints a line of the result on standard output. */
  final void say(String line) {
    terminal.out().println(line);
    terminal.out().flush();
  }
}
