package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechEncodersTest {
  private final SpeechEncoders encoders = new SpeechEncoders();

  @Test
  void everyEncoderHasTheNameItIsFoundBy() {
    for (String name : encoders.names()) {
      assertThat(encoders.find(name).orElseThrow().name()).isEqualTo(name);
    }
    assertThat(encoders.names()).contains("logmel", "mel80", "stft", "phones", "lips");
  }

  /** logmel+stft: their rates differ. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "hubert", "LogMel", "logmel+", "+logmel", "logmel+logmel", "logmel+stft"})
  void whatCannotBeIsEmpty(String name) {
    assertThat(encoders.find(name)).isEmpty();
  }

  @Test
  void joinedEncodersLieSideBySide() {
    SpeechEncoder joined = encoders.find("logmel+phones").orElseThrow();
    assertThat(joined.name()).isEqualTo("logmel+phones");
    assertThat(joined.width()).isEqualTo(82);
    float[] sound = Speech.syllables(0.3, 16_000);
    float[] both = joined.encode(sound).data();
    float[] first = encoders.find("logmel").orElseThrow().encode(sound).data();
    float[] second = encoders.find("phones").orElseThrow().encode(sound).data();
    for (int i = 0; i < 100; i++) {
      assertThat(Arrays.copyOfRange(both, i * 82, i * 82 + 40))
          .isEqualTo(Arrays.copyOfRange(first, i * 40, i * 40 + 40));
      assertThat(Arrays.copyOfRange(both, i * 82 + 40, i * 82 + 82))
          .isEqualTo(Arrays.copyOfRange(second, i * 42, i * 42 + 42));
    }
  }
}
