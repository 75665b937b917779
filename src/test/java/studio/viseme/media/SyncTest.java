package studio.viseme.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.image.RgbImage;

/** Picture and sound of a marker clip, a flash and a click every ten seconds, stay together. */
class SyncTest {
  private static final double EVERY = 10;
  private static final double FLASH = 0.1;

  @TempDir Path folder;

  /**
   * Ten minutes where the sound's clock is off; where it isn't, two, and nearer.
   *
   * @param fps 0 for a rate that varies
   * @param pace how much faster the sound's own clock runs than the time stamps
   */
  @ParameterizedTest
  @CsvSource({
    "29.97002997, 44100, 1",
    "29.97002997, 48000, 1.0004",
    "0, 48000, 1",
    "0, 44100, 0.9995",
  })
  void markersDriftLessThanAFrameOverTenMinutes(double fps, int rate, double pace) {
    int minutes = pace == 1 ? 2 : 10;
    double[] times = times(fps, 60 * minutes);
    double[] marks = marks(times);
    Markers found = markers(film("long.mkv", times, 0, rate, pace));
    assertThat(marks).hasSize(6 * minutes);
    for (double mark : marks) {
      assertThat(found.flash(mark)).isCloseTo(mark, within(0.04));
      assertThat(found.click(mark)).isCloseTo(mark, within(pace == 1 ? 0.004 : 0.02));
      assertThat(Math.abs(found.click(mark) - found.flash(mark))).isLessThan(0.04);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.7", "-0.7", "3"})
  void soundThatStartsEarlierOrLaterIsPutInItsPlace(double start) {
    Path film = film("offset.mkv", times(25, 30), start, 48_000, 1);
    Markers found = markers(film);
    for (double told : new double[] {5, 15, 25}) {
      assertThat(found.flash(told)).isCloseTo(told, within(0.03));
      assertThat(found.click(told)).isCloseTo(told, within(0.005));
    }
  }

  @Test
  void aHoleInTheSoundIsSilenceAndWhatFollowsStaysInTime() {
    float[] clicks = clicks(new double[] {5, 15, 25}, 30, 48_000, 1, 0);
    // From second 8 to 12 nothing was recorded.
    float[] holed = new float[clicks.length - 4 * 48_000];
    int hole = 8 * 48_000 / 1024 * 1024;
    System.arraycopy(clicks, 0, holed, 0, hole);
    System.arraycopy(clicks, hole + 4 * 48_000, holed, hole, holed.length - hole);
    Path film =
        RawFilm.at(folder.resolve("hole.mkv"))
            .with(pictures(times(25, 30)))
            .with(holed, 48_000, 1, i -> i * 1024 / 48_000.0 + (i * 1024 >= hole ? 4 : 0))
            .write();
    Markers found = markers(film);
    assertThat(found.click(5)).isCloseTo(5, within(0.005));
    assertThat(found.click(15)).isCloseTo(15, within(0.005));
    assertThat(found.click(25)).isCloseTo(25, within(0.005));
    try (AudioReader reader = AudioReader.open(film, 0, 16_000, 1)) {
      reader.readPadded(new float[32 * 16_000], 32 * 16_000);
      assertThat(reader.silenceSeconds()).isCloseTo(6, within(0.1));
    }
  }

  /** Two seconds of time stamps that advance by half of what their sound lasts. */
  @Test
  void soundThatOverlapsIsHeardOnce() {
    float[] clicks = clicks(new double[] {5, 15, 25}, 30, 48_000, 1, 0);
    int seam = 375;
    int slow = 94;
    float[] longer = new float[clicks.length + slow * 512];
    System.arraycopy(clicks, 0, longer, 0, seam * 1024);
    int after = (seam + slow) * 1024;
    System.arraycopy(clicks, after - slow * 512, longer, after, longer.length - after);
    Path film =
        RawFilm.at(folder.resolve("twice.mkv"))
            .with(pictures(times(25, 30)))
            .with(
                longer, 48_000, 1, i -> (i - 0.5 * Math.clamp(i - seam, 0, slow)) * 1024 / 48_000.0)
            .write();
    Markers found = markers(film);
    for (double told : new double[] {5, 15, 25}) {
      assertThat(found.click(told)).isCloseTo(told, within(0.1));
    }
  }

  private static double[] times(double fps, double seconds) {
    if (fps > 0) {
      double[] times = new double[(int) (seconds * fps)];
      Arrays.setAll(times, i -> i / fps);
      return times;
    }
    double[] times = new double[(int) (seconds * 40)];
    double at = 0;
    int count = 0;
    while (at < seconds) {
      times[count] = at;
      at += count % 7 == 0 ? 0.071 : count % 3 == 0 ? 0.029 : 0.036;
      count++;
    }
    return Arrays.copyOf(times, count);
  }

  private Path film(String name, double[] times, double soundStart, int rate, double pace) {
    float[] clicks = clicks(marks(times), times[times.length - 1], rate, pace, soundStart);
    IntFunction<Double> blocks = i -> soundStart + i * 1024.0 / rate / pace;
    return RawFilm.at(folder.resolve(name))
        .with(pictures(times))
        .with(clicks, rate, 1, blocks)
        .write();
  }

  private static RawFilm.Pictures pictures(double[] times) {
    RgbImage dark = new RgbImage(32, 32);
    RgbImage bright = new RgbImage(32, 32);
    Arrays.fill(bright.data(), (byte) 230);
    RawFilm.Pictures pictures =
        new RawFilm.Pictures(32, 32, times.length).painted(i -> isMarked(times[i]) ? bright : dark);
    pictures.seconds = i -> times[i];
    return pictures;
  }

  /** When the first picture of each flash is shown. */
  private static double[] marks(double[] times) {
    return IntStream.range(1, times.length)
        .filter(i -> isMarked(times[i]) && !isMarked(times[i - 1]))
        .mapToDouble(i -> times[i])
        .toArray();
  }

  private static boolean isMarked(double seconds) {
    double since = (seconds + 5 + 1e-9) % EVERY;
    return since < FLASH;
  }

  /** Sound with a click of two milliseconds at each mark of the film. */
  private static float[] clicks(double[] marks, double end, int rate, double pace, double start) {
    float[] clicks = new float[(int) ((end - start) * rate * pace)];
    for (double mark : marks) {
      int first = (int) Math.round((mark - start) * rate * pace);
      Arrays.fill(clicks, first, first + rate / 500, 0.9f);
    }
    return clicks;
  }

  /** What the clip has: grey levels at 25 a second and speech at 16 kHz. */
  private record Markers(int[] brightness, float[] speech) {
    double flash(double about) {
      for (int i = (int) Math.round((about - 3) * 25); i < brightness.length; i++) {
        if (brightness[i] > 120) {
          return i / 25.0;
        }
      }
      return Double.NaN;
    }

    double click(double about) {
      for (int i = (int) ((about - 3) * 16_000); i < speech.length; i++) {
        if (Math.abs(speech[i]) > 0.3) {
          return i / 16_000.0;
        }
      }
      return Double.NaN;
    }
  }

  private static Markers markers(Path film) {
    int frames = (int) Math.round(VideoProbe.of(film).seconds() * 25) - 1;
    int[] brightness = new int[frames];
    double start;
    try (VideoReader reader = VideoReader.open(film)) {
      start = reader.startSeconds();
      for (int i = 0; i < frames; i++) {
        brightness[i] = reader.sample(i / 25.0).get(16, 16, 1);
      }
    }
    return new Markers(brightness, AudioFile.readAligned(film, 0, start, frames * 640));
  }
}
