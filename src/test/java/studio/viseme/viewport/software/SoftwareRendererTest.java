package studio.viseme.viewport.software;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.Drawn;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.PaintedScenes;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;
import studio.viseme.viewport.Surface;
import studio.viseme.viewport.View;

/**
 * The definitions that the shaders are tested against, each checked by a number worked out by hand.
 */
class SoftwareRendererTest {
  private static final int MID_GRAY_OF_LIGHT = 188;

  @Test
  void pictureOfTheViewportsSizeIsShownPixelByPixel() {
    RgbImage picture = PaintedScenes.picture(0);
    Drawn drawn = draw(Scene.of(picture), new Surface(picture.width(), picture.height(), 1));
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        assertThat(drawn.at(x, y)).isEqualTo(packed(picture, x, y));
      }
    }
  }

  @Test
  void surroundingsOfThePictureAreTransparent() {
    Drawn drawn = draw(Scene.of(gray(10, 10, 255)), new Surface(30, 10, 1));
    assertThat(drawn.at(0, 5)).isZero();
    assertThat(drawn.at(9, 5)).isZero();
    assertThat(drawn.at(10, 5)).isEqualTo(0xffffffff);
    assertThat(drawn.at(19, 5)).isEqualTo(0xffffffff);
    assertThat(drawn.at(20, 5)).isZero();
  }

  /** Half of the pixels white and half black is half the light, which sRGB stores as 188. */
  @Test
  void shrinkingAveragesLight() {
    RgbImage checks = new RgbImage(64, 64);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int value = (x + y) % 2 * 255;
        checks.set(x, y, value, value, value);
      }
    }
    Drawn drawn = draw(Scene.of(checks), new Surface(32, 32, 1));
    assertThat(drawn.channel(16, 16, 8)).isEqualTo(MID_GRAY_OF_LIGHT);
    Drawn quarter = draw(Scene.of(checks), new Surface(24, 24, 1));
    assertThat(quarter.channel(12, 12, 8)).isEqualTo(MID_GRAY_OF_LIGHT);
  }

  @Test
  void fittingPictureIsSmoothAndZoomedOneShowsItsPixels() {
    RgbImage edge = new RgbImage(2, 1);
    edge.set(1, 0, 255, 255, 255);
    Surface surface = new Surface(16, 8, 1);
    assertThat(colorsInRow(draw(Scene.of(edge), surface))).isGreaterThan(4);
    Scene zoomed = Scene.of(edge).withView(new View(1.01, 0.5, 0.5));
    assertThat(colorsInRow(draw(zoomed, surface))).isEqualTo(2);
  }

  /** On a dense screen three physical pixels are one and a half to the eye. */
  @Test
  void denseScreenIsSmoothForLonger() {
    RgbImage edge = new RgbImage(2, 1);
    edge.set(1, 0, 255, 255, 255);
    Scene scene = Scene.of(edge).withView(new View(1.5, 0.5, 0.5));
    assertThat(colorsInRow(draw(scene, new Surface(4, 4, 2)))).isGreaterThan(2);
    assertThat(colorsInRow(draw(scene, new Surface(4, 4, 1)))).isEqualTo(2);
  }

  @Test
  void splitShowsEachAtItsSide() {
    Scene scene =
        Scene.of(gray(100, 50, 40))
            .comparedWith(new SceneImage(gray(100, 50, 90), null), new Mode.Split(0.3));
    Drawn drawn = draw(scene, new Surface(100, 50, 1));
    assertThat(drawn.channel(26, 25, 0)).isEqualTo(40);
    assertThat(drawn.channel(33, 25, 0)).isEqualTo(90);
    assertThat(drawn.channel(29, 25, 0)).as("divider").isGreaterThan(150);
  }

  @Test
  void differenceIsThatOfTheValuesTimesTheGain() {
    Scene scene =
        Scene.of(gray(8, 8, 40))
            .comparedWith(new SceneImage(gray(8, 8, 47), null), new Mode.Difference(4));
    assertThat(draw(scene, new Surface(8, 8, 1)).at(3, 3)).isEqualTo(0xff1c1c1c);
    assertThat(draw(scene, new Surface(13, 13, 1)).at(3, 3)).isEqualTo(0xff1c1c1c);
  }

  @Test
  void transparentPartsShowACheckerboard() {
    SceneImage clear = new SceneImage(gray(32, 32, 255), new GrayImage(32, 32));
    Drawn drawn = draw(Scene.of(clear), new Surface(32, 32, 1));
    assertThat(drawn.at(2, 2)).isEqualTo(drawn.at(10, 10)).isNotEqualTo(drawn.at(10, 2));
    assertThat(drawn.channel(2, 2, 24)).isEqualTo(255);
    Drawn dense = draw(Scene.of(clear), new Surface(32, 32, 2));
    assertThat(dense.at(2, 2)).isEqualTo(dense.at(10, 10)).isEqualTo(dense.at(10, 2));
  }

  /** Colour under a transparent pixel must not bleed into its opaque neighbour. */
  @Test
  void transparentColourDoesNotBleed() {
    RgbImage color = new RgbImage(2, 1);
    color.set(0, 0, 255, 0, 0);
    GrayImage alpha = new GrayImage(2, 1);
    alpha.set(1, 0, 255);
    Drawn drawn = draw(Scene.of(new SceneImage(color, alpha)), new Surface(8, 4, 1));
    for (int x = 0; x < 8; x++) {
      assertThat(drawn.channel(x, 2, 16)).isEqualTo(drawn.channel(x, 2, 0));
    }
  }

  @Test
  void labelsTakeTheirColourTimesTheOpacity() {
    GrayImage map = new GrayImage(2, 2);
    map.set(1, 0, 1);
    Overlay labels = new Overlay.Labels(map, new Palette(0, 0x80ff0000), 0.5);
    Drawn drawn = draw(Scene.of(gray(8, 8, 0)).withOverlays(labels), new Surface(8, 8, 1));
    assertThat(drawn.at(3, 3)).isEqualTo(0xff000000);
    assertThat(drawn.channel(4, 3, 16)).isEqualTo(64);
    assertThat(drawn.at(4, 4)).isEqualTo(0xff000000);
  }

  @Test
  void heatIsHotNearAndColdFarAndNowhereElse() {
    FloatPlane values =
        new FloatPlane(4, 1, new float[] {10, 20, Float.POSITIVE_INFINITY, Float.NaN});
    Overlay heat = new Overlay.HeatMap(values, 10, 20, 1);
    Drawn drawn = draw(Scene.of(gray(4, 1, 7)).withOverlays(heat), new Surface(4, 1, 1));
    assertThat(drawn.at(0, 0)).isEqualTo(Palette.HEAT.color(255));
    assertThat(drawn.at(1, 0)).isEqualTo(Palette.HEAT.color(0));
    assertThat(drawn.at(2, 0)).isEqualTo(0xff070707);
    assertThat(drawn.at(3, 0)).isEqualTo(0xff070707);
  }

  @Test
  void linesCoverByDistanceHoweverOftenTheyCross() {
    float[] points = {0, 4.5f, 0, 16, 4.5f, 0, 8, 4.5f, 0};
    Overlay once = new Overlay.Mesh(points, new int[] {0, 1}, 0x80ffffff, 1);
    Overlay often = new Overlay.Mesh(points, new int[] {0, 1, 0, 2, 2, 1, 1, 0}, 0x80ffffff, 1);
    Surface surface = new Surface(16, 9, 1);
    Scene scene = Scene.of(gray(16, 9, 0));
    Drawn drawn = draw(scene.withOverlays(once), surface);
    assertThat(drawn.channel(8, 4, 0)).isEqualTo(128);
    assertThat(drawn.channel(8, 3, 0)).isZero();
    assertThat(draw(scene.withOverlays(often), surface).largestDifference(drawn)).isZero();
  }

  @Test
  void linesToNowhereAreLeftOut() {
    float[] points = {0, 4, 0, Float.NaN, 4, 0, Float.POSITIVE_INFINITY, 2, 0};
    Overlay mesh = new Overlay.Mesh(points, new int[] {0, 1, 0, 2}, 0xffffffff, 1);
    Scene scene = Scene.of(gray(16, 9, 0));
    Surface surface = new Surface(16, 9, 1);
    assertThat(draw(scene.withOverlays(mesh), surface).largestDifference(draw(scene, surface)))
        .isZero();
  }

  @Test
  void pictureOutOfSightLeavesTheRest() {
    Scene scene = Scene.of(gray(10, 10, 9)).withView(new View(64, 1, 1));
    Placement placement = Placement.of(scene, new Surface(20, 20, 1));
    Drawn drawn = draw(scene, placement.surface());
    assertThat(drawn.at(5, 5)).isEqualTo(0xff090909);
    assertThat(drawn.at(15, 15)).isZero();
  }

  @Test
  void frameDoesNotDependOnWhatWasDrawnBefore() {
    try (SoftwareRenderer busy = new SoftwareRenderer()) {
      List<Scene> scenes = List.copyOf(PaintedScenes.all().values());
      scenes.forEach(scene -> Drawn.by(busy, scene, PaintedScenes.SURFACE));
      for (Scene scene : scenes) {
        Drawn again = Drawn.by(busy, scene, PaintedScenes.SURFACE);
        assertThat(again.largestDifference(draw(scene, PaintedScenes.SURFACE))).isZero();
      }
    }
  }

  private static Drawn draw(Scene scene, Surface surface) {
    try (SoftwareRenderer renderer = new SoftwareRenderer()) {
      return Drawn.by(renderer, scene, surface);
    }
  }

  private static long colorsInRow(Drawn drawn) {
    int y = drawn.height() / 2;
    return IntStream.range(0, drawn.width())
        .map(x -> drawn.at(x, y))
        .filter(color -> color != 0)
        .distinct()
        .count();
  }

  private static int packed(RgbImage image, int x, int y) {
    return 0xff << 24 | image.get(x, y, 0) << 16 | image.get(x, y, 1) << 8 | image.get(x, y, 2);
  }

  private static RgbImage gray(int width, int height, int value) {
    RgbImage image = new RgbImage(width, height);
    Arrays.fill(image.data(), (byte) value);
    return image;
  }
}
