package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.FakeCapture;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Scene;

class StageSightTest {
  private static final FakeCapture CAPTURE = FakeCapture.small();

  private final List<Integer> frames = new ArrayList<>();
  private final List<Scene> scenes = new ArrayList<>();
  private boolean wanted = true;

  @Test
  void whatAStageFindsIsLaidOverItsFrame() {
    sight().tracked(3, CAPTURE.landmarks().frame(3));
    sight().parsed(5, CAPTURE.parsing(5));
    assertThat(frames).containsExactly(3, 5);
    assertThat(scenes.get(0).overlays()).singleElement().isInstanceOf(Overlay.Mesh.class);
    assertThat(scenes.get(1).overlays()).singleElement().isInstanceOf(Overlay.Labels.class);
    assertThat(scenes.get(0).picture().color().data()).isEqualTo(CAPTURE.frames().frame(3).data());
  }

  @Test
  void anImportShowsItsOwnPicture() {
    RgbImage picture = new RgbImage(8, 8);
    sight().imported(40_000, picture);
    assertThat(scenes.getFirst().picture().color()).isSameAs(picture);
  }

  @Test
  void picturesThatComeTooFastAreLeftOut() {
    StageSight sight = sight();
    for (int frame = 0; frame < 30; frame++) {
      sight.parsed(frame, CAPTURE.parsing(0));
    }
    assertThat(frames).hasSizeLessThan(30).contains(0);
  }

  @Test
  void whenNobodyLooksNothingIsDrawn() {
    wanted = false;
    StageSight sight = sight();
    assertThat(sight.isLooking()).isFalse();
    sight.parsed(0, CAPTURE.parsing(0));
    assertThat(scenes).isEmpty();
  }

  private StageSight sight() {
    return new StageSight(
        TaskExecutor.sameThread(),
        () -> wanted,
        frame -> CAPTURE.frames().frame(frame),
        (frame, scene) -> {
          frames.add(frame);
          scenes.add(scene);
        });
  }
}
