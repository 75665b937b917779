package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;

class VideoProbeTest {
  @TempDir Path folder;

  @Test
  void tellsWhatIsInTheFile() {
    VideoProbe probe =
        VideoProbe.of(TestFilms.withTone(folder.resolve("a.mp4"), 128, 96, 30, 120))
            .requireTalkingVideo();
    assertThat(probe.width()).isEqualTo(128);
    assertThat(probe.height()).isEqualTo(96);
    assertThat(probe.fps()).isCloseTo(30, within(1e-6));
    assertThat(probe.frames()).isEqualTo(120);
    assertThat(probe.seconds()).isCloseTo(4, within(1e-3));
    assertThat(probe.audioRate()).isEqualTo(44_100);
    assertThat(probe.audioChannels()).isEqualTo(2);
    assertThat(probe.tracks()).extracting(MediaTrack::codec).containsExactly("h264", "aac");
  }

  @Test
  void aRecordingHeldUprightIsReadUpright() throws IOException {
    Path film = TestFilms.withTone(folder.resolve("phone.mp4"), 128, 64, 25, 80);
    byte[] bytes = Files.readAllBytes(film);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    int[] quarterTurn = {0, 1 << 16, 0, -(1 << 16), 0, 0, 64 << 16, 0, 1 << 30};
    ByteBuffer.wrap(bytes).position(header + 44).asIntBuffer().put(quarterTurn);
    Files.write(film, bytes);

    VideoProbe probe = VideoProbe.of(film);
    assertThat(probe.width()).isEqualTo(64);
    assertThat(probe.height()).isEqualTo(128);
    try (VideoReader reader = VideoReader.open(film)) {
      RgbImage upright = reader.next().image();
      RgbImage stored = TestFilms.numbered(128, 64, 0);
      assertThat(upright.width()).isEqualTo(64);
      for (int[] at : new int[][] {{10, 20}, {40, 100}, {60, 60}}) {
        int expected = stored.get(at[1], 63 - at[0], 0);
        assertThat(upright.get(at[0], at[1], 0)).isCloseTo(expected, within(8));
      }
    }
  }

  @Test
  void everyBadInputIsOneClearLine() throws IOException {
    Path film = TestFilms.withTone(folder.resolve("film.mp4"), 128, 96, 25, 100);
    byte[] bytes = Files.readAllBytes(film);

    refused(folder.resolve("none.mp4"), "There is no such file");
    refused(folder, "This is a folder, not a media file");
    refused(Files.createFile(folder.resolve("empty.mp4")), "The file is empty");
    refused(
        Files.writeString(folder.resolve("text.mp4"), "not a film\n".repeat(200)),
        "This is no video or audio that can be");
    refused(
        Files.write(folder.resolve("head.mp4"), Arrays.copyOf(bytes, 600)),
        "The video is cut off or damaged");
    refused(
        Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length * 2 / 3)),
        "The video is cut off after");
    refused(
        TestFilms.write(folder.resolve("mute.mp4"), 64, 64, 25, 100, null),
        "The file has no audio track");
    refused(
        TestFilms.withTone(folder.resolve("short.mp4"), 64, 64, 25, 50),
        "The video lasts only 2.0 seconds");
    refused(
        TestFilms.withTone(folder.resolve("tiny.mp4"), 32, 32, 25, 100),
        "The pictures are only 32x32 pixels large");
    Path sound = folder.resolve("sound.mp4");
    TestFilms.write(sound, 64, 64, 25, 0, AudioSource.of(TestFilms.tone(4, 16_000, 1), 16_000, 1));
    refused(sound, "The file has no video track");
    refused(
        Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:5,\n" + film + "\n"),
        "This is no video or audio");
  }

  private static void refused(Path file, String words) {
    assertThatThrownBy(() -> VideoProbe.of(file).requireTalkingVideo())
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(JobException.Kind.INPUT);
              assertThat(e.where()).isEqualTo(file.toString());
              assertThat(e.remedy()).isNotBlank();
              assertThat(e.getMessage()).doesNotContain("\n");
            })
        .hasMessageStartingWith(words);
  }
}
