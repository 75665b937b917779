package studio.viseme.speech.syncenhanced;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.LogMel;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.Stft;
import studio.viseme.testing.Streaming;

/** Encoders as they come out of training, barely trained; log-mel stands for both sources. */
class SyncEnhancedEncoderTest {
  private static final SpeechEncoder SOURCE = new LogMel();

  private static SyncEnhancedEncoder encoder(Fusion fusion) {
    FeatureSequence features = SOURCE.encode(sound(32_000));
    int[] frames = IntStream.range(0, 50).toArray();
    float[][] mouths = new float[50][1];
    FusionSettings settings = new FusionSettings(fusion, 1, 4, 1e-3, 1, 9);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        FusionTraining training =
            new FusionTraining(
                engine, settings, features, features, frames, mouths, new float[] {1})) {
      return new SyncEnhancedEncoder(training.run(JobContext.silent(), null), SOURCE, SOURCE);
    }
  }

  private static float[] sound(int samples) {
    Random random = new Random(7);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      double loud = 0.1 + 0.1 * Math.sin(i / 900.0);
      sound[i] = (float) (loud * (Math.sin(i * 0.05) + 0.2 * random.nextGaussian()));
    }
    return sound;
  }

  @ParameterizedTest
  @EnumSource(Fusion.class)
  void piecesGiveTheVectorsOfTheWhole(Fusion fusion) {
    Streaming.checkPieces(encoder(fusion), SyncEnhancedEncoderTest::sound);
  }

  @Test
  void aVectorIsFinalAfterTheLagAndNotMuchSooner() {
    Streaming.checkLag(encoder(Fusion.FULL), sound(32_000));
  }

  @Test
  void sourcesThatDoNotFitAreRefused() {
    FusionModel model = null;
    FeatureSequence features = SOURCE.encode(sound(32_000));
    FusionSettings settings = new FusionSettings(Fusion.FULL, 1, 4, 1e-3, 1, 9);
    try (Engine engine = Engines.cpu(Workers.sameThread());
        FusionTraining training =
            new FusionTraining(
                engine,
                settings,
                features,
                features,
                new int[] {3},
                new float[1][1],
                new float[] {1})) {
      model = training.run(JobContext.silent(), null);
    }
    FusionModel made = model;
    assertThatThrownBy(() -> new SyncEnhancedEncoder(made, SOURCE, new Stft()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
