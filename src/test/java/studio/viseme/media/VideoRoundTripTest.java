package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.RgbImage;
import studio.viseme.image.RgbaImage;
import studio.viseme.job.JobException;

class VideoRoundTripTest {
  @TempDir Path folder;

  @Test
  void everyPictureComesBackInOrderAndInColour() {
    Path film = TestFilms.withTone(folder.resolve("film.mp4"), 128, 96, 25, 60);
    List<Integer> numbers = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(film)) {
      double time = Double.NEGATIVE_INFINITY;
      for (VideoFrame frame = reader.next(); frame != null; frame = reader.next()) {
        numbers.add(TestFilms.number(frame.image()));
        assertThat(frame.seconds()).isGreaterThan(time);
        time = frame.seconds();
        assertThat(colourError(frame.image(), numbers.getLast())).isLessThan(4);
      }
    }
    assertThat(numbers).isEqualTo(IntStream.range(0, 60).boxed().toList());
  }

  @Test
  void everyRateBecomesTwentyFiveByTheNearestPicture() {
    for (double fps : new double[] {10, 24, 25, 29.97, 30, 50}) {
      int pictures = (int) Math.round(fps * 2);
      Path film = TestFilms.write(folder.resolve("f" + fps + ".mp4"), 64, 64, fps, pictures, null);
      List<Integer> numbers = new ArrayList<>();
      try (VideoReader reader = VideoReader.open(film)) {
        for (RgbImage image = reader.sample(0);
            image != null;
            image = reader.sample(numbers.size() / 25.0)) {
          numbers.add(TestFilms.number(image));
        }
      }
      assertThat(numbers).as("at %s", fps).hasSizeBetween(50, 51);
      for (int i = 0; i < numbers.size(); i++) {
        double nearest = Math.min(i / 25.0 * fps, pictures - 1);
        assertThat((double) numbers.get(i))
            .as("picture %d at %s", i, fps)
            .isCloseTo(nearest, within(0.501));
      }
    }
  }

  @Test
  void theWrittenFilmPassesItsCheck() {
    Path film = TestFilms.withTone(folder.resolve("film.mp4"), 128, 96, 25, 75);
    MediaCheck check =
        MediaCheck.verify(film, new MediaCheck.Expected(FilmFormat.MP4, 128, 96, 25, 75, 3));
    assertThat(check.fastStart()).isTrue();
    assertThat(check.offsetSeconds()).isCloseTo(0, within(0.03));
    assertThat(check.audioSeconds()).isCloseTo(3, within(0.03));
    assertThat(folder.toFile().list()).containsExactly("film.mp4");
  }

  @Test
  void theCheckNamesWhatIsWrong() {
    Path film = TestFilms.withTone(folder.resolve("film.mp4"), 128, 96, 25, 75);
    assertWrong(
        film,
        new MediaCheck.Expected(FilmFormat.MP4, 64, 96, 25, 75, 3),
        "128x96 instead of 64x96");
    assertWrong(
        film,
        new MediaCheck.Expected(FilmFormat.MP4, 128, 96, 25, 76, 3),
        "75 pictures instead of 76");
    assertWrong(
        film,
        new MediaCheck.Expected(FilmFormat.MP4, 128, 96, 30, 75, 3),
        "at 25.000 pictures a second instead of 30.000");
    assertWrong(
        film,
        new MediaCheck.Expected(FilmFormat.MP4, 128, 96, 25, 75, 5),
        "lasts 3.00 s instead of 5.00 s");
  }

  private static void assertWrong(Path film, MediaCheck.Expected expected, String words) {
    assertThatThrownBy(() -> MediaCheck.verify(film, expected))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.CHECK))
        .hasMessageContaining(words);
  }

  @Test
  void whatCanBeSeenThroughStaysSo() {
    Path film = folder.resolve("film.mov");
    RgbaImage ramp = new RgbaImage(128, 96);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        int at = 4 * (y * 128 + x);
        ramp.data()[at] = (byte) 200;
        ramp.data()[at + 1] = (byte) 100;
        ramp.data()[at + 2] = (byte) 50;
        ramp.data()[at + 3] = (byte) (2 * x);
      }
    }
    VideoSettings settings = VideoSettings.of(128, 96, 25).as(FilmFormat.MOV_WITH_ALPHA);
    AudioSource tone = AudioSource.of(TestFilms.tone(1, 48_000, 2), 48_000, 2);
    try (VideoWriter writer = VideoWriter.withSound(film, settings, tone)) {
      for (int i = 0; i < 25; i++) {
        writer.write(ramp);
      }
      assertThatThrownBy(() -> writer.write(new RgbImage(128, 96)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish();
    }
    MediaCheck.verify(film, new MediaCheck.Expected(FilmFormat.MOV_WITH_ALPHA, 128, 96, 25, 25, 1));
    assertWrong(
        film, new MediaCheck.Expected(FilmFormat.MP4, 128, 96, 25, 25, 1), "can be seen through");
    try (VideoReader reader = VideoReader.open(film)) {
      RgbImage overBlack = reader.sample(.5);
      for (int x = 0; x < 128; x++) {
        assertThat(overBlack.get(x, 40, 0)).isCloseTo(200 * 2 * x / 255, within(4));
        assertThat(overBlack.get(x, 40, 2)).isCloseTo(50 * 2 * x / 255, within(4));
      }
    }
  }

  @Test
  void aFilmThatIsGivenUpLeavesNothing() {
    try (VideoWriter writer =
        VideoWriter.silent(folder.resolve("film.mp4"), VideoSettings.of(64, 64, 25))) {
      writer.write(TestFilms.numbered(64, 64, 1));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereIsOneLine() {
    assertThatThrownBy(
            () -> VideoWriter.silent(folder.resolve("no/film.mp4"), VideoSettings.of(64, 64, 25)))
        .isInstanceOf(JobException.class)
        .hasMessageStartingWith("There is no such folder");
  }

  @Test
  void titleAndCommentAreInTheFile() throws IOException {
    Path film = folder.resolve("film.mp4");
    VideoSettings settings =
        VideoSettings.of(64, 64, 25).with("title", "Take one").with("comment", "made by a machine");
    try (VideoWriter writer = VideoWriter.silent(film, settings)) {
      writer.write(TestFilms.numbered(64, 64, 1));
      writer.finish();
    }
    String bytes = new String(Files.readAllBytes(film), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("Take one").contains("made by a machine");
  }

  private static double colourError(RgbImage image, int number) {
    RgbImage expected = TestFilms.numbered(image.width(), image.height(), number);
    double sum = 0;
    int count = 0;
    for (int y = image.height() / 2; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          sum += Math.abs(image.get(x, y, channel) - expected.get(x, y, channel));
          count++;
        }
      }
    }
    return sum / count;
  }
}
