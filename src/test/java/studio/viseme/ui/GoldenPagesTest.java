package studio.viseme.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import studio.viseme.image.Png;
import studio.viseme.image.RgbImage;
import studio.viseme.media.TestFilms;
import studio.viseme.ui.model.Page;
import studio.viseme.ui.model.PaintedStudio;
import studio.viseme.ui.model.PreferenceFile;
import studio.viseme.ui.model.Preferences.Theme;
import studio.viseme.ui.model.StudioModel;
import studio.viseme.viewport.RendererChoice;

/**
 * What every page looks like, looked at once and kept: the window's own fonts, the toolkit's
 * software pipeline, the viewport without OpenGL.
 *
 * <p>Run with {@code -Dviseme.golden=write} to keep new pictures, and look at them before they are
 * committed. What differs is written to {@code target/golden-pages}, as it is and as it was.
 */
@ExtendWith(ApplicationExtension.class)
class GoldenPagesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "ui");
  private static final Path DIFFERENT = Path.of("target", "golden-pages");
  private static final int WIDTH = 990;
  private static final int HEIGHT = 800;
  private static final int PATIENCE_SECONDS = 20;

  @TempDir Path folder;

  private StudioModel model;
  private Shell shell;
  private Scene scene;

  /** A page in a state that a user sees. */
  enum Sight {
    START_LIGHT(Theme.LIGHT),
    CREATE_LIGHT(Theme.LIGHT),
    CREATE_DARK(Theme.DARK),
    NEW_LIGHT(Theme.LIGHT),
    CAPTURE_LIGHT(Theme.LIGHT),
    CAPTURE_DARK(Theme.DARK),
    TRAIN_LIGHT(Theme.LIGHT),
    TRAIN_DARK(Theme.DARK),
    DIRECT_LIGHT(Theme.LIGHT),
    DIRECT_DARK(Theme.DARK),
    DUB_LIGHT(Theme.LIGHT),
    DUB_DARK(Theme.DARK),
    FAILED_LIGHT(Theme.LIGHT);

    private final Theme theme;

    Sight(Theme theme) {
      this.theme = theme;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png";
    }
  }

  @BeforeEach
  void onlyWhereTheGlyphsAreDrawnAlike() {
    assumeTrue(
        System.getProperty("os.name").startsWith("Linux"),
        "the kept pictures' glyphs were drawn by FreeType");
  }

  @Start
  void open(Stage stage) throws IOException {
    // A folder that every Linux has, and one that none has.
    Files.writeString(
        folder.resolve("window.json"),
        "{\"schema\": 1, \"trayOpen\": false, \"recent\": [\"/usr\", \"/films/Morning talk.viseme\"]}");
    model = PaintedStudio.model(folder, new PreferenceFile(folder.resolve("window.json")));
    shell = new Shell(model, Dialogs.UNANSWERED, RendererChoice.PROCESSOR);
    scene = new Scene(shell.root(), WIDTH, HEIGHT);
    Look.follow(scene, model.memory().themeProperty());
    stage.setScene(scene);
    stage.show();
    shell.begin();
  }

  @AfterEach
  void close() {
    WaitForAsyncUtils.asyncFx(() -> shell.close());
    WaitForAsyncUtils.waitForFxEvents();
  }

  @ParameterizedTest
  @EnumSource
  void eachPageLooksAsItDid(Sight look) throws Exception {
    RgbImage seen = seen(look);
    if ("write".equals(System.getProperty("viseme.golden"))) {
      Files.createDirectories(FOLDER);
      Png.write(FOLDER.resolve(look.file()), seen);
      return;
    }
    RgbImage kept = kept(look);
    assertThat(seen.width()).isEqualTo(kept.width());
    assertThat(seen.height()).isEqualTo(kept.height());
    PageComparison.Worst worst = PageComparison.worst(seen, kept);
    if (worst.isSeen()) {
      Files.createDirectories(DIFFERENT);
      Png.write(DIFFERENT.resolve("is-" + look.file()), seen);
      Png.write(DIFFERENT.resolve("was-" + look.file()), kept);
    }
    assertThat(worst).as("where it differs most").matches(w -> !w.isSeen());
  }

  /** The test above can fail: by a button that stands a little lower, and by one that is gone. */
  @Test
  void aControlThatMovesIsSeen() throws Exception {
    RgbImage before = seen(Sight.DIRECT_LIGHT);
    Node button = scene.lookup("#direct-reset");
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> button.setTranslateY(3));
    RgbImage moved = rested();
    assertThat(PageComparison.worst(before, moved).difference())
        .isGreaterThan(2 * PageComparison.LIMIT);
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> button.setTranslateY(0));
    assertThat(PageComparison.worst(before, rested()).difference()).isZero();
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> scene.lookup("#transport-play").setVisible(false));
    assertThat(PageComparison.worst(before, rested()).isSeen()).isTrue();
  }

  /** And forgives what another rasteriser of glyphs may do: a quarter pixel, or a softer rim. */
  @Test
  void glyphsThatAreDrawnALittleOtherwiseAreForgiven() throws Exception {
    RgbImage page = seen(Sight.DIRECT_LIGHT);
    assertThat(PageComparison.worst(page, weighted(page, 0, 0.75, 0.25)).difference())
        .isPositive()
        .isLessThan(PageComparison.LIMIT);
    assertThat(PageComparison.worst(page, weighted(page, 0.15, 0.7, 0.15)).difference())
        .isPositive()
        .isLessThan(PageComparison.LIMIT);
  }

  /** Each pixel mixed with its neighbours at the left and right. */
  private static RgbImage weighted(RgbImage page, double left, double own, double right) {
    RgbImage out = page.copy();
    for (int y = 0; y < page.height(); y++) {
      for (int x = 1; x < page.width() - 1; x++) {
        int[] mixed = new int[3];
        for (int c = 0; c < 3; c++) {
          mixed[c] =
              (int)
                  Math.round(
                      left * (page.get(x - 1, y, c) & 255)
                          + own * (page.get(x, y, c) & 255)
                          + right * (page.get(x + 1, y, c) & 255));
        }
        out.set(x, y, mixed[0], mixed[1], mixed[2]);
      }
    }
    return out;
  }

  private RgbImage seen(Sight look) throws Exception {
    Path film =
        look.name().startsWith("DUB")
            ? TestFilms.withTone(folder.resolve("greeting.mp4"), 256, 256, 25, 50)
            : null;
    Path video =
        look.name().startsWith("CREATE")
            ? TestFilms.withTone(folder.resolve("talk.mp4"), 256, 256, 25, 100)
            : null;
    WaitForAsyncUtils.waitForAsyncFx(
        1000L * PATIENCE_SECONDS,
        () -> {
          model.memory().themeProperty().set(look.theme);
          switch (look) {
            case START_LIGHT -> {}
            case CREATE_LIGHT, CREATE_DARK -> {
              model.create().take(video);
              // The folder of this test has another name each time.
              model.create().videoProperty().set(Path.of("/films/talk.mp4"));
              model.create().shownProperty().set("Ada Lovelace");
              model.create().fromProperty().set(0.6);
            }
            case NEW_LIGHT -> model.open(PaintedStudio.NEW);
            case CAPTURE_LIGHT -> {
              model.open(PaintedStudio.FULL);
              model.capture().transport().seek(1.5);
            }
            case CAPTURE_DARK -> {
              model.open(PaintedStudio.FULL);
              model.capture().showStage("parsing");
            }
            case TRAIN_LIGHT, TRAIN_DARK -> {
              model.open(PaintedStudio.FULL);
              model.go(Page.TRAIN);
              PaintedStudio.learn(model);
            }
            case DIRECT_LIGHT, DIRECT_DARK -> {
              model.open(PaintedStudio.FULL);
              model.go(Page.DIRECT);
              model.direct().yawProperty().set(12);
              model.direct().transport().seek(2);
            }
            case DUB_LIGHT, DUB_DARK -> {
              model.open(PaintedStudio.FULL);
              model.go(Page.DUB);
              model.dub().audioProperty().set(Path.of("/films/greeting.wav"));
              PaintedStudio.watch(model, film);
              model.dub().film().transport().seek(1);
            }
            case FAILED_LIGHT -> {
              model.open(PaintedStudio.FULL);
              model.memory().trayOpenProperty().set(true);
              PaintedStudio.fail(model);
              model.open(Path.of("/films/Gone.viseme"));
            }
          }
          scene.getRoot().requestFocus();
        });
    return rested();
  }

  /** The page when nothing changes any more. */
  private RgbImage rested() throws TimeoutException {
    RgbImage[] last = {snapshot()};
    long[] shown = {-1};
    WaitForAsyncUtils.waitFor(
        PATIENCE_SECONDS,
        TimeUnit.SECONDS,
        () -> {
          WaitForAsyncUtils.sleep(200, TimeUnit.MILLISECONDS);
          RgbImage now = snapshot();
          long frames = shell.viewport().framesShown();
          boolean drawn = frames == shown[0] && (frames > 0 || !hasPicture());
          shown[0] = frames;
          boolean same = drawn && Arrays.equals(now.data(), last[0].data());
          last[0] = now;
          return same;
        });
    return last[0];
  }

  private boolean hasPicture() {
    return WaitForAsyncUtils.waitForAsyncFx(
        5000,
        () ->
            shell.viewport().pictureProperty().get() != null
                && model.pageProperty().get() != Page.START);
  }

  private RgbImage snapshot() {
    WritableImage image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> scene.snapshot(null));
    PixelReader pixels = image.getPixelReader();
    RgbImage out = new RgbImage((int) image.getWidth(), (int) image.getHeight());
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int argb = pixels.getArgb(x, y);
        out.set(x, y, argb >> 16 & 255, argb >> 8 & 255, argb & 255);
      }
    }
    return out;
  }

  private RgbImage kept(Sight look) throws IOException {
    Path file = folder.resolve("kept-" + look.file());
    try (InputStream in = getClass().getResourceAsStream("/ui/" + look.file())) {
      assertThat(in).as("kept picture " + look.file()).isNotNull();
      Files.copy(in, file);
    }
    return Png.read(file);
  }
}
