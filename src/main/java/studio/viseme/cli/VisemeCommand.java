package studio.viseme.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import studio.viseme.Version;
import studio.viseme.job.JobException;

/** The program itself, without a command. */
@Command(
    name = "viseme",
    description =
        "Makes a talking avatar out of a video of one person, and dubs it with any speech.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit status: 0 done; 2 wrong usage; 3 the input can't be used;",
      "4 a check of the result failed; 70 a fault of the program; 130 cancelled."
    },
    versionProvider = VisemeCommand.ProgramVersion.class)
final class VisemeCommand extends StudioCommand {
  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  private boolean version;

  VisemeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(JobRunner jobs) {
    throw JobException.usage(
        "There is no command", "", "give one, see viseme --help; viseme alone opens the window");
  }

  /** The version in one line. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String commit = Version.commit().map(hash -> " (" + hash.substring(0, 10) + ")").orElse("");
      return new String[] {Version.NAME + " " + Version.NUMBER + commit};
    }
  }
}
