package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.job.JobCancelledException;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;

class JobRunnerTest {
  /** A build in the background of a shell ignores interrupts, and so would what it starts. */
  private static final String ENV = "/usr/bin/env";

  private static final String RESET_SIGNALS = "--default-signal=INT,TERM";

  @Test
  void givesTheResultBack() {
    int result = new JobRunner(new NoProgress(new PrintWriter(System.err))).run(job -> 42);

    assertThat(result).isEqualTo(42);
  }

  @Test
  void letsFailuresPass() {
    JobRunner runner = new JobRunner(new NoProgress(new PrintWriter(System.err)));

    assertThatThrownBy(
            () ->
                runner.run(
                    job -> {
                      throw JobException.input("no", "", "");
                    }))
        .isInstanceOf(JobException.class);
  }

  /**
   * A process that works is told to end: it reaches its safe point, says one line, ends with 130.
   */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void signalStopsAJobAtASafePoint(String signal) throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/bin/kill")), "no kill to send a signal with");
    assumeTrue(resetsSignals(), "no env that resets signals");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            ENV,
            RESET_SIGNALS,
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EndlessProgram.class.getName());
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader out = reader(process.getInputStream());
        BufferedReader err = reader(process.getErrorStream())) {
      assertThat(out.readLine()).isEqualTo("working");

      new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(out.readLine()).isEqualTo("checkpoint written");
      assertThat(err.lines()).containsExactly("viseme: " + JobRunner.CANCELLED);
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean resetsSignals() throws IOException, InterruptedException {
    return Files.exists(Path.of(ENV))
        && new ProcessBuilder(ENV, RESET_SIGNALS, "true").start().waitFor() == 0;
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** Works until it is cancelled, and writes a checkpoint then. */
  static final class EndlessProgram {
    private EndlessProgram() {}

    public static void main(String[] arguments) {
      Terminal terminal = Terminal.ofProcess();
      int status =
          new JobRunner(ProgressView.of(ProgressMode.NONE, terminal))
              .run(job -> work(job, terminal.out()));
      System.exit(status);
    }

    private static int work(JobContext job, PrintWriter out) {
      out.println("working");
      try {
        while (true) {
          job.checkpoint();
          Thread.onSpinWait();
        }
      } catch (JobCancelledException e) {
        out.println("checkpoint written");
        return JobException.Kind.CANCELLED.exitStatus();
      }
    }
  }
}
