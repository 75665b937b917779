package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.SharedData;
import studio.viseme.app.FaultLog;
import studio.viseme.capture.CaptureStages;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioSource;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.project.ProjectFolder;

/**
 * An analysis that is cut off: by the death of its process while it imports, tracks and parses, and
 * by a real disk that is full in the middle of one stage after the other. What it leaves is gone on
 * with, and the end is what it would have been, bit for bit.
 */
class CutOffTest {
  private static final int PICTURES = 77;
  private static final long PATIENCE_SECONDS = 300;

  private static final long DISK = 96L << 20;
  private static final long ENOUGH = 32L << 20;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path film;

  /** What an analysis that nobody disturbs leaves. */
  private static TreeMap<String, byte[]> undisturbed;

  /** Bytes that each stage wrote. */
  private static final Map<String, Long> needed = new HashMap<>();

  @BeforeAll
  static void leftAlone() {
    film = film(shared.resolve("film.mp4"));
    Path whole = shared.resolve("whole.viseme");
    run("create", whole.toString(), "--video", film.toString());
    run("analyze", whole.toString());
    undisturbed = files(whole);
    ProjectFolder.view(whole)
        .manifest()
        .stages()
        .forEach((stage, record) -> needed.put(stage, record.bytes()));
  }

  private static void assertUndisturbed(Path project) {
    TreeMap<String, byte[]> found = files(project);
    assertThat(found.keySet()).isEqualTo(undisturbed.keySet());
    undisturbed.forEach(
        (name, content) -> assertThat(Arrays.equals(content, found.get(name))).as(name).isTrue());
  }

  @Test
  void aKilledAnalysisEndsAsOneThatWasLeftAlone() throws Exception {
    Path killed = folder.resolve("killed.viseme");
    dieAt("unpack", 1, "create", killed.toString(), "--video", film.toString());
    assertThat(killed.resolve("project.json")).exists();
    dieAt("landmarks", 1, "analyze", killed.toString());
    dieAt("masks", 25, "analyze", killed.toString());
    run("analyze", killed.toString());

    assertUndisturbed(killed);
  }

  /** Each stage has room for half of what it writes, says so in one line, and then has enough. */
  @Test
  void aDiskThatIsFullInEveryStageCostsNothingButPatience() throws Exception {
    Path disk = mounted();
    try {
      Path project = disk.resolve("full.viseme");
      ProjectFolder.create(project, film, Map.of()).close();
      for (String stage : CaptureStages.names()) {
        fill(disk, needed.get(stage) / 2);
        Captured captured = new Captured();
        int status = attempt(captured, "analyze", project.toString(), "--only", stage);
        assertThat(status).as("%s: %s", stage, captured.err()).isEqualTo(3);
        List<String> lines =
            captured.errLines().stream().filter(line -> line.startsWith("viseme: ")).toList();
        assertThat(lines).as(captured.err()).hasSize(1);
        assertThat(lines.getFirst()).contains("can't be written", "free space", "full.viseme");
        fill(disk, ENOUGH);
        run("analyze", project.toString(), "--only", stage);
      }
      assertUndisturbed(project);
    } finally {
      // Frames are read through memory maps, which only the garbage collector ends.
      command("umount", "--lazy", disk.toString());
    }
  }

  /** Leaves so many bytes of the disk free. */
  private static void fill(Path disk, long free) throws IOException {
    Path ballast = disk.resolve("ballast");
    Files.deleteIfExists(ballast);
    long usable = Files.getFileStore(disk).getUsableSpace();
    assertThat(usable).as("the disk is large enough").isGreaterThan(free);
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] page = new byte[1 << 12];
      for (long at = 0; at + page.length <= usable - free; at += page.length) {
        out.write(page);
      }
    }
  }

  private Path mounted() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/mount"))
            && command("mount", "-t", "tmpfs", "-o", "size=" + DISK, "none", disk.toString()) == 0,
        "this account may not mount a small disk");
    return disk;
  }

  private static int command(String... words) throws Exception {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Runs the program in a process that dies once a task has done so many units. */
  private void dieAt(String task, int units, String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DyingProgram.class.getName(),
                task,
                Integer.toString(units),
                folder.resolve("faults").toString()));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--progress", "json"));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(log()).isTrue();
    assertThat(process.exitValue()).as(log()).isEqualTo(DyingProgram.KILLED);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  private static void run(String... arguments) {
    Captured captured = new Captured();
    assertThat(attempt(captured, arguments)).as(captured.err()).isZero();
  }

  private static int attempt(Captured captured, String... arguments) {
    Terminal terminal = captured.terminal(0);
    return new CommandLineInterface(
            terminal,
            new FaultLog(shared.resolve("faults")),
            CommandLineInterface.allCommands(terminal))
        .execute(List.of(arguments));
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

  private static Path film(Path file) {
    var footage = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
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
