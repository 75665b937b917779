package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.Main;
import studio.viseme.SharedData;
import studio.viseme.app.FaultLog;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioSource;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;

/**
 * The real program in a process of its own, killed while it imports, while it tracks and while it
 * parses. What it leaves is gone on with, and the end is the same, bit for bit.
 */
class KilledTest {
  private static final int PICTURES = 77;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void aKilledAnalysisEndsAsOneThatWasLeftAlone() throws Exception {
    String film = film().toString();
    Path whole = folder.resolve("whole.viseme");
    run("create", whole.toString(), "--video", film);
    run("analyze", whole.toString());

    Path killed = folder.resolve("killed.viseme");
    killAt(
        killed.resolve("capture/.import.work/frames"),
        "create",
        killed.toString(),
        "--video",
        film);
    assertThat(killed.resolve("project.json")).exists();
    killAt(killed.resolve("capture/.landmarks.work"), "analyze", killed.toString());
    killAt(killed.resolve("capture/.parsing.work/plate.png"), "analyze", killed.toString());
    run("analyze", killed.toString());

    assertThat(files(killed).keySet()).isEqualTo(files(whole).keySet());
    files(whole)
        .forEach(
            (name, content) ->
                assertThat(Arrays.equals(content, files(killed).get(name))).as(name).isTrue());
  }

  /** Starts the program and kills it as soon as a file is there, at the latest at its end. */
  private void killAt(Path moment, String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(moment) && process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(2);
    }
    boolean running = process.isAlive();
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    assertThat(running).as("killed at %s: %s", moment, log()).isTrue();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  private void run(String... arguments) {
    Captured captured = new Captured();
    Terminal terminal = captured.terminal(0);
    int status =
        new CommandLineInterface(
                terminal,
                new FaultLog(folder.resolve("faults")),
                CommandLineInterface.allCommands(terminal))
            .execute(List.of(arguments));
    assertThat(status).as(captured.err()).isZero();
  }

  /** What analysis wrote, by its place in the project. */
  private static TreeMap<String, byte[]> files(Path project) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    Path capture = project.resolve("capture");
    try (Stream<Path> all = Files.walk(capture)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(capture.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  private Path film() {
    var footage = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
    Path file = folder.resolve("film.mp4");
    float[] speech = AudioFile.readAligned(footage.get(), 0, 0, PICTURES * 640);
    try (VideoReader reader = VideoReader.open(footage.get());
        VideoWriter writer =
            VideoWriter.withSound(
                file, VideoSettings.of(256, 256, 25), AudioSource.of(speech, 16_000, 1))) {
      for (int i = 0; i < PICTURES; i++) {
        writer.write(reader.next().image());
      }
      writer.finish();
    }
    return file;
  }
}
