package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;

class StageRunnerTest {
  private static final int FILES = 4;
  private static final int STEPS = 3 * (FILES + 1);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void project() throws IOException {
    path = folder.resolve("anna.viseme");
    ProjectFolder.create(path, Files.writeString(folder.resolve("a.mp4"), "pictures"), Map.of())
        .close();
  }

  /** Writes four files that say where they come from; {@code before} is told of each. */
  private record Toy(String name, int version, List<String> inputs, Consumer<Integer> before)
      implements Stage {
    @Override
    public void run(StageRun run) {
      StringBuilder above = new StringBuilder();
      for (String input : inputs) {
        above.append(text(run.project().captureFolder().resolve(input).resolve("3")));
      }
      for (int i = 0; i < FILES; i++) {
        Path file = run.file(Integer.toString(i));
        if (!Files.exists(file)) {
          before.accept(i);
          AtomicFiles.writeString(
              file, "%s v%d file %d of [%s]".formatted(name, version, i, above));
        }
      }
      before.accept(FILES);
    }
  }

  private static List<Stage> toys(int firstVersion, Consumer<Integer> before) {
    return List.of(
        new Toy("first", firstVersion, List.of(), before),
        new Toy("second", 1, List.of("first"), before),
        new Toy("aside", Math.max(1, firstVersion - 1), List.of(), before));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StageRunner runner(ProjectFolder project, List<Stage> stages) {
    return new StageRunner(project, stages, CaptureFolder::open);
  }

  @Test
  void runsOnceAndAgainOnlyWhatAChangeReaches() {
    List<Integer> written = new ArrayList<>();
    try (ProjectFolder project = ProjectFolder.open(path)) {
      runner(project, toys(1, written::add)).runAll(JobContext.silent());
      assertThat(written).hasSize(STEPS);
      runner(project, toys(1, written::add)).runAll(JobContext.silent());
      assertThat(written).as("nothing changed").hasSize(STEPS);
      List<Stage> changed = toys(2, written::add);
      assertThat(runner(project, changed).status())
          .extracting(StageStatus::state)
          .containsExactly(
              StageStatus.State.STALE, StageStatus.State.STALE, StageStatus.State.UP_TO_DATE);
      runner(project, changed).runAll(JobContext.silent());
      assertThat(written).as("the first and what reads it").hasSize(STEPS + 2 * (FILES + 1));
      assertThat(text(project.captureFolder().resolve("second/0"))).contains("first v2");
    }
  }

  @Test
  void aStageThatVanishedIsMadeAgain() throws IOException {
    try (ProjectFolder project = ProjectFolder.open(path)) {
      StageRunner runner = runner(project, toys(1, i -> {}));
      runner.runAll(JobContext.silent());
      Path first = project.captureFolder().resolve("aside");
      try (Stream<Path> all = Files.walk(first)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      assertThat(runner.status().get(2).isUpToDate()).isFalse();
      runner.runAll(JobContext.silent());
      assertThat(first.resolve("3")).exists();
    }
  }

  @Test
  void oneStageAloneNeedsItsInputs() {
    try (ProjectFolder project = ProjectFolder.open(path)) {
      StageRunner runner = runner(project, toys(1, i -> {}));
      assertThatThrownBy(() -> runner.runOnly("none", JobContext.silent()))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("known are first, second, aside");
      assertThatThrownBy(() -> runner.runOnly("second", JobContext.silent()))
          .hasMessageContaining("needs \"first\"");
      runner.runOnly("first", JobContext.silent());
      runner.runOnly("second", JobContext.silent());
      assertThat(runner.status().get(2).state()).isEqualTo(StageStatus.State.MISSING);
    }
  }

  /**
   * Stopped before every single write in turn: nothing is half true, nothing is done twice, and the
   * end is the same.
   */
  @Test
  void stoppedAnywhereItGoesOnFromThere() {
    class Stopped extends RuntimeException {}
    for (int stop = 0; stop < STEPS; stop++) {
      int at = stop;
      int[] count = new int[1];
      Consumer<Integer> bomb =
          i -> {
            if (count[0]++ == at) {
              throw new Stopped();
            }
          };
      try (ProjectFolder project = ProjectFolder.open(path)) {
        project.manifest().stages().keySet().forEach(project::stageBegun);
        List<Stage> stages = toys(100 + stop, bomb);
        assertThatThrownBy(() -> runner(project, stages).runAll(JobContext.silent()))
            .isInstanceOf(Stopped.class);
      }
      try (ProjectFolder project = ProjectFolder.open(path)) {
        for (StageStatus status : runner(project, toys(100 + stop, i -> {})).status()) {
          if (status.isUpToDate()) {
            assertThat(project.captureFolder().resolve(status.name()).resolve("3")).exists();
          }
        }
        List<Integer> after = new ArrayList<>();
        runner(project, toys(100 + stop, after::add)).runAll(JobContext.silent());
        assertThat(text(project.captureFolder().resolve("second/3")))
            .contains("[first v" + (100 + stop) + " file 3");
        assertThat(after.size()).as("stopped at %d", stop).isLessThanOrEqualTo(STEPS - stop);
      }
    }
  }

  /**
   * A real process is killed at many moments; the project opens at once, and analysis ends as if
   * nothing had been.
   */
  @Test
  void killedItGoesOnFromThere() throws Exception {
    for (int delay : new int[] {0, 30, 80}) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  path.toString(),
                  Integer.toString(delay + 1000))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(child.inputReader().readLine()).isEqualTo("running");
      Thread.sleep(delay);
      child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      try (ProjectFolder project = ProjectFolder.open(path)) {
        List<Stage> stages = toys(delay + 1000, i -> {});
        runner(project, stages).runAll(JobContext.silent());
        assertThat(runner(project, stages).status()).allMatch(StageStatus::isUpToDate);
        assertThat(text(project.captureFolder().resolve("second/3")))
            .contains("first v" + (delay + 1000));
        assertThat(project.captureFolder().toFile().list())
            .containsExactlyInAnyOrder("first", "second", "aside");
      }
    }
  }

  /** Runs the stages, slowly, until it is killed. */
  public static final class Child {
    private Child() {}

    public static void main(String[] args) {
      ProjectFolder project = ProjectFolder.open(Path.of(args[0]));
      List<Stage> stages = toys(Integer.parseInt(args[1]), i -> pause());
      System.out.println("running");
      runner(project, stages).runAll(JobContext.silent());
      project.close();
    }

    private static void pause() {
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
