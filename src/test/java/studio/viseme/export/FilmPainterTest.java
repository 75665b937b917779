package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.avatar.FrameState;
import studio.viseme.capture.Capture;
import studio.viseme.image.Layer;
import studio.viseme.testing.PaintedPerson;

class FilmPainterTest {
  private final Capture capture = new PaintedPerson.PaintedCapture(30);

  /** Says whether its head was cut out of the film. */
  private static final class Witness extends PaintedPerson.PaintedAvatar {
    boolean cutOut;

    @Override
    public Layer renderCutOut(FrameState state) {
      cutOut = true;
      return render(state);
    }
  }

  private boolean cutsOut(DubOptions.Background background) {
    Witness avatar = new Witness();
    FrameState state =
        new FrameState(
            capture.head().poses().get(3),
            capture.upperFace(3),
            new float[avatar.speechWindow().size()]);
    FilmPainter.before(capture, avatar, background, false)
        .render(avatar, state, ClipMoment.ofFrame(3));
    return avatar.cutOut;
  }

  @Test
  void aHeadIsCutOutOfItsFilmBeforeAnotherWallAlone() {
    assertThat(cutsOut(new DubOptions.Background.Plate())).isFalse();
    assertThat(cutsOut(new DubOptions.Background.Colour(0x00ff00))).isTrue();
    assertThat(cutsOut(new DubOptions.Background.None())).isTrue();
  }
}
