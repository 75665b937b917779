package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.app.FaultLog;
import studio.viseme.project.ProjectFolder;

/** What the commands say to input that they can't use; no video is decoded here. */
class CommandsTest {
  @TempDir Path folder;

  private final Captured captured = new Captured();
  private Path text;

  @BeforeEach
  void writeAFileThatIsNoVideo() throws IOException {
    text = Files.writeString(folder.resolve("text.mp4"), "this is no video");
  }

  /** {@code @} stands for the test's folder. */
  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "create @/new.viseme --video @/missing.mp4 | 3 | no such file",
        "create @/new.viseme --video @ | 3 | a folder",
        "create @/new.viseme --video @/text.mp4 | 3 | can be decoded",
        "create @/new --video @/text.mp4 | 3 | decoded",
        "create @/new.viseme | 2 | --video",
        "create @/new.viseme --image @/text.mp4 | 2 | not in this version",
        "create @/new.viseme --video @/text.mp4 --crop wide | 2 | --crop",
        "create @/new.viseme --video @/text.mp4 --range 9-3 | 2 | --range",
        "create @/new.viseme --video @/text.mp4 --consent= | 2 | --consent",
        "analyze @/none.viseme | 3 | no such project",
        "analyze @ | 3 | no project",
        "status @/none.viseme | 3 | no such project",
        "train @/none.viseme --backend syncgaussian | 3 | no such project",
        "train @/none.viseme --backend other | 2 | known are syncgaussian",
        "train @/none.viseme --backend syncgaussian --encoder other | 2 | known are logmel",
        "train @/none.viseme --backend syncgaussian --preset fast | 2 | --preset",
        "train @/none.viseme --backend syncgaussian --steps 0 | 2 | --steps",
        "train @/none.viseme --backend syncgaussian --minutes 0 | 2 | --minutes",
        "train @/none.viseme --backend syncgaussian --minutes 5 --steps 9 | 2 | one of them",
        "train @/none.viseme | 3 | no such project",
        "bench drawing @/none.viseme | 3 | no such project",
        "bench drawing @/none.viseme --seconds 0 | 2 | --seconds",
        "bench lips | 2 | --voices",
        "bench lips @/none.viseme | 3 | no such project",
        "train-speech --out @/x.safetensors --hidden 256,300 | 2 | --hidden 256,300",
        "train-speech --out @/x.safetensors --without wind | 2 | --without",
        "bench training @/none.viseme | 3 | no such project",
        "bench training @/none.viseme --steps 800,10 | 2 | --steps 10",
        "bench training @/none.viseme --every 0 | 2 | --every",
        "bench training @/none.viseme --preset fast | 2 | --preset",
        "dub @/none.viseme --audio @/a.wav --out @/o.mp4 | 3 | no such project",
        "dub @/none.viseme --audio @/a.wav --out @/o.mp4 --pose wild | 2 | --pose",
        "dub @/none.viseme --out @/o.mp4 | 2 | --audio",
        "still @/none.viseme --out @/o.png --blink 2 | 2 | --blink",
        "evaluate @/none.viseme | 3 | no such project",
        "evaluate | 2 | PROJECT",
      })
  void refusesInOneLine(String line, int status, String word) throws IOException {
    List<Path> before = files();

    assertThat(run(line.split(" "))).isEqualTo(status);

    assertThat(captured.errLines()).hasSize(1);
    assertThat(captured.err()).startsWith("viseme: ").contains(word);
    assertThat(captured.out()).isEmpty();
    assertThat(files()).as("nothing is left behind").isEqualTo(before);
  }

  @Test
  void dubbingWithoutConsentIsRefused() {
    Path project = project();

    assertThat(run("dub", project.toString(), "--audio", "a.wav", "--out", "o.mp4")).isEqualTo(3);

    assertThat(captured.err()).contains("consent").hasLineCount(1);
  }

  @Test
  void projectInUseIsRefused() {
    Path project = project();
    try (ProjectFolder held = ProjectFolder.open(project)) {
      assertThat(held.avatars()).isEmpty();

      assertThat(run("train", project.toString(), "--backend", "syncgaussian")).isEqualTo(3);
    }

    assertThat(captured.err()).contains("in use").hasLineCount(1);
  }

  @Test
  void statusOfANewProjectSpeaksJson() throws IOException {
    Path project = project();

    assertThat(run("status", project.toString(), "--json", "-")).isZero();

    JsonNode status = new ObjectMapper().readTree(captured.out());
    assertThat(status.get("schema").asInt()).isEqualTo(1);
    assertThat(status.get("project").asText()).isEqualTo("someone");
    assertThat(status.get("source").get("name").asText()).isEqualTo("text.mp4");
    assertThat(status.get("consent").isNull()).isTrue();
    assertThat(status.get("stages").findValuesAsText("state")).isNotEmpty().containsOnly("missing");
    assertThat(status.get("avatars")).isEmpty();
    assertThat(status.get("exports")).isEmpty();
  }

  @Test
  void discardedProjectIsGone() {
    Path project = project();

    ProjectFolder.open(project).discard();

    assertThat(project).doesNotExist();
  }

  private Path project() {
    Path project = folder.resolve("someone.viseme");
    ProjectFolder.create(project, text, Map.of()).close();
    return project;
  }

  private int run(String... arguments) {
    Terminal terminal = captured.terminal(0);
    List<String> resolved =
        Arrays.stream(arguments).map(word -> word.replace("@", folder.toString())).toList();
    return new CommandLineInterface(
            terminal,
            new FaultLog(folder.resolve("log")),
            CommandLineInterface.allCommands(terminal))
        .execute(resolved);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }
}
