package studio.viseme.speech.syncenhanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
import studio.viseme.speech.SpeechStream;
import studio.viseme.speech.Stft;

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
    SyncEnhancedEncoder encoder = encoder(fusion);
    Random random = new Random(2);
    for (int samples : new int[] {0, 1, 700, 7_777, 40_000}) {
      float[] sound = sound(samples);
      FeatureSequence whole = encoder.encode(sound);
      assertThat(whole.count()).isEqualTo((samples + 159) / 160);
      assertThat(whole.width()).isEqualTo(encoder.width());
      try (Workers workers = Workers.of(3)) {
        SpeechStream stream = encoder.stream(workers);
        float[] joined = new float[whole.data().length];
        int at = 0;
        for (int from = 0; from < samples; ) {
          int to = Math.min(samples, from + random.nextInt(3_000));
          float[] more = stream.append(sound, from, to).data();
          System.arraycopy(more, 0, joined, at, more.length);
          at += more.length;
          from = to;
        }
        float[] rest = stream.finish().data();
        System.arraycopy(rest, 0, joined, at, rest.length);
        assertThat(at + rest.length).isEqualTo(joined.length);
        assertThat(Arrays.mismatch(joined, whole.data())).isEqualTo(-1);
        assertThatThrownBy(stream::finish).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void aVectorIsFinalAfterTheLagAndNotMuchSooner() {
    SyncEnhancedEncoder encoder = encoder(Fusion.FULL);
    float[] sound = sound(32_000);
    SpeechStream stream = encoder.stream(Workers.sameThread());
    int vectors = 0;
    double longest = 0;
    for (int at = 0; at < sound.length; at += 80) {
      vectors += stream.append(sound, at, at + 80).count();
      double heard = (at + 80) / 16_000.0;
      longest = Math.max(longest, heard - vectors / encoder.rate());
    }
    assertThat(longest).isLessThanOrEqualTo(encoder.lag() + 0.005 + 1e-9);
    assertThat(longest).isGreaterThan(encoder.lag() - 0.02);
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
