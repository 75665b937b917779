package studio.viseme.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechStream;

/** What every speech encoder of a hundred vectors a second owes to a sound that comes in pieces. */
public final class Streaming {
  private static final int RATE = SpeechEncoder.SAMPLE_RATE;
  private static final int HOP = 160;

  private Streaming() {}

  /**
   * Pieces of any length, on any number of threads, give the vectors of the whole, to the bit.
   *
   * @param sounds a sound of so many samples
   */
  public static void checkPieces(SpeechEncoder encoder, IntFunction<float[]> sounds) {
    Random random = new Random(2);
    for (int samples : new int[] {0, 1, 700, 7_777, 40_000}) {
      float[] sound = sounds.apply(samples);
      FeatureSequence whole = encoder.encode(sound);
      assertThat(whole.count()).isEqualTo((samples + HOP - 1) / HOP);
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

  /** Nothing is waited for longer than the lag says, and the lag doesn't say much too much. */
  public static void checkLag(SpeechEncoder encoder, float[] sound) {
    int piece = HOP / 2;
    SpeechStream stream = encoder.stream(Workers.sameThread());
    int vectors = 0;
    double longest = 0;
    for (int at = 0; at < sound.length; at += piece) {
      vectors += stream.append(sound, at, at + piece).count();
      double heard = (double) (at + piece) / RATE;
      longest = Math.max(longest, heard - vectors / encoder.rate());
    }
    assertThat(longest).isLessThanOrEqualTo(encoder.lag() + 0.005 + 1e-9);
    assertThat(longest).isGreaterThan(encoder.lag() - 0.02);
  }
}
