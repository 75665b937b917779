package studio.viseme.viewport.gl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Drawn;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.PaintedScenes;
import studio.viseme.viewport.Renderer;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;
import studio.viseme.viewport.Surface;
import studio.viseme.viewport.View;
import studio.viseme.viewport.software.SoftwareRenderer;

/**
 * The shaders draw what the processor draws. Skips itself where there is no OpenGL; Mesa's, on the
 * processor, will do.
 */
@Timeout(120)
class OpenGlRendererTest {
  /** Steps of 255 that a driver may round otherwise: it filters with weights of 8 bits. */
  private static final int TOLERANCE = 3;

  /** A difference is shown enlarged, and so is what rounding does to it. */
  private static final int GAIN = 3;

  private OpenGlRenderer renderer;
  private final Renderer reference = new SoftwareRenderer();

  @BeforeEach
  void open() {
    renderer = openOrSkip(OpenGlRenderer::open);
  }

  @AfterEach
  void close() {
    if (renderer != null) {
      renderer.close();
    }
  }

  private static OpenGlRenderer openOrSkip(Supplier<OpenGlRenderer> source) {
    try {
      return source.get();
    } catch (IllegalStateException | LinkageError e) {
      return abort("no OpenGL on this machine: " + e.getMessage());
    }
  }

  @Test
  void drawsEachSceneAsTheProcessorDoes() {
    for (Map.Entry<String, Scene> scene : PaintedScenes.all().entrySet()) {
      assertSame(scene.getKey(), scene.getValue(), PaintedScenes.SURFACE);
    }
  }

  @Test
  void drawsOnADenseScreenAsTheProcessorDoes() {
    Surface dense = new Surface(301, 211, 2);
    PaintedScenes.all().forEach((name, scene) -> assertSame(name, scene, dense));
  }

  /**
   * Down to a sixteenth, where the pictures' copies are still exact halves: of odd sizes each
   * driver makes its own.
   */
  @Test
  void agreesAtAnyZoomAndSize() {
    Random random = new Random(7);
    List<Scene> scenes = new ArrayList<>(PaintedScenes.all().values());
    for (int i = 0; i < 40; i++) {
      View view =
          new View(
              Math.pow(2, random.nextDouble() * 7 - 2), random.nextDouble(), random.nextDouble());
      Surface surface =
          new Surface(40 + random.nextInt(160), 40 + random.nextInt(160), 1 + random.nextDouble());
      Scene scene = scenes.get(random.nextInt(scenes.size())).withView(view);
      assertSame(view + " on " + surface, scene, surface);
    }
  }

  /**
   * In a picture shown pixel by pixel nothing may be lost, or a difference of nothing would show.
   */
  @Test
  void picturesPixelsComeThroughUnchanged() {
    RgbImage all = new RgbImage(256, 3);
    for (int x = 0; x < 256; x++) {
      all.set(x, 0, x, 255 - x, 128);
      all.set(x, 1, 0, x, x);
      all.set(x, 2, x, 7 * x, 13 * x);
    }
    Surface surface = new Surface(256, 3, 1);
    Drawn drawn = Drawn.by(renderer, Scene.of(all), surface);
    assertThat(drawn.largestDifference(Drawn.by(reference, Scene.of(all), surface)))
        .isLessThanOrEqualTo(1);

    Scene same =
        Scene.of(all).comparedWith(new SceneImage(all.copy(), null), new Mode.Difference(100));
    assertThat(Drawn.by(renderer, same, surface).argb()).containsOnly(0xff000000);
  }

  @Test
  void bufferedReadbackGivesTheFramesInOrder() {
    renderer.close();
    GlContext context = GlContext.open();
    renderer = new OpenGlRenderer(context, OpenGlRenderer.describe(), new BufferedReadback());
    assertThat(renderer.depth()).isEqualTo(2);

    List<Scene> scenes = List.copyOf(PaintedScenes.all().values());
    ByteBuffer pixels =
        ByteBuffer.allocateDirect(
            PaintedScenes.SURFACE.width() * PaintedScenes.SURFACE.height() * 4);
    renderer.draw(scenes.getFirst(), PaintedScenes.SURFACE);
    for (int i = 0; i < scenes.size(); i++) {
      if (i + 1 < scenes.size()) {
        renderer.draw(scenes.get(i + 1), PaintedScenes.SURFACE);
      }
      renderer.read(pixels);
      Drawn drawn = Drawn.of(pixels, PaintedScenes.SURFACE.width(), PaintedScenes.SURFACE.height());
      Drawn expected = Drawn.by(reference, scenes.get(i), PaintedScenes.SURFACE);
      assertThat(drawn.largestDifference(expected)).isLessThanOrEqualTo(GAIN * TOLERANCE);
    }
  }

  @Test
  void opensAndClosesAgainAndAgain() {
    renderer.close();
    renderer = null;
    for (int i = 0; i < 20; i++) {
      try (OpenGlRenderer one = OpenGlRenderer.open()) {
        Scene scene = PaintedScenes.all().get("everything");
        Drawn.by(one, scene, new Surface(64 + i, 48, 1));
      }
    }
  }

  @Test
  void worksBesideAnotherOneThatCloses() throws Exception {
    Scene scene = PaintedScenes.all().get("mesh");
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (OpenGlRenderer one = OpenGlRenderer.open()) {
                    Drawn.by(one, scene, PaintedScenes.SURFACE);
                  }
                });
    other.join();
    assertSame("after the other one closed", scene, PaintedScenes.SURFACE);
  }

  @Test
  void videoUsesTheTexturesAgain() {
    for (int i = 0; i < 30; i++) {
      Scene frame = Scene.of(PaintedScenes.picture(i % 7)).withView(new View(0.5, 0.5, 0.5));
      assertSame("frame " + i, frame, PaintedScenes.SURFACE);
    }
  }

  @Test
  void tooLargeAPictureFailsInWords() {
    Scene wide = Scene.of(new RgbImage(40_000, 1));
    assertThatThrownBy(() -> Drawn.by(renderer, wide, PaintedScenes.SURFACE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("OpenGL");
  }

  private void assertSame(String name, Scene scene, Surface surface) {
    Drawn drawn = Drawn.by(renderer, scene, surface);
    Drawn expected = Drawn.by(reference, scene, surface);
    int tolerance = scene.mode() instanceof Mode.Difference ? 2 * GAIN : TOLERANCE;
    assertThat(drawn.largestDifference(expected)).as(name).isLessThanOrEqualTo(tolerance);
  }
}
