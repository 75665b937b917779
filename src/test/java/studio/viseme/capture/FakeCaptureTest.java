package studio.viseme.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.job.JobException;

class FakeCaptureTest {
  @Test
  void itsPartsAgree() {
    FakeCapture capture = FakeCapture.small();
    int frame = 2;
    int center = 32;
    assertThat(capture.depth(frame).get(center, center)).isBetween(49f, 52f);
    assertThat(capture.parsing(frame).head().get(center, center)).isEqualTo(255);
    assertThat(capture.depth(frame).get(0, 0)).isInfinite();
    assertThat(FaceRegion.of(capture.parsing(frame).labels().get(0, 0)))
        .isEqualTo(FaceRegion.BACKGROUND);
    assertThat(capture.frames().frame(frame).get(0, 0, 0)).isEqualTo(capture.plate().get(0, 0, 0));
    assertThat(capture.speech()).hasSize(40 * 640);
  }

  @Test
  void aPartThatIsLeftOutIsMissing() {
    FakeCapture capture =
        FakeCapture.builder().capabilities(EnumSet.of(Capture.Capability.FRAMES)).build();
    assertThatThrownBy(capture::plate).isInstanceOf(JobException.class);
  }
}
