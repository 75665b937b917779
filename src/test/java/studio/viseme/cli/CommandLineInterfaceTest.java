package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import studio.viseme.Version;
import studio.viseme.app.FaultLog;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobException;

class CommandLineInterfaceTest {
  @TempDir Path logs;

  private final Captured captured = new Captured();

  @Test
  void versionIsOneLineOnStandardOutput() {
    assertThat(run("--version")).isZero();

    assertThat(captured.out().strip()).startsWith(Version.NAME + " " + Version.NUMBER);
    assertThat(captured.out().lines()).hasSize(1);
    assertThat(captured.err()).isEmpty();
  }

  @Test
  void everyCommandExplainsItself() {
    for (StudioCommand command : CommandLineInterface.allCommands(captured.terminal(0))) {
      String name = command.getClass().getAnnotation(Command.class).name();
      Captured help = new Captured();

      assertThat(run(help, name, "--help")).as(name).isZero();

      assertThat(help.out()).startsWith("Usage: viseme " + name).contains("--progress");
    }
  }

  /** A list of commands shows a description's first paragraph; a cut-off sentence tells nothing. */
  @Test
  void listsOfCommandsHoldWholeSentences() {
    for (StudioCommand command : CommandLineInterface.allCommands(captured.terminal(0))) {
      assertThatItSaysWholeSentences(command);
      command.subcommands().forEach(CommandLineInterfaceTest::assertThatItSaysWholeSentences);
    }
  }

  private static void assertThatItSaysWholeSentences(Object command) {
    String[] description = command.getClass().getAnnotation(Command.class).description();
    assertThat(description[0]).hasSizeLessThan(90);
    assertThat(description).allMatch(paragraph -> paragraph.endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "doctor --bogus", "doctor --progress loud", "bench nonsense", ""})
  void wrongUsageIsOneLineAndTwo(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

    assertThat(captured.errLines()).hasSize(1);
    assertThat(captured.err()).startsWith("viseme: ").doesNotContain("Exception");
    assertThat(captured.out()).isEmpty();
  }

  @Test
  void wrongUsageIsAnObjectWhereJsonWasAskedFor() throws IOException {
    run("doctor", "--progress=json", "--bogus");

    JsonNode error = new ObjectMapper().readTree(captured.err());
    assertThat(error.get("event").asText()).isEqualTo("error");
    assertThat(error.get("exitStatus").asInt()).isEqualTo(2);
    assertThat(error.get("text").asText()).contains("--bogus");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(JobException.usage("Wrong", "here", "do"), 2, "viseme: Wrong (here): do"),
        Arguments.of(JobException.input("Broken", "it", "mend"), 3, "viseme: Broken (it): mend"),
        Arguments.of(JobException.check("Differs", "it", "look"), 4, "viseme: Differs (it): look"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureOfTheUserIsOneLineWithItsStatus(RuntimeException failure, int status, String line) {
    assertThat(runFailing(failure)).isEqualTo(status);

    assertThat(captured.errLines()).containsExactly(line);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultIsOneLineWithACodeAndALog(Throwable fault) throws IOException {
    assertThat(runFailing(fault)).isEqualTo(70);

    assertThat(captured.errLines()).hasSize(1);
    assertThat(captured.err()).containsPattern("error F[0-9a-f]{6}").doesNotContain("\tat ");
    List<Path> written;
    try (Stream<Path> files = Files.list(logs)) {
      written = files.toList();
    }
    assertThat(written).hasSize(1);
    assertThat(captured.err()).contains(written.getFirst().toString());
    assertThat(written.getFirst()).content().contains("\tat ", "command  fail", Version.NUMBER);
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("first line\nsecond line"),
        new OutOfMemoryError("heap"),
        new UnsatisfiedLinkError("libfoo.so"));
  }

  @Test
  void theSameFaultHasTheSameCode() {
    assertThat(FaultLog.code(fault(1))).isEqualTo(FaultLog.code(fault(2)));
    assertThat(FaultLog.code(fault(1))).isNotEqualTo(FaultLog.code(new RuntimeException("other")));
  }

  private static Throwable fault(int number) {
    return new IllegalStateException("frame " + number);
  }

  @Test
  void cancelledJobEndsWith130() {
    assertThat(runFailing(new JobCancelledException())).isEqualTo(130);
  }

  @Test
  void doctorSpeaksJson() throws IOException {
    int status = run("doctor", "--json", "-");

    JsonNode report = new ObjectMapper().readTree(captured.out());
    assertThat(report.get("schema").asInt()).isEqualTo(1);
    assertThat(report.get("ok").asBoolean()).isEqualTo(status == 0);
    assertThat(report.findValuesAsText("subject"))
        .containsExactly(
            "system",
            "java",
            "processor",
            "memory",
            "disk",
            "ffmpeg",
            "opencv",
            "tflite",
            "models",
            "opengl",
            "cuda");
  }

  @Test
  void reportThatCannotBeWrittenIsAnInputError() throws IOException {
    Path file = Files.createFile(logs.resolve("file"));

    assertThat(run("doctor", "--json", file.resolve("report.json").toString())).isEqualTo(3);

    assertThat(captured.errLines()).hasSize(1);
  }

  private int run(String... arguments) {
    return run(captured, arguments);
  }

  private int run(Captured into, String... arguments) {
    Terminal terminal = into.terminal(0);
    return new CommandLineInterface(
            terminal, new FaultLog(logs), CommandLineInterface.allCommands(terminal))
        .execute(List.of(arguments));
  }

  private int runFailing(Throwable failure) {
    Terminal terminal = captured.terminal(0);
    return new CommandLineInterface(
            terminal, new FaultLog(logs), List.of(new Failing(terminal, failure)))
        .execute(List.of("fail"));
  }

  /** Ends as it is told to. */
  @Command(name = "fail")
  private static final class Failing extends StudioCommand {
    private final Throwable failure;

    Failing(Terminal terminal, Throwable failure) {
      super(terminal);
      this.failure = failure;
    }

    @Override
    int run(JobRunner jobs) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
