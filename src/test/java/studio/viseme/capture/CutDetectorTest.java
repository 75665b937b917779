package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.SharedData;
import studio.viseme.image.RgbImage;
import studio.viseme.media.VideoFrame;
import studio.viseme.media.VideoReader;

class CutDetectorTest {
  private static final int SIDE = 128;

  /** A head before a wall, with the sensor's noise. */
  private static RgbImage picture(double x, double y, long seed) {
    RgbImage image = new RgbImage(SIDE, SIDE);
    Random noise = new Random(seed);
    for (int v = 0; v < SIDE; v++) {
      for (int u = 0; u < SIDE; u++) {
        double head = Math.hypot((u - x) / 24, (v - y) / 32);
        double feature = 20 * Math.sin((u - x) * 0.7) * Math.cos((v - y) * 0.5);
        int value = (int) (head < 1 ? 170 + feature : 60 + u / 4) + noise.nextInt(5);
        image.set(u, v, value, value, value);
      }
    }
    return image;
  }

  private static int[] segments(List<RgbImage> pictures, int fitFrames) {
    CutDetector detector = new CutDetector();
    pictures.forEach(detector::add);
    return detector.segments(fitFrames);
  }

  private static List<Integer> cuts(int[] segments) {
    return IntStream.range(1, segments.length)
        .filter(i -> segments[i] != segments[i - 1])
        .boxed()
        .toList();
  }

  /** A head that sways, and from {@code cut} on stands {@code jump} pixels aside. */
  private static List<RgbImage> swaying(int count, int cut, double jump) {
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = 64 + 6 * Math.sin(i * 0.25) + (i >= cut ? jump : 0);
      pictures.add(picture(x, 66 + 2 * Math.cos(i * 0.4), i));
    }
    return pictures;
  }

  @ParameterizedTest
  @ValueSource(doubles = {8, -12, 20})
  void jumpOfTheHeadAloneIsACut(double jump) {
    assertThat(cuts(segments(swaying(60, 31, jump), 60))).containsExactly(31);
  }

  @Test
  void swayingAndSwiftTurningIsNone() {
    assertThat(cuts(segments(swaying(60, 60, 0), 60))).isEmpty();
    List<RgbImage> turning = new ArrayList<>();
    double x = 64;
    for (int i = 0; i < 40; i++) {
      // A jerk that gets going and stops within three pictures, as a lively head's does.
      x += i == 20 || i == 22 ? 3 : i == 21 ? 6 : 0.3;
      turning.add(picture(x, 66, i));
    }
    assertThat(cuts(segments(turning, 40))).isEmpty();
  }

  @Test
  void anotherSceneIsACutAndAFadeIsNone() {
    List<RgbImage> scenes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      scenes.add(plain(i < 30 ? 40 + i / 10 : 120 + i / 10));
    }
    assertThat(cuts(segments(scenes, 60))).containsExactly(30);
    List<RgbImage> fade = new ArrayList<>();
    double value = 20;
    for (int i = 0; i < 20; i++) {
      value += 0.9 * i;
      fade.add(plain((int) value));
    }
    assertThat(cuts(segments(fade, 20))).isEmpty();
  }

  private static RgbImage plain(int value) {
    RgbImage image = new RgbImage(64, 64);
    Arrays.fill(image.data(), (byte) value);
    return image;
  }

  @Test
  void stillPicturesWithNoiseHaveNone() {
    List<RgbImage> still = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      still.add(picture(64, 64, i));
    }
    assertThat(cuts(segments(still, 50))).isEmpty();
  }

  /** Whatever the held-out pictures show, the segments before are the same. */
  @Test
  void heldOutPicturesDecideAboutNoneBefore() {
    int fit = 32;
    List<RgbImage> one = swaying(60, 31, 15);
    List<RgbImage> other = new ArrayList<>(one.subList(0, fit));
    Random random = new Random(5);
    for (int i = fit; i < 60; i++) {
      RgbImage noise = new RgbImage(SIDE, SIDE);
      random.nextBytes(noise.data());
      other.add(noise);
    }
    assertThat(Arrays.copyOf(segments(other, fit), fit))
        .containsExactly(Arrays.copyOf(segments(one, fit), fit));
    assertThat(Arrays.copyOf(segments(one.subList(0, fit), fit), fit))
        .containsExactly(Arrays.copyOf(segments(one, fit), fit));
  }

  @Test
  void fewPicturesHaveNone() {
    assertThat(segments(List.of(), 0)).isEmpty();
    assertThat(segments(swaying(2, 1, 30), 2)).containsExactly(0, 0);
  }

  /** Frames found by eye; frames of p06 by its sentences. */
  @ParameterizedTest
  @CsvSource({
    "p04-f-en-8s-512.mp4, 200, 189",
    "p05-f-en-5s-512.mp4, 125, ''",
    "p06-m-en-300s-512-cut-every-3s.mp4, 320, 75 150 225 300",
  })
  void cutsOfRealFootageAreFound(String name, int frames, String expected) {
    var footage = SharedData.find("data/video/" + name);
    Assumptions.assumeTrue(footage.isPresent(), "the real footage isn't there");
    CutDetector detector = new CutDetector();
    try (VideoReader reader = VideoReader.open(footage.get())) {
      for (int i = 0; i < frames; i++) {
        VideoFrame frame = reader.next();
        detector.add(frame.image());
      }
    }
    List<Integer> wanted =
        expected.isEmpty()
            ? List.of()
            : Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
    assertThat(cuts(detector.segments(frames))).isEqualTo(wanted);
  }
}
