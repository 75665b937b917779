package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.app.FaultLog;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.media.AudioFile;
import studio.viseme.media.VideoFrame;
import studio.viseme.media.VideoReader;
import studio.viseme.sample.SamplePresenter;
import studio.viseme.sample.voice.SampleScript;

/**
 * From footage to a dubbed film and its report, by the words a user types. The footage is twelve
 * seconds of the presenter; the avatar is trained for less than a draft.
 */
class WholePathTest {
  private static final int STEPS = 250;

  @TempDir Path folder;

  @Test
  void aVideoBecomesADubbedFilm() throws IOException {
    Path sample = folder.resolve("sample");
    try (Workers workers = Workers.ofMachine()) {
      SamplePresenter.render(SampleScript.bundled("dub"), 1, sample, JobContext.silent(workers));
    }
    String project = folder.resolve("presenter.viseme").toString();
    String video = sample.resolve("presenter.mp4").toString();
    Path speech = sample.resolve("dub.wav");
    Path film = folder.resolve("film.mp4");
    Path figures = folder.resolve("figures.json");
    Path page = folder.resolve("report.html");

    run("create", project, "--video", video, "--consent", "nobody: a drawing of ours");
    run("analyze", project);
    String steps = Integer.toString(STEPS);
    run("train", project, "--backend", "syncgaussian", "--preset", "draft", "--steps", steps);
    run("dub", project, "--audio", speech.toString(), "--out", film.toString());
    Captured compared = new Captured();
    withAnAvatarThatLostItsWeights(
        Path.of(project, "project.json"),
        () ->
            run(
                compared,
                "evaluate",
                project,
                "--avatar",
                "all",
                "--json",
                figures.toString(),
                "--html",
                page.toString()));
    assertThat(compared.err()).contains("left out: ", "syncgaussian-2");

    assertThat(seconds(film)).isCloseTo(AudioFile.read(speech).length / 16_000.0, within(0.05));
    assertThat(folder.resolve("film.mp4.json")).exists();
    assertThat(page).content().contains("<svg").contains("data:image/");

    JsonNode report = new ObjectMapper().readTree(Files.readString(figures));
    int frames = report.at("/clip/frames").asInt();
    assertThat(report.at("/heldOut/firstFrame").asInt()).isEqualTo(frames - frames / 10);
    assertThat(report.at("/train/steps").asInt()).isEqualTo(STEPS);
    double head = report.at("/metrics/psnrHead").asDouble();
    assertThat(head).as("psnrHead, dB").isBetween(22.0, 45.0);
    assertThat(report.at("/metrics/eyeAreaError").isNumber()).isTrue();
    assertThat(report.at("/metrics/lpips").isNull()).as("no figure is made up").isTrue();
    for (String still : List.of("frozenMouth", "meanMouth", "shuffledAudio")) {
      assertThat(report.at("/baselines/" + still + "/lmdPx").isNumber()).as(still).isTrue();
    }

    Path poses = Path.of(project, "avatars", "syncgaussian-1", "poses.safetensors");
    byte[] aligned = Files.readAllBytes(poses);
    Files.delete(poses);
    assertThat(
            run(
                "train",
                project,
                "--backend",
                "syncgaussian",
                "--preset",
                "draft",
                "--steps",
                steps))
        .contains("finished already");
    assertThat(poses).hasBinaryContent(aligned);
    JsonNode status = new ObjectMapper().readTree(run("status", project, "--json", "-"));
    assertThat(status.get("stages").findValuesAsText("state"))
        .hasSizeGreaterThan(5)
        .containsOnly("up-to-date");
    assertThat(status.get("avatars")).hasSize(1);
    assertThat(status.at("/avatars/0/trainedBefore").isNull()).isTrue();
    assertThat(status.get("exports")).hasSize(1);

    run("analyze", project, "--exclude", "1-2");
    assertThat(run("status", project)).contains("stale: trained before other seconds");
    Captured trained = new Captured();
    run(
        trained,
        "train",
        project,
        "--backend",
        "syncgaussian",
        "--preset",
        "draft",
        "--steps",
        steps);
    assertThat(trained.err()).contains("syncgaussian-1 was trained before", "--new");
    assertThat(trained.out()).contains("finished already");
  }

  /** Has the project say during {@code work} that there is a second avatar. */
  private static void withAnAvatarThatLostItsWeights(Path manifest, Runnable work)
      throws IOException {
    byte[] before = Files.readAllBytes(manifest);
    ObjectMapper json = new ObjectMapper();
    JsonNode told = json.readTree(before);
    ObjectNode second = told.at("/avatars/0").deepCopy();
    ((ArrayNode) told.get("avatars")).add(second.put("id", "syncgaussian-2"));
    Files.write(manifest, json.writeValueAsBytes(told));
    work.run();
    Files.write(manifest, before);
  }

  private static double seconds(Path film) {
    int frames = 0;
    try (VideoReader reader = VideoReader.open(film)) {
      for (VideoFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames++;
      }
    }
    return frames / 25.0;
  }

  /** Runs a command that must succeed; gives what it said. */
  private String run(String... words) {
    return run(new Captured(), words);
  }

  private String run(Captured captured, String... words) {
    Terminal terminal = captured.terminal(0);
    int status =
        new CommandLineInterface(
                terminal,
                new FaultLog(folder.resolve("log")),
                CommandLineInterface.allCommands(terminal))
            .execute(List.of(words));
    assertThat(status).as("%s: %s", words[0], captured.err()).isZero();
    return captured.out();
  }
}
