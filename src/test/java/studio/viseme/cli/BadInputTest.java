package studio.viseme.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.SharedData;
import studio.viseme.app.FaultLog;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.media.AudioSource;
import studio.viseme.media.TestFilms;
import studio.viseme.media.VideoProbe;
import studio.viseme.media.VideoReader;
import studio.viseme.media.VideoSettings;
import studio.viseme.media.VideoWriter;
import studio.viseme.project.ProjectFolder;

/**
 * What people really drop in: each ends with its exit status and one line that says what, where and
 * what to do, and leaves nothing behind.
 */
class BadInputTest {
  private static final int PICTURES = 80;

  @TempDir Path folder;

  @Test
  void aVideoThatBreaksOff() throws IOException {
    Path whole = TestFilms.withTone(folder.resolve("whole.mp4"), 128, 128, 25, 100);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length * 6 / 10));
    refused(cut, "cut off");
    Files.write(cut, Arrays.copyOf(bytes, mediaData(bytes) + 8));
    refused(cut, "cut.mp4");
    Files.write(cut, Arrays.copyOf(bytes, 40));
    refused(cut, "cut.mp4");
    Files.write(cut, new byte[0]);
    refused(cut, "cut.mp4");
  }

  /** Every number of the index is replaced in turn; whatever it claims, there is no fault. */
  @Test
  void headersThatLie() throws IOException {
    Path whole = TestFilms.withTone(folder.resolve("whole.mp4"), 128, 128, 25, 80);
    byte[] bytes = Files.readAllBytes(whole);
    int index = mediaData(bytes);
    Path lying = folder.resolve("lying.mp4");
    for (int at = 40; at < index; at += Math.max(1, index / 24)) {
      byte[] changed = bytes.clone();
      Arrays.fill(changed, at, Math.min(index, at + 4), (byte) 0x7f);
      Files.write(lying, changed);
      Captured captured = new Captured();
      int status = create(captured, lying);
      assertThat(status).as("byte %d: %s", at, captured.err()).isEqualTo(3);
      assertThat(lines(captured)).hasSize(1);
    }
  }

  @Test
  void withoutPicturesOrSoundOrTime() throws IOException {
    refused(TestFilms.write(folder.resolve("mute.mp4"), 128, 128, 25, 100, null), "audio");
    refused(TestFilms.withTone(folder.resolve("short.mp4"), 128, 128, 25, 50), "2.0 seconds");
    var speech = SharedData.find("data/speech/fr-7s.wav");
    Assumptions.assumeTrue(speech.isPresent(), "the real speech isn't there");
    refused(speech.get(), "video");
  }

  /** Told before anything is copied or unpacked. */
  @Test
  void anAudioTrackThatIsNotThere() {
    Path film = TestFilms.withTone(folder.resolve("tone.mp4"), 128, 128, 25, 80);
    for (String track : List.of("1", "-1")) {
      Captured captured = new Captured();
      String[] create = {"create", folder.resolve("new.viseme").toString(), "--video"};
      String[] wanted = {film.toString(), "--audio-track=" + track};
      assertThat(run(captured, with(create, wanted))).as(captured.err()).isEqualTo(3);
      assertThat(captured.errLines()).hasSize(1);
      assertThat(captured.err()).contains("no audio track number " + track, "tone.mp4");
      assertThat(folder.resolve("new.viseme")).doesNotExist();
    }
  }

  @Test
  void withoutAFace() {
    refused(TestFilms.withTone(folder.resolve("numbers.mp4"), 160, 160, 25, 80), "No face");
    for (String[] way :
        new String[][] {
          {"rawvideo", "yuv420p", "tiny.avi"},
          {"ffv1", "yuv444p", "tiny.mkv"},
          {"mjpeg", "yuvj420p", "jpeg.avi"}
        }) {
      Path tiny = TestFilms.encoded(folder.resolve(way[2]), way[0], way[1], 8, 8, 80);
      VideoProbe probe = VideoProbe.of(tiny);
      assertThat(probe.width()).isEqualTo(8);
      assertThat(probe.height()).isEqualTo(8);
      refused(tiny, "only 8x8 pixels");
    }
  }

  @Test
  void aFaceHalfTheTime() {
    List<RgbImage> person = person();
    refused(
        film(
            "half.mp4", PICTURES, i -> i % 5 < 2 ? person.get(i) : TestFilms.numbered(256, 256, i)),
        "No face is seen");
  }

  @Test
  void aPersonUpsideDown() {
    List<RgbImage> person = person();
    refused(film("down.mp4", PICTURES, i -> reversed(person.get(i))), "isn't upright");
  }

  /** The project stays, with who was seen; either way to choose goes on from there. */
  @Test
  void twoFacesAreOfferedToChooseFrom() throws IOException {
    List<RgbImage> person = person();
    Path video = film("two.mp4", PICTURES, i -> beside(person.get(i)));
    Path project = folder.resolve("two.viseme");
    String[] create = {"create", project.toString(), "--video", video.toString()};
    Captured captured = new Captured();
    assertThat(run(captured, with(create, "--consent", "by his own word"))).isEqualTo(3);
    assertThat(lines(captured)).hasSize(1);
    assertThat(lines(captured).getFirst())
        .contains("More than one face", "two.mp4", "1 (at ", "2 (at ", "--face", "--fix one-face=");

    captured = new Captured();
    assertThat(run(captured, "status", project.toString(), "--json", "-")).isZero();
    JsonNode finding = new ObjectMapper().readTree(captured.out()).at("/checks/0");
    assertThat(finding.path("severity").asText()).isEqualTo("REFUSAL");
    assertThat(finding.at("/frames/0/from").asInt()).isZero();
    assertThat(project.resolve(finding.path("picture").asText())).isRegularFile();
    JsonNode faces = finding.at("/fix/faces");
    assertThat(faces).hasSize(2);
    for (int side = 0; side < 2; side++) {
      JsonNode face = faces.get(side);
      assertThat(face.at("/box/x").asInt()).isBetween(256 * side, 256 * side + 200);
      RgbImage portrait = Png.read(project.resolve(face.path("picture").asText()));
      assertThat(portrait.width()).isEqualTo(160);
    }
    captured = new Captured();
    assertThat(run(captured, "status", project.toString())).isZero();
    assertThat(captured.out()).contains("refusal", "--fix one-face=2");

    String nobody = project.toString();
    assertThat(run(new Captured(), with(create, "--face", "5"))).isEqualTo(2);
    assertThat(run(new Captured(), "analyze", nobody, "--fix", "one-face")).isEqualTo(2);
    assertThat(run(new Captured(), "analyze", nobody, "--fix", "all")).isEqualTo(3);
    assertThat(ProjectFolder.view(project).requireConsent().statement()).contains("own word");

    String[] choice = {"--fix", "one-face=left", "--only", "import"};
    assertThat(run(new Captured(), with(new String[] {"analyze", nobody}, choice))).isZero();
    assertThat(crop(project).path("x").asInt()).isLessThan(128);
    assertThat(project.resolve("capture/refusal")).doesNotExist();
    captured = new Captured();
    assertThat(run(captured, with(create, "--face", "2"))).isEqualTo(3);
    assertThat(captured.err()).contains("already something of that name");
  }

  @Test
  void aRefusedProjectIsMadeAgainOfTheSameVideoOnly() throws IOException {
    List<RgbImage> person = person();
    Path video = film("two.mp4", PICTURES, i -> beside(person.get(i)));
    Path other = TestFilms.withTone(folder.resolve("other.mp4"), 128, 128, 25, 80);
    Path project = folder.resolve("two.viseme");
    String[] create = {"create", project.toString(), "--video"};
    assertThat(run(new Captured(), with(create, video.toString()))).isEqualTo(3);
    Captured captured = new Captured();
    assertThat(run(captured, with(create, other.toString()))).isEqualTo(3);
    assertThat(captured.err()).contains("already something of that name");
    assertThat(run(new Captured(), with(create, video.toString(), "--face", "400,120"))).isZero();
    assertThat(crop(project).path("x").asInt()).isGreaterThan(200);
    assertThat(ProjectFolder.view(project).option("face")).hasValue("400,120");
  }

  @Test
  void ofAVideoThatHasAFaceForAWhileThatPartIsOffered() throws IOException {
    List<RgbImage> person = person();
    Path video =
        film(
            "half.mp4",
            320,
            i -> i >= 20 && i < 150 ? person.get(i % PICTURES) : TestFilms.numbered(256, 256, i));
    Path project = folder.resolve("half.viseme");
    Captured captured = new Captured();
    assertThat(run(captured, "create", project.toString(), "--video", video.toString()))
        .isEqualTo(3);
    assertThat(lines(captured).getFirst()).contains("No face is seen", "--fix face-lost");
    captured = new Captured();
    String[] mended = {"analyze", project.toString(), "--fix", "face-lost", "--only", "import"};
    assertThat(run(captured, mended)).as(captured.err()).isZero();
    JsonNode clip = clip(project);
    assertThat(clip.path("frames").asInt()).isBetween(100, 130);
  }

  /**
   * Who is outside the crop is nobody to choose; a crop beside the head is offered a better one.
   */
  @Test
  void aCropSaysWhoIsMeant() throws IOException {
    List<RgbImage> person = person();
    Path video = film("two.mp4", PICTURES, i -> beside(person.get(i)));
    Path project = folder.resolve("cropped.viseme");
    String[] create = {"create", project.toString(), "--video", video.toString(), "--crop"};
    assertThat(run(new Captured(), with(create, "256,0,256"))).isZero();
    assertThat(crop(project).path("x").asInt()).isEqualTo(256);

    RgbImage nobody = TestFilms.numbered(256, 256, 0);
    Path one = film("one.mp4", PICTURES, i -> beside(nobody, person.get(i)));
    Path missed = folder.resolve("missed.viseme");
    Captured captured = new Captured();
    String[] beside = {"create", missed.toString(), "--video", one.toString(), "--crop", "0,0,160"};
    assertThat(run(captured, beside)).isEqualTo(3);
    assertThat(lines(captured).getFirst()).contains("inside the crop", "--fix crop");
    captured = new Captured();
    String[] mended = {"analyze", missed.toString(), "--fix", "crop", "--only", "import"};
    assertThat(run(captured, mended)).as(captured.err()).isZero();
    assertThat(crop(missed).path("x").asInt()).isGreaterThan(200);
  }

  private static JsonNode clip(Path project) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(project.resolve("capture/import/clip.json")));
  }

  private static JsonNode crop(Path project) throws IOException {
    return clip(project).path("crop");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /**
   * The manifest of a project is edited: every value in turn is taken out, set to null, or replaced
   * by one of another kind. Each is read or refused, and none is a fault of ours.
   */
  @Test
  void anEditedManifest() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    Path project = folder.resolve("edited.viseme");
    try (ProjectFolder made = ProjectFolder.create(project, text, Map.of("face", "1"))) {
      made.giveConsent("by her own word");
      made.stageFinished("import", 1, "abc", 1, 1);
      made.addAvatar("syncgaussian", Map.of("preset", "draft"), Map.of());
      made.addExport(text, "syncgaussian-1");
    }
    Path manifest = project.resolve("project.json");
    ObjectMapper mapper = new ObjectMapper();
    String good = Files.readString(manifest);
    int refusals = 0;
    for (String pointer : pointers(mapper.readTree(good), "")) {
      for (String value : List.of("", "null", "7", "\"../../x\"", "[]", "{}", "-1e99")) {
        JsonNode tree = mapper.readTree(good);
        int slash = pointer.lastIndexOf('/');
        if (!(tree.at(pointer.substring(0, slash)) instanceof ObjectNode parent)) {
          continue;
        }
        String name = pointer.substring(slash + 1);
        if (value.isEmpty()) {
          parent.remove(name);
        } else {
          parent.set(name, mapper.readTree(value));
        }
        Files.writeString(manifest, mapper.writeValueAsString(tree));
        Captured captured = new Captured();
        int status = run(captured, "status", project.toString(), "--json", "-");
        assertThat(status).as("%s = %s: %s", pointer, value, captured.err()).isIn(0, 3);
        assertThat(captured.errLines()).hasSize(status == 0 ? 0 : 1);
        refusals += status == 0 ? 0 : 1;
      }
    }
    assertThat(refusals).isGreaterThan(50);
    Files.writeString(manifest, good.replace("source/text.mp4", "source/../../text.mp4"));
    Captured captured = new Captured();
    assertThat(run(captured, "analyze", project.toString())).isEqualTo(3);
    assertThat(captured.err()).contains("damaged").contains("project.json");
  }

  /** A disk of two megabytes, where such a thing may be mounted. */
  @Test
  void aFullDisk() throws Exception {
    Path disk = mounted("size=600k");
    try {
      Path film = TestFilms.withTone(folder.resolve("film.mp4"), 512, 512, 25, 100);
      Files.write(disk.resolve("ballast"), new byte[560 * 1024]);
      Captured captured = new Captured();
      int status = run(captured, "create", disk + "/p.viseme", "--video", film.toString());
      assertThat(status).isEqualTo(3);
      assertThat(captured.errLines()).hasSize(1);
      assertThat(captured.err()).contains("can't be written").contains("free space");
      assertThat(disk.toFile().list()).containsExactly("ballast");
    } finally {
      unmount(disk);
    }
  }

  @Test
  void aFolderThatIsReadOnly() throws Exception {
    Path disk = mounted("size=600k,ro");
    try {
      Path film = TestFilms.withTone(folder.resolve("film.mp4"), 128, 128, 25, 80);
      Captured captured = new Captured();
      int status = run(captured, "create", disk + "/p.viseme", "--video", film.toString());
      assertThat(status).isEqualTo(3);
      assertThat(captured.errLines()).hasSize(1);
      assertThat(captured.err()).contains("can't be written").contains("p.viseme");
    } finally {
      unmount(disk);
    }
  }

  private Path mounted(String options) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/mount"))
            && command("mount", "-t", "tmpfs", "-o", options, "none", disk.toString()) == 0,
        "this account may not mount a small disk");
    return disk;
  }

  private static void unmount(Path disk) throws Exception {
    command("umount", disk.toString());
  }

  private static int command(String... words) throws Exception {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void refused(Path video, String words) {
    Captured captured = new Captured();
    assertThat(create(captured, video)).as(captured.err()).isEqualTo(3);
    assertThat(lines(captured)).hasSize(1);
    assertThat(lines(captured).getFirst())
        .startsWith("viseme: ")
        .contains(words)
        .contains(video.getFileName().toString());
  }

  /** Makes a project of a video and sees to it that nothing of it is left when that failed. */
  private int create(Captured captured, Path video) {
    Path project = folder.resolve("new.viseme");
    int status = run(captured, "create", project.toString(), "--video", video.toString());
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .as("nothing is left behind")
          .noneMatch(name -> name.contains("new.viseme"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return status;
  }

  /** What was said, without the tasks that ended before. */
  private static List<String> lines(Captured captured) {
    return captured.errLines().stream().filter(line -> line.startsWith("viseme: ")).toList();
  }

  private int run(Captured captured, String... arguments) {
    Terminal terminal = captured.terminal(0);
    return new CommandLineInterface(
            terminal,
            new FaultLog(folder.resolve("log")),
            CommandLineInterface.allCommands(terminal))
        .execute(List.of(arguments));
  }

  private static List<String> pointers(JsonNode node, String at) {
    List<String> pointers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      pointers.add(at + "/" + field.getKey());
      pointers.addAll(pointers(field.getValue(), at + "/" + field.getKey()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      pointers.addAll(pointers(node.get(i), at + "/" + i));
    }
    return pointers;
  }

  /** Where the box of the pictures and the sound begins. */
  private static int mediaData(byte[] bytes) {
    for (int i = 4; i + 4 < bytes.length; i++) {
      if (bytes[i] == 'm' && bytes[i + 1] == 'd' && bytes[i + 2] == 'a' && bytes[i + 3] == 't') {
        return i - 4;
      }
    }
    throw new AssertionError("no mdat");
  }

  private static List<RgbImage> person() {
    var footage = SharedData.find("data/video/p02-m-en-60s-256.mp4");
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
    List<RgbImage> pictures = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(footage.get())) {
      while (pictures.size() < PICTURES) {
        pictures.add(reader.next().image());
      }
    }
    return pictures;
  }

  private Path film(String name, int count, IntFunction<RgbImage> pictures) {
    Path file = folder.resolve(name);
    RgbImage first = pictures.apply(0);
    float[] sound = TestFilms.tone(count / 25.0, 16_000, 1);
    VideoSettings settings = VideoSettings.of(first.width(), first.height(), 25);
    try (VideoWriter writer =
        VideoWriter.withSound(file, settings, AudioSource.of(sound, 16_000, 1))) {
      for (int i = 0; i < count; i++) {
        writer.write(pictures.apply(i));
      }
      writer.finish();
    }
    return file;
  }

  private static RgbImage reversed(RgbImage image) {
    RgbImage out = new RgbImage(image.width(), image.height());
    int last = image.data().length - 3;
    for (int p = 0; p <= last; p += 3) {
      System.arraycopy(image.data(), last - p, out.data(), p, 3);
    }
    return out;
  }

  private static RgbImage beside(RgbImage image) {
    return beside(image, image);
  }

  /** Two pictures of one size beside each other. */
  private static RgbImage beside(RgbImage left, RgbImage right) {
    RgbImage both = new RgbImage(2 * left.width(), left.height());
    int row = left.width() * 3;
    for (int y = 0; y < left.height(); y++) {
      System.arraycopy(left.data(), y * row, both.data(), y * 2 * row, row);
      System.arraycopy(right.data(), y * row, both.data(), y * 2 * row + row, row);
    }
    return both;
  }
}
