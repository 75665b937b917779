package studio.viseme.cli;

import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import studio.viseme.app.FaultLog;
import studio.viseme.app.Studio;
import studio.viseme.app.WindowMeasure;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobException;

/** Parses the command line, runs the command and turns whatever happens into an exit status. */
public final class CommandLineInterface {
  private static final int USAGE = JobException.Kind.USAGE.exitStatus();
  private static final int FAULT = JobException.Kind.FAULT.exitStatus();

  private final Terminal terminal;
  private final FaultLog log;
  private final List<StudioCommand> commands;

  CommandLineInterface(Terminal terminal, FaultLog log, List<StudioCommand> commands) {
    this.terminal = terminal;
    this.log = log;
    this.commands = commands;
  }

  /** Every command there is, in the order of the help. */
  static List<StudioCommand> allCommands(Terminal terminal) {
    return allCommands(
        terminal,
        (order, job) -> {
          throw JobException.usage(
              "There is no window in this process", "bench window", "start viseme itself");
        });
  }

  private static List<StudioCommand> allCommands(Terminal terminal, WindowMeasure window) {
    Studio studio = new Studio();
    return List.of(
        new DemoCommand(studio, terminal),
        new CreateCommand(studio, terminal),
        new AnalyzeCommand(terminal),
        new TrainCommand(studio, terminal),
        new TrainSpeechCommand(terminal),
        new DubCommand(studio, terminal),
        new StillCommand(studio, terminal),
        new EvaluateCommand(studio, terminal),
        new StatusCommand(terminal),
        new EncodersCommand(studio, terminal),
        new DoctorCommand(terminal),
        new BenchCommand(studio, window, terminal));
  }

  /**
   * Runs the process's command and returns its exit status.
   *
   * @param window measures the other front
   */
  public static int run(WindowMeasure window, String... arguments) {
    StandardError.takeOver();
    Terminal terminal = Terminal.ofProcess();
    return new CommandLineInterface(terminal, FaultLog.ofUser(), allCommands(terminal, window))
        .execute(List.of(arguments));
  }

  /** Runs a front without words on the command line; what it ends with becomes an exit status. */
  public static int run(IntSupplier front) {
    StandardError.takeOver();
    Terminal terminal = Terminal.ofProcess();
    CommandLineInterface line = new CommandLineInterface(terminal, FaultLog.ofUser(), List.of());
    try {
      return front.getAsInt();
    } catch (RuntimeException | Error failure) {
      return line.failed(failure, ProgressView.of(ProgressMode.AUTO, terminal), List.of());
    }
  }

  int execute(List<String> arguments) {
    CommandLine line = commandLine();
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, view(command, arguments), arguments));
    line.setParameterExceptionHandler(
        (failure, given) -> misused(failure, view(failure.getCommandLine(), arguments)));
    try {
      return line.execute(arguments.toArray(String[]::new));
    } catch (Error fault) {
      return failed(fault, ProgressView.of(progressMode(arguments), terminal), arguments);
    }
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(new VisemeCommand(terminal));
    for (StudioCommand command : commands) {
      CommandLine sub = new CommandLine(command);
      command.subcommands().forEach(sub::addSubcommand);
      line.addSubcommand(sub);
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    return line;
  }

  /** One line for what the job ended with. */
  private int failed(Throwable failure, ProgressView view, List<String> arguments) {
    switch (failure) {
      case JobCancelledException cancelled -> {
        // Only a shutdown cancels a job here, and its hook says so.
        return JobException.Kind.CANCELLED.exitStatus();
      }
      case JobException known when known.kind() != JobException.Kind.FAULT -> {
        view.failed(known.kind().exitStatus(), oneLine(known.getMessage()));
        return known.kind().exitStatus();
      }
      default -> {
        view.failed(FAULT, oneLine(log.record(failure, arguments)));
        return FAULT;
      }
    }
  }

  private int misused(CommandLine.ParameterException failure, ProgressView view) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    view.failed(USAGE, oneLine(failure.getMessage()) + " (see " + command + " --help)");
    return USAGE;
  }

  private ProgressView view(CommandLine command, List<String> arguments) {
    Object user = command.getCommand();
    return user instanceof StudioCommand known && command.getParseResult() != null
        ? known.view()
        : ProgressView.of(progressMode(arguments), terminal);
  }

  /** The mode as far as it can be read off a command line that couldn't be parsed. */
  private static ProgressMode progressMode(List<String> arguments) {
    String joined = String.join(" ", arguments);
    return joined.matches("(?i)(.* )?--progress[= ]json( .*)?")
        ? ProgressMode.JSON
        : ProgressMode.AUTO;
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
