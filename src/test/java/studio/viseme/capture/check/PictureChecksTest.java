package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import studio.viseme.image.AffineMap;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Luma;
import studio.viseme.image.MipMap;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.testing.Frames;

/** What is measured on pictures, on pictures whose truth is known. */
class PictureChecksTest {
  private static final int SIDE = BackgroundMotion.SIDE;
  private static final Rectangle FACE = new Rectangle(98, 90, 60, 60);

  /** A wall with pictures on it, smooth enough to be interpolated. */
  private static RgbImage wall(long seed) {
    Random random = new Random(seed);
    RgbImage coarse = new RgbImage(40, 40);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 40; x++) {
        int value = 40 + random.nextInt(180);
        coarse.set(x, y, value, value, value);
      }
    }
    return Resampling.bilinear(coarse, SIDE, SIDE);
  }

  private static GrayImage seen(RgbImage wall, AffineMap camera) {
    return Luma.gray(new MipMap(wall).warp(camera, SIDE, SIDE, 0, Resampling.Border.CLAMP));
  }

  @Test
  void aCameraThatMovesIsSeen() {
    RgbImage wall = wall(1);
    AffineMap[] moves = {
      AffineMap.translation(4, 2),
      AffineMap.similarity(0.97, 0, 4, 4),
      AffineMap.similarity(1, 0.02, 0, 0)
    };
    for (AffineMap move : moves) {
      BackgroundMotion motion = new BackgroundMotion(Luma.gray(wall), FACE);
      assertThat(motion.canTell()).isTrue();
      assertThat(motion.movement(Luma.gray(wall)).corners()).isZero();
      double expected =
          Math.max(
              Math.hypot(move.applyX(0, 0), move.applyY(0, 0)),
              Math.hypot(move.applyX(SIDE, SIDE) - SIDE, move.applyY(SIDE, SIDE) - SIDE));
      assertThat(motion.movement(seen(wall, move)).corners())
          .isBetween(0.7 * expected, 1.5 * expected);
      assertThat(motion.movement(Luma.gray(wall)).corners()).as("and back").isZero();
    }
  }

  /** The middle third of the backdrop slides, as a screen's picture does; the rest stands. */
  @Test
  void aBackdropThatMovesIsNoCamera() {
    RgbImage wall = wall(2);
    GrayImage still = Luma.gray(wall);
    GrayImage slid = seen(wall, AffineMap.translation(5, 1));
    GrayImage mixed = still.copy();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE / 2; x++) {
        mixed.set(x, y, slid.get(x, y));
      }
    }
    BackgroundMotion motion = new BackgroundMotion(still, FACE);
    assertThat(motion.movement(mixed).corners()).isZero();
    assertThat(motion.movement(Luma.gray(wall(3))).corners())
        .as("another picture on the screen")
        .isZero();
  }

  @Test
  void aPlainBackgroundTellsNothing() {
    RgbImage plain = new RgbImage(SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        plain.set(x, y, 80 + x / 4, 120, 160);
      }
    }
    assertThat(new BackgroundMotion(Luma.gray(plain), FACE).canTell()).isFalse();
  }

  @Test
  void blurGrowsAndHasADirection() {
    RgbImage wall = wall(4);
    GrayImage fine = Luma.gray(Resampling.area(wall, 64, 64));
    Blur sharp = Blur.of(fine);
    GrayImage smeared = fine.copy();
    for (int y = 0; y < 64; y++) {
      for (int x = 4; x < 60; x++) {
        int sum = 0;
        for (int k = -4; k <= 4; k++) {
          sum += fine.get(x + k, y);
        }
        smeared.set(x, y, sum / 9);
      }
    }
    Blur moved = Blur.of(smeared);
    assertThat(moved.horizontal()).isGreaterThan(sharp.horizontal() + 0.2);
    assertThat(moved.directed()).isGreaterThan(sharp.directed() + 0.1);
  }

  @Test
  void lightThatBeatsFlickersAndSomethingThatMovesDoesNot() {
    RgbImage wall = wall(5);
    int[] oneTake = new int[100];
    double beating =
        Flicker.percent(source(i -> scaled(wall, 1 + 0.03 * Math.cos(Math.PI * i + 0.4))), oneTake);
    double moving = Flicker.percent(source(i -> withBall(wall, 20 + 2 * i)), oneTake);
    assertThat(beating).isBetween(3.0, 9.0);
    assertThat(moving).isLessThan(0.3);
    assertThat(Flicker.percent(source(i -> wall), segmentsOfOneFrame())).isNaN();
  }

  private static int[] segmentsOfOneFrame() {
    int[] segments = new int[100];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = i;
    }
    return segments;
  }

  private static RgbImage scaled(RgbImage image, double gain) {
    RgbImage out = image.copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) Math.clamp((long) ((image.data()[i] & 0xff) * gain), 0, 255);
    }
    return out;
  }

  private static RgbImage withBall(RgbImage image, int x) {
    RgbImage out = image.copy();
    for (int v = 100; v < 140; v++) {
      for (int u = x; u < Math.min(SIDE, x + 40); u++) {
        out.set(u, v, 200, 30, 30);
      }
    }
    return out;
  }

  private static FrameSource source(IntFunction<RgbImage> frames) {
    return new Frames(SIDE, SIDE, 100, index -> frames.apply(index));
  }
}
