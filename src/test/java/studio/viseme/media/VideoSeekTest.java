package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoSeekTest {
  @TempDir Path folder;

  @Test
  void everyMomentIsFoundBackwardsAndForwards() {
    Path film = TestFilms.write(folder.resolve("film.mp4"), 64, 64, 25, 180, null);
    try (VideoReader reader = VideoReader.open(film)) {
      for (int number : new int[] {170, 60, 0, 1, 119, 120, 3, 179, 49, 50, 51}) {
        reader.seek(number / 25.0);
        assertThat(TestFilms.number(reader.sample(number / 25.0))).isEqualTo(number);
      }
      assertThat(TestFilms.number(reader.sample(55 / 25.0))).as("and goes on").isEqualTo(55);
    }
  }

  @Test
  void skippingFindsWhatDecodingAllFinds() {
    Path film =
        RawFilm.at(folder.resolve("long.mp4")).with(new RawFilm.Pictures(64, 64, 1500)).write();
    try (VideoReader skipping = VideoReader.open(film);
        VideoReader patient = VideoReader.open(film)) {
      for (double moment : new double[] {0.02, 2.5, 18.37, 19, 45.5, 59.96}) {
        skipping.skipTo(moment);
        assertThat(skipping.sample(moment).data()).isEqualTo(patient.sample(moment).data());
      }
      skipping.skipTo(90);
      assertThat(skipping.sample(90)).isNull();
    }
  }

  @Test
  void aFilmThatHasEndedCanBeGoneBackTo() {
    Path film = TestFilms.write(folder.resolve("film.mp4"), 64, 64, 25, 30, null);
    try (VideoReader reader = VideoReader.open(film)) {
      while (reader.next() != null) {}
      reader.seek(.4);
      assertThat(TestFilms.number(reader.sample(.4))).isEqualTo(10);
      reader.seek(60);
      assertThat(reader.sample(60)).isNull();
    }
  }
}
