package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.image.AffineMap;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Luma;
import studio.viseme.image.MipMap;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.media.DynamicRange;
import studio.viseme.media.Orientation;
import studio.viseme.media.PictureFormat;

/**
 * Films of somebody who sways before a wall with pictures on it, with grain, taken by a camera that
 * stands, pans, zooms or shakes; and the same before a backdrop that moves while the camera stands.
 */
class CameraTest {
  private static final int SIDE = BackgroundMotion.SIDE;
  private static final int LOOKS = 24;
  private static final int EVERY = 25;
  private static final int MARGIN = 64;

  /** Grey levels: what is left of a camera's grain in a picture this small. */
  private static final double GRAIN = 1.2;

  private static final int WALL = SIDE + 2 * MARGIN;

  @TempDir Path folder;

  /** What takes the wall to the picture, at a look. */
  private interface Camera {
    AffineMap at(int look);
  }

  /** Moves that are 1 to 10 % of the width. */
  enum Move {
    SLOW_PAN,
    TILT,
    ZOOM,
    SHAKE,
    KICK;

    Camera camera() {
      Random random = new Random(11);
      AffineMap[] all = new AffineMap[LOOKS];
      for (int i = 0; i < LOOKS; i++) {
        double t = (double) i / LOOKS;
        all[i] =
            switch (this) {
              case SLOW_PAN -> seen(1, 0, 26 * t, 2 * t);
              case TILT -> seen(1, 0, 0, -18 * t);
              case ZOOM -> seen(1 + 0.09 * t, 0, 0, 0);
              case SHAKE ->
                  seen(
                      1,
                      0.01 * random.nextGaussian(),
                      4 * random.nextGaussian(),
                      4 * random.nextGaussian());
              case KICK -> i < 16 ? seen(1, 0, 0, 0) : seen(1, 0.006, -5, 3);
            };
      }
      return look -> all[look];
    }
  }

  /** About the picture's middle, from the wall's pixels to the picture's. */
  private static AffineMap seen(double scale, double turn, double dx, double dy) {
    AffineMap turned = AffineMap.similarity(scale, turn, 0, 0);
    double middle = WALL / 2.0;
    return AffineMap.similarity(
        scale,
        turn,
        SIDE / 2.0 + dx - turned.applyX(middle, middle),
        SIDE / 2.0 + dy - turned.applyY(middle, middle));
  }

  private static final Camera STANDING = look -> seen(1, 0, 0, 0);

  private static MipMap wall(long seed) {
    Random random = new Random(seed);
    RgbImage coarse = new RgbImage(44, 44);
    for (int y = 0; y < 44; y++) {
      for (int x = 0; x < 44; x++) {
        int value = 50 + random.nextInt(150);
        coarse.set(x, y, value, value, value);
      }
    }
    return new MipMap(Resampling.bilinear(coarse, WALL, WALL));
  }

  private static GrayImage picture(MipMap wall, AffineMap camera) {
    return Luma.gray(wall.warp(camera.inverse(), SIDE, SIDE, 0, Resampling.Border.CLAMP));
  }

  /** A head and shoulders, as the camera of the person sees them, and grain over everything. */
  private static Look look(int number, GrayImage behind, AffineMap camera, Random random) {
    double sway = 5 * Math.sin(0.9 * number) + 2 * random.nextGaussian();
    double nod = 3 * Math.cos(1.7 * number) + random.nextGaussian();
    double x = camera.applyX(WALL / 2.0 + sway, WALL / 2.0 - 8 + nod);
    double y = camera.applyY(WALL / 2.0 + sway, WALL / 2.0 - 8 + nod);
    for (int v = 0; v < SIDE; v++) {
      for (int u = 0; u < SIDE; u++) {
        boolean head = Math.hypot((u - x) / 30, (v - y) / 40) < 1;
        boolean body = v > y + 45 && Math.abs(u - x) < 90;
        double shade = head || body ? 90 + 40 * Math.sin(u * 0.3) : behind.get(u, v);
        behind.set(
            u, v, (int) Math.clamp(Math.round(shade + GRAIN * random.nextGaussian()), 0L, 255L));
      }
    }
    Rectangle face = new Rectangle((int) Math.round(x) - 26, (int) Math.round(y) - 26, 52, 52);
    return new Look(number * EVERY, face, List.of(), behind, 100, 0, new Blur(0.3, 0.3), 0);
  }

  private Finding judged(IntFunction<GrayImage> behind, Camera camera) {
    Random random = new Random(3);
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      looks.add(look(i, behind.apply(i), camera.at(i), random));
    }
    PictureFormat format =
        new PictureFormat(
            "yuv420p", 8, SIDE, SIDE, 1, Orientation.UPRIGHT, false, DynamicRange.STANDARD, false);
    Footage.Source source =
        new Footage.Source(
            SIDE,
            SIDE,
            new FakeFraming(new Rectangle(0, 0, SIDE, SIDE)),
            format,
            25,
            false,
            0.04,
            0,
            0,
            0,
            0,
            List.of());
    FrameSource frames = new Black(LOOKS * EVERY);
    Footage footage = new Footage(frames, 25, new int[LOOKS * EVERY], new boolean[0], null, source);
    Findings findings = new Findings(frames, new Album(folder, ""));
    SceneChecks.run(footage, new Looks(looks, LOOKS * EVERY), findings);
    return findings.list().stream().filter(f -> f.id().equals("camera")).findFirst().orElseThrow();
  }

  private record Black(int count) implements FrameSource {
    @Override
    public int width() {
      return SIDE;
    }

    @Override
    public int height() {
      return SIDE;
    }

    @Override
    public RgbImage frame(int index) {
      return new RgbImage(16, 16);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCameraThatMovesIsAProblem(Move move) {
    MipMap wall = wall(5);
    Camera camera = move.camera();
    Finding finding = judged(i -> picture(wall, camera.at(i)), camera);
    assertThat(finding.severity()).as(finding.text()).isEqualTo(Severity.PROBLEM);
    assertThat(finding.measured()).isBetween(1.0, 20.0);
    assertThat(finding.frames()).isNotEmpty();
    if (move == Move.KICK) {
      assertThat(finding.frames().getFirst().from()).isBetween(15 * EVERY, 16 * EVERY);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void aCameraThatStandsIsWell(long seed) {
    MipMap wall = wall(seed);
    Finding finding = judged(i -> picture(wall, STANDING.at(i)), STANDING);
    assertThat(finding.severity()).as(finding.text()).isEqualTo(Severity.PASSED);
  }

  /** All of the wall is a screen, on which a picture moves as a camera would move it. */
  @ParameterizedTest
  @EnumSource(names = {"SLOW_PAN", "TILT", "SHAKE"})
  void aBackdropThatMovesAsAWholeIsNoCamera(Move move) {
    MipMap wall = wall(5);
    Camera screen = move.camera();
    Finding finding = judged(i -> picture(wall, screen.at(i)), STANDING);
    assertThat(finding.severity()).as(finding.text()).isEqualTo(Severity.INFO);
    assertThat(finding.text()).contains("behind the person moves");
    assertThat(finding.fix().canBeApplied()).isFalse();
  }

  /** A screen at one side, with a wall that stands at the other. */
  @ParameterizedTest
  @EnumSource
  void aScreenInTheBackgroundIsNoCamera(Move move) {
    MipMap wall = wall(5);
    MipMap shown = wall(9);
    Camera screen = move.camera();
    Finding finding =
        judged(
            i -> {
              GrayImage behind = picture(wall, STANDING.at(i));
              GrayImage moving = picture(shown, screen.at(i));
              for (int y = 0; y < 150; y++) {
                for (int x = 0; x < 110; x++) {
                  behind.set(x, y, moving.get(x, y));
                }
              }
              return behind;
            },
            STANDING);
    assertThat(finding.severity()).as(finding.text()).isEqualTo(Severity.PASSED);
  }

  /** Nothing but a gradient and grain: there is nothing to see, and that is what is said. */
  @Test
  void beforeAPlainWallNobodyCanTell() {
    Finding finding =
        judged(
            i -> {
              GrayImage plain = new GrayImage(SIDE, SIDE);
              for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                  plain.set(x, y, 90 + x / 8 + y / 10);
                }
              }
              return plain;
            },
            STANDING);
    assertThat(finding.severity()).as(finding.text()).isEqualTo(Severity.UNMEASURED);
    assertThat(finding.text()).contains("too plain", "10 are needed");
  }
}
