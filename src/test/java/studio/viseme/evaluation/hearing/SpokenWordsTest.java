package studio.viseme.evaluation.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.syncgaussian.HearingTrial.Ear;
import studio.viseme.capture.FakeCapture;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.speech.FeatureSequence;

class SpokenWordsTest {
  /** Eight seconds, of which the last .8 are held out. */
  private final Ear ear =
      SpokenWords.ear(
          List.of(
              new Word(0, 1, "sil"),
              new Word(1, 1.3, "bin"),
              new Word(1.3, 1.6, "red"),
              new Word(7.3, 7.5, "bin"),
              new Word(7.5, 7.8, "zed")),
          FakeCapture.builder().frames(200).build().clip());

  private static int heard(FeatureSequence sequence, double seconds) {
    int t = (int) Math.round(seconds * sequence.rate());
    return IntStream.range(0, sequence.width())
        .filter(k -> sequence.data()[t * sequence.width() + k] != 0)
        .findFirst()
        .orElse(-1);
  }

  @Test
  void aWordAndItsThirdAreHeard() {
    FeatureSequence whole = ear.whole();
    assertThat(whole.width()).isEqualTo(6);
    assertThat(heard(whole, 0.5)).isEqualTo(-1);
    assertThat(heard(whole, 1.05)).isEqualTo(0);
    assertThat(heard(whole, 1.15)).isEqualTo(1);
    assertThat(heard(whole, 1.29)).isEqualTo(2);
    assertThat(heard(whole, 1.45)).isEqualTo(4);
    assertThat(heard(whole, 7.45)).isEqualTo(2);
  }

  @Test
  void aWordThatIsSaidInTheHeldOutPartAloneIsUnknown() {
    assertThat(heard(ear.whole(), 7.6)).isEqualTo(-1);
  }

  @Test
  void wordsStandBesideTheSound() {
    FeatureSequence sound = new FeatureSequence(1, 100, new float[700]);
    Arrays.fill(sound.data(), 7);
    Ear both = SpokenWords.beside(new Ear("logmel", sound, sound, sound), ear);
    assertThat(both.name()).isEqualTo("logmel+words");
    assertThat(both.training().width()).isEqualTo(7);
    assertThat(both.training().count()).isEqualTo(700);
    float[] vector = Arrays.copyOfRange(both.training().data(), 115 * 7, 116 * 7);
    assertThat(vector).containsExactly(7, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void nothingOfTheHeldOutPartStandsInTheTrainingPart() {
    assertThat(ear.training().count()).isEqualTo(720);
    assertThat(ear.whole().count()).isEqualTo(800);
  }
}
