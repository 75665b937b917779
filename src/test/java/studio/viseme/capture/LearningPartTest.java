package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LearningPartTest {
  private static final int FRAMES = 260;
  private final Capture whole = FakeCapture.builder().size(48).frames(FRAMES).build();
  private final LearningPart part = new LearningPart(whole);

  @Test
  void endsWhereTheHeldOutPartBegins() {
    int end = whole.clip().firstHeldOutFrame();
    assertThat(end).isEqualTo(234);
    assertThat(part.clip().frames()).isEqualTo(end);
    assertThat(part.clip().firstHeldOutFrame()).as("its own last tenth").isEqualTo(211);
    assertThat(part.frames().count()).isEqualTo(end);
    assertThat(part.voiceActivity()).hasSize(end);
    assertThat(part.landmarks().frames()).isEqualTo(end);
    assertThat(part.head().poses()).isEqualTo(whole.head().poses().subList(0, end));
    assertThat(part.expression().codes()).hasSize(end * part.expression().dims());
    assertThat(part.speech()).isEqualTo(Arrays.copyOf(whole.speech(), end * 640));
    assertThat(part.clip().speechSamples()).isEqualTo(end * 640L);
  }

  @Test
  void noHeldOutFrameCanBeReached() {
    int last = part.clip().frames() - 1;
    assertThat(part.frames().frame(last).data()).isEqualTo(whole.frames().frame(last).data());
    for (int frame : new int[] {last + 1, FRAMES - 1, -1}) {
      assertThatThrownBy(() -> part.frames().frame(frame))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> part.parsing(frame)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> part.depth(frame)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> part.upperFace(frame)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> part.usable(frame)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void whatIsTooShortToHoldOutStaysWhole() {
    Capture few = FakeCapture.small();
    assertThat(new LearningPart(few).clip()).isEqualTo(few.clip());
  }
}
