package studio.viseme.viewport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.viewport.software.SoftwareRenderer;

/**
 * What each pass draws, looked at once and kept. Run with {@code -Dviseme.golden=write} to keep new
 * pictures, and look at them.
 */
class GoldenFramesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "viewport");
  private static final int GRAY = 40;

  /** Arithmetic on another processor may round otherwise. */
  private static final int TOLERANCE = 1;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> eachSceneLooksAsItDid() {
    return PaintedScenes.all().entrySet().stream()
        .map(
            scene ->
                DynamicTest.dynamicTest(
                    scene.getKey(), () -> check(scene.getKey(), scene.getValue())));
  }

  private void check(String name, Scene scene) throws IOException {
    RgbImage frame;
    try (Renderer renderer = new SoftwareRenderer()) {
      frame = Drawn.by(renderer, scene, PaintedScenes.SURFACE).over(GRAY);
    }
    if ("write".equals(System.getProperty("viseme.golden"))) {
      Files.createDirectories(FOLDER);
      Png.write(FOLDER.resolve(name + ".png"), frame);
      return;
    }
    RgbImage kept = kept(name);
    assertThat(frame.width()).isEqualTo(kept.width());
    int largest = 0;
    for (int i = 0; i < kept.data().length; i++) {
      largest = Math.max(largest, Math.abs((kept.data()[i] & 255) - (frame.data()[i] & 255)));
    }
    assertThat(largest).as("largest difference").isLessThanOrEqualTo(TOLERANCE);
  }

  private RgbImage kept(String name) throws IOException {
    Path file = folder.resolve(name + ".png");
    try (InputStream in = getClass().getResourceAsStream("/viewport/" + name + ".png")) {
      assertThat(in).as("golden picture " + name).isNotNull();
      Files.copy(in, file);
    }
    return Png.read(file);
  }
}
