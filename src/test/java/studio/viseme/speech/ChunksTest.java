package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import studio.viseme.job.Workers;

/** Whatever pieces a sound arrives in, what is made of it is the same, bit for bit. */
class ChunksTest {
  private static final SpeechEncoders ENCODERS = new SpeechEncoders();

  @Provide
  Arbitrary<SpeechEncoder> encoders() {
    return Arbitraries.of("logmel", "mel80", "stft", "phones", "lips", "logmel+phones")
        .map(name -> ENCODERS.find(name).orElseThrow());
  }

  /** Nothing, single samples, less than a hop, more than a window, seconds. */
  @Provide
  Arbitrary<List<Integer>> pieces() {
    Arbitrary<Integer> piece =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(100, 900),
            Arbitraries.integers().between(3_000, 12_000));
    return piece.list().ofMaxSize(20);
  }

  /** A voice, a pause of digital silence, and noise; then cut off. */
  private static float[] sound(int samples, long seed) {
    float[] voice = Speech.syllables(0.3, samples / 2);
    float[] noise = Speech.noise(0.02, samples - samples / 2 - samples / 4, seed);
    return Speech.concat(voice, new float[samples / 4], noise);
  }

  @Property(tries = 40, seed = "11")
  void piecesGiveTheVectorsOfTheWhole(
      @ForAll("encoders") SpeechEncoder encoder, @ForAll("pieces") List<Integer> pieces) {
    int samples = pieces.stream().mapToInt(Integer::intValue).sum();
    float[] sound = sound(samples, pieces.size());

    SpeechStream stream = encoder.stream(Workers.sameThread());
    FloatList joined = new FloatList();
    int at = 0;
    for (int piece : pieces) {
      joined.add(stream.append(sound, at, at + piece).data());
      at += piece;
    }
    joined.add(stream.finish().data());

    FeatureSequence whole = encoder.encode(sound);
    assertThat(joined.toArray()).isEqualTo(whole.data());
    assertThat(whole.count()).isEqualTo((int) Math.ceil(samples * encoder.rate() / 16_000 - 1e-9));
  }

  @Property(tries = 10, seed = "12")
  void helpersDoNotChangeABit(@ForAll("encoders") SpeechEncoder encoder) {
    float[] sound = sound(40_000, 5);
    try (Workers three = Workers.of(3)) {
      assertThat(encoder.encode(sound, three).data()).isEqualTo(encoder.encode(sound).data());
    }
  }

  /** A vector waits no longer than its encoder says, once the first seconds are over. */
  @Property(tries = 10, seed = "13")
  void aVectorIsFinalAfterTheLag(@ForAll("encoders") SpeechEncoder encoder) {
    float[] sound = sound(96_000, 6);
    SpeechStream stream = encoder.stream(Workers.sameThread());
    int vectors = 0;
    for (int at = 0; at < sound.length; at += 160) {
      vectors += stream.append(sound, at, at + 160).count();
      double heard = (at + 160) / 16_000.0;
      if (heard > 5) {
        assertThat(vectors / encoder.rate())
            .isGreaterThanOrEqualTo(heard - encoder.lag() - 1 / encoder.rate() + 1e-6);
      }
    }
  }

  /** What comes later than the lag changes nothing, so nothing is normalised by the future. */
  @Property(tries = 10, seed = "14")
  void theFutureChangesNothing(@ForAll("encoders") SpeechEncoder encoder) {
    float[] sound = sound(80_000, 7);
    float[] other = Speech.concat(sound.clone(), Speech.noise(0.5, 8_000, 8));
    int safe = (int) ((5 - Math.max(4.1, encoder.lag())) * encoder.rate()) * encoder.width();
    float[] alone = encoder.encode(sound).data();
    float[] longer = encoder.encode(other).data();
    assertThat(safe).isPositive();
    for (int i = 0; i < safe; i++) {
      assertThat(longer[i]).isEqualTo(alone[i]);
    }
  }

  @Property(tries = 20, seed = "15")
  void flagsOfPiecesAreThoseOfTheWhole(@ForAll("pieces") List<Integer> pieces) {
    int samples = pieces.stream().mapToInt(Integer::intValue).sum();
    float[] sound = sound(samples, 9);
    VoiceActivity.Stream stream = VoiceActivity.stream(29.97);
    List<Boolean> flags = new ArrayList<>();
    int at = 0;
    for (int piece : pieces) {
      for (boolean flag : stream.append(sound, at, at + piece)) {
        flags.add(flag);
      }
      at += piece;
    }
    for (boolean flag : stream.finish()) {
      flags.add(flag);
    }
    boolean[] whole = VoiceActivity.detect(sound, 29.97, flags.size());
    for (int i = 0; i < whole.length; i++) {
      assertThat(flags.get(i)).as("frame %d", i).isEqualTo(whole[i]);
    }
    assertThat(flags.size() / 29.97).isGreaterThanOrEqualTo(samples / 16_000.0 - 0.02);
  }

  @Example
  void aFinishedStreamTakesNoMore() {
    for (String name : ENCODERS.names()) {
      SpeechStream stream = ENCODERS.find(name).orElseThrow().stream(Workers.sameThread());
      stream.finish();
      assertThatThrownBy(() -> stream.append(new float[10]))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
