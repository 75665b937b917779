package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.capture.LearningPart;
import studio.viseme.image.Layer;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.PaintedPerson;

class FitMeterTest {
  private final LearningPart part = new LearningPart(new PaintedPerson.PaintedCapture(400));

  private FitMeter meter(Avatar avatar) {
    return new FitMeter(part, avatar, new PaintedPerson.Loudness(), PaintedRuns.TRACKING);
  }

  @Test
  void bothPartsAreMeasuredAndNothingBehindThem() {
    List<RigidTransform> shown = new ArrayList<>();
    FitMeter meter =
        meter(
            new PaintedPerson.PaintedAvatar() {
              @Override
              public Layer render(FrameState state) {
                shown.add(state.pose());
                return super.render(state);
              }
            });
    FitMeter.Fit learnt = meter.learnt(40, JobContext.silent());
    FitMeter.Fit validation = meter.validation(4, JobContext.silent());
    assertThat(learnt.frames()).isEqualTo(9);
    assertThat(validation.frames()).isEqualTo(9);
    assertThat(shown.subList(0, 9)).isSubsetOf(part.head().poses().subList(0, 324));
    assertThat(shown.subList(9, 18)).isSubsetOf(part.head().poses().subList(324, 360));
    for (FitMeter.Fit fit : List.of(learnt, validation)) {
      assertThat(fit.metrics().get(Metric.JAW_CORRELATION).orElseThrow()).isGreaterThan(.9);
      assertThat(fit.regions()).containsOnlyKeys(FitMeter.Region.SKIN, FitMeter.Region.RIM);
    }
  }

  @Test
  void anErrorIsCountedWhereItIs() {
    FitMeter.Fit right =
        meter(new PaintedPerson.PaintedAvatar()).validation(4, JobContext.silent());
    FitMeter.Fit pale = meter(new Pale()).validation(4, JobContext.silent());
    assertThat(pale.regions().get(FitMeter.Region.SKIN))
        .isLessThan(right.regions().get(FitMeter.Region.SKIN) - 3);
    assertThat(pale.regions().get(FitMeter.Region.RIM))
        .isEqualTo(right.regions().get(FitMeter.Region.RIM));
  }

  /** Paints the middle of the forehead white. */
  private static final class Pale extends PaintedPerson.PaintedAvatar {
    @Override
    public Layer render(FrameState state) {
      Layer layer = super.render(state);
      int x = (int) camera().projectX(state.pose().translation());
      int y = (int) camera().projectY(state.pose().translation()) - 12;
      for (int row = y - 4; row < y + 4; row++) {
        for (int column = x - 4; column < x + 4; column++) {
          for (int c = 0; c < 3; c++) {
            layer.rgba()[4 * (row * layer.width() + column) + c] = 1;
          }
        }
      }
      return layer;
    }
  }
}
