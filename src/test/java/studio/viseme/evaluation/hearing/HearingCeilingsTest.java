package studio.viseme.evaluation.hearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.FakeCapture;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.evaluation.Series;

class HearingCeilingsTest {
  private static final int FRAMES = 4000;

  /** A slow wave under known noise: what is found is what the clean wave correlates by with it. */
  @Test
  void theTrackersNoiseIsTold() {
    Random random = new Random(3);
    double[] clean = new double[FRAMES];
    double[] tracked = new double[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      clean[i] = Math.sin(i / 12.0);
      tracked[i] = clean[i] + 0.4 * random.nextGaussian();
    }
    double found = HearingCeilings.tracker(tracked, IntStream.range(2, FRAMES - 2).toArray());
    assertThat(found).isCloseTo(Series.correlation(clean, tracked), within(0.01));
    assertThat(found).isLessThan(0.9);
  }

  @Test
  void aPerfectTrackerLeavesEverythingOpen() {
    double[] clean = IntStream.range(0, 200).mapToDouble(i -> Math.sin(i / 12.0)).toArray();
    assertThat(HearingCeilings.tracker(clean, IntStream.range(2, 198).toArray()))
        .isGreaterThan(0.9999);
  }

  @Test
  void wordsThatAreAlwaysSaidAlikeTellAll() {
    double[] bine = {1, 2, 1};
    double[] red = {0, 5, 3};
    assertThat(
            HearingCeilings.repeats(
                List.of(new double[][] {bine, bine, bine}, new double[][] {red, red})))
        .isCloseTo(1, within(1e-9));
  }

  /** A token's own curve isn't among those that it is compared with. */
  @Test
  void wordsThatAreNeverSaidAlikeTellNothing() {
    Random random = new Random(4);
    double[][] same = new double[50][9];
    for (double[] token : same) {
      for (int i = 0; i < token.length; i++) {
        token[i] = random.nextGaussian();
      }
    }
    assertThat(HearingCeilings.repeats(List.<double[][]>of(same))).isLessThan(0.05);
    assertThat(HearingCeilings.repeats(List.of())).isNaN();
  }

  /** Words of the held-out part, rare ones and silences are left out. */
  @Test
  void onlyWordsThatAreRepeatedBeforeTheHeldOutPartCount() {
    List<Word> words =
        List.of(
            new Word(0.2, 0.5, "bin"),
            new Word(1, 1.3, "bin"),
            new Word(2, 2.3, "bin"),
            new Word(3, 3.3, "bin"),
            new Word(4, 4.3, "red"),
            new Word(0.6, 0.9, "sil"),
            new Word(1.4, 1.7, "sil"),
            new Word(2.4, 2.7, "sil"),
            new Word(3.4, 3.7, "sil"),
            new Word(7.4, 7.7, "bin"));
    FakeCapture capture = FakeCapture.builder().frames(200).build();
    HearingCeilings found = HearingCeilings.of(capture, words);
    assertThat(found.tokens()).isEqualTo(4);
    assertThat(HearingCeilings.of(capture, List.of()).tokens()).isZero();
  }
}
