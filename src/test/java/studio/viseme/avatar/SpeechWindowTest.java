package studio.viseme.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import studio.viseme.speech.FeatureSequence;

class SpeechWindowTest {
  private final FeatureSequence features =
      new FeatureSequence(2, 100, new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f});
  private final SpeechWindow window = new SpeechWindow("test", 2, 100, 1, 1);

  @Test
  void theWindowLiesAroundTheMoment() {
    assertThat(window.cut(features, 0.02)).containsExactly(1, 1.5f, 2, 2.5f, 3, 3.5f);
  }

  @Test
  void beyondTheEndsTheOutermostVectorsAreRepeated() {
    assertThat(window.cut(features, -5)).containsExactly(0, 0.5f, 0, 0.5f, 0, 0.5f);
    assertThat(window.cut(features, 5)).containsExactly(3, 3.5f, 3, 3.5f, 3, 3.5f);
  }

  @Test
  void featuresOfAnotherRateAreRefused() {
    assertThatThrownBy(() -> window.cut(new FeatureSequence(2, 50, new float[4]), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
