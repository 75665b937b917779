package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MouthCalibrationTest {
  private static final int FRAMES = 400;
  private final FaceModel face = jawFace();
  private final float[] rest = {-1.2f};

  @Test
  void aMouthThatMumblesIsBroughtBackToLife() {
    Random random = new Random(1);
    float[][] real = new float[FRAMES][];
    float[][] heard = new float[FRAMES][];
    for (int t = 0; t < FRAMES; t++) {
      float code = (float) random.nextGaussian();
      real[t] = new float[] {code};
      float blurred = 0.4f * code + 0.15f * (float) random.nextGaussian();
      float narrow =
          MouthCalibration.narrowness(face.lipGap(real[t])) + 0.05f * (float) random.nextGaussian();
      heard[t] = new float[] {blurred, narrow, 1};
    }
    MouthCalibration asHeard = calibration(1, 0);
    MouthCalibration chosen =
        MouthCalibration.choose(face, heard, real, new float[] {1 / 0.3f}, 0.5f, rest);
    assertThat(asHeard.closureRate(face, heard, real)).isLessThan(0.5);
    assertThat(chosen.closureRate(face, heard, real)).isGreaterThan(0.7);
    assertThat(chosen.gapSpread(face, heard, real)).isBetween(0.75, 1.15);
    assertThat(chosen.lipError(face, heard, real)).isLessThan(asHeard.lipError(face, heard, real));
  }

  @Test
  void silenceClosesTheMouthAndSpeechLetsItGo() {
    MouthCalibration calibration = calibration(1.5f, 0);
    assertThat(calibration.apply(face, new float[] {1, 1, 0})).containsExactly(rest[0]);
    assertThat(calibration.apply(face, new float[] {1, 1, 1})).containsExactly(1.5f);
    assertThat(calibration.apply(face, new float[] {1, 1, 0.375f})[0])
        .isCloseTo(0.15f, within(1e-5f));
  }

  @Test
  void aCodeNeverLeavesWhatTheFaceHasShown() {
    assertThat(calibration(1.75f, 0).apply(face, new float[] {9, 1, 1}))
        .containsExactly(FaceModel.LARGEST_CODE);
  }

  /** The separate answer shuts the lips however open the code says they are. */
  @Test
  void lipsThatAreSaidToMeetMeet() {
    MouthCalibration shutting = calibration(1, 0, 0.1f);
    float[] open = shutting.apply(face, new float[] {1, 0.2f, 1});
    float[] shut = shutting.apply(face, new float[] {1, 0.02f, 1});
    assertThat(open).containsExactly(1);
    assertThat(face.lipGap(shut)).isCloseTo(-0.01f, within(1e-5f));
    float between = face.lipGap(shutting.apply(face, new float[] {1, 0.1f, 1}));
    assertThat(between).isBetween(face.lipGap(shut), face.lipGap(open));
  }

  @Test
  void theGeneralEncoderShutsLipsAndLetsAMouthRest() {
    MouthCalibration calibration = calibration(1, 0);
    float[] heard = {1, 1, 1};
    assertThat(face.lipGap(calibration.apply(face, heard, 1, 0))).isCloseTo(-0.01f, within(1e-5f));
    float open = face.lipGap(calibration.apply(face, heard, 0, 0));
    assertThat(face.lipGap(calibration.apply(face, heard, 0.5f, 0)))
        .isCloseTo((open - 0.01f) / 2, within(1e-5f));
    assertThat(calibration.apply(face, heard, 0, 1)).containsExactly(rest[0]);
    float[] shut = {-2, 1, 1};
    assertThat(calibration.apply(face, shut, 1, 0)).containsExactly(-2f);
  }

  /** Lips that are apart are moved by what the head's pictures lack, and none that meet or rest. */
  @Test
  void aHeadThatShowsLipsTooNearOpensThem() {
    MouthCalibration plain = calibration(1, 0, 0.1f);
    MouthCalibration opened = plain.showing(new ShownOpening(0.06f));
    float[] apart = {1, 0.2f, 1};
    float[] meet = {1, 0.02f, 1};
    float[] silent = {1, 1, 0};
    assertThat(face.lipGap(opened.apply(face, apart)))
        .isCloseTo(face.lipGap(plain.apply(face, apart)) + 0.06f, within(1e-5f));
    assertThat(opened.apply(face, meet)).containsExactly(plain.apply(face, meet));
    assertThat(opened.apply(face, apart, 1, 0)).containsExactly(plain.apply(face, apart, 1, 0));
    assertThat(opened.apply(face, silent)).containsExactly(rest[0]);
  }

  @Test
  void whatWasChosenIsToldInWords() {
    assertThat(calibration(1.5f, 0.25f, 0.1f).told())
        .isEqualTo("gain 1.50, match 0.25, shut below 0.10 cm");
    assertThat(calibration(1, 0).told())
        .isEqualTo("gain 1.00, match 0.00, never shut apart from the code");
  }

  private MouthCalibration calibration(float gain, float match) {
    return calibration(gain, match, -10);
  }

  private MouthCalibration calibration(float gain, float match, float shutBelow) {
    return new MouthCalibration(
        gain,
        match,
        new float[] {0, 1},
        new float[] {0, 1},
        new float[] {1 / 0.3f},
        shutBelow,
        -0.01f,
        0.5f,
        rest,
        ShownOpening.AS_MEANT);
  }

  /**
   * A face of one component: a code of 1 lowers the lower lip by 0.3 cm; the lips are 0.25 cm apart
   * at 0.
   */
  static FaceModel jawFace() {
    float[] neutral = new float[FaceModel.VERTICES * 3];
    neutral[13 * 3 + 1] = 0.25f;
    float[] lower = new float[FaceModel.VERTICES * 3];
    for (int lip : new int[] {14, 17, 84, 87, 314, 317, 402, 178}) {
      lower[lip * 3 + 1] = -0.3f;
    }
    return new FaceModel(
        neutral,
        1,
        lower,
        new float[5 * FaceModel.VERTICES * 3],
        new float[5],
        new float[] {1, 1, 1, 1, 1});
  }
}
