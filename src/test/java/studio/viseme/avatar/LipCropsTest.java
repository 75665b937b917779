package studio.viseme.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.Vec3;
import studio.viseme.speech.se4lip.LipPictures;

/** However the head sways, what is painted on it stays where it is in the cut. */
class LipCropsTest {
  private static final int SIZE = 320;
  private static final int FRAMES = 30;

  /** Centimetres that a pixel of the cut shows. */
  private static final double PIXEL = 10.0 / LipPictures.WIDTH;

  private final HeadTrack head = FakeCapture.builder().size(SIZE).frames(FRAMES).build().head();

  private final Capture capture =
      FakeCapture.builder()
          .size(SIZE)
          .frames(FRAMES)
          .picture(this::paint)
          .usable(frame -> frame != 7)
          .build();

  private Vec3 lips() {
    Vec3 sum = Vec3.ZERO;
    int[] points = FaceMesh.lipsOuter();
    for (int p : points) {
      float[] shape = head.shape();
      sum = sum.plus(new Vec3(shape[3 * p], shape[3 * p + 1], shape[3 * p + 2]));
    }
    return sum.times(1.0 / points.length);
  }

  /** A red dot in the lips' middle, and a green one 2 cm to its right. */
  private RgbImage paint(int frame) {
    RgbImage image = new RgbImage(SIZE, SIZE);
    dot(image, frame, lips(), 0);
    dot(image, frame, lips().plus(new Vec3(2, 0, 0)), 1);
    return image;
  }

  private void dot(RgbImage image, int frame, Vec3 point, int channel) {
    Vec3 p = head.poses().get(frame).apply(point);
    double x = head.camera().projectX(p);
    double y = head.camera().projectY(p);
    for (int j = 0; j < SIZE; j++) {
      for (int i = 0; i < SIZE; i++) {
        if (Math.hypot(i + 0.5 - x, j + 0.5 - y) < 3) {
          image.data()[(j * SIZE + i) * 3 + channel] = (byte) 250;
        }
      }
    }
  }

  /** The middle of what is bright in a colour: x, y. */
  private static double[] middle(byte[] planes, int channel) {
    double x = 0;
    double y = 0;
    double sum = 0;
    for (int j = 0; j < LipPictures.HEIGHT; j++) {
      for (int i = 0; i < LipPictures.WIDTH; i++) {
        int v = planes[(channel * LipPictures.HEIGHT + j) * LipPictures.WIDTH + i] & 0xff;
        sum += v;
        x += v * (i + 0.5);
        y += v * (j + 0.5);
      }
    }
    return new double[] {x / sum, y / sum};
  }

  @Test
  void dotsOnTheLipsStay() {
    LipPictures pictures = LipCrops.of(capture, FRAMES, JobContext.silent());
    for (int frame = 0; frame < FRAMES; frame++) {
      if (frame == 7) {
        continue;
      }
      double[] red = middle(pictures.pictures()[frame], 0);
      double[] green = middle(pictures.pictures()[frame], 1);
      assertThat(red[0]).isCloseTo(LipPictures.WIDTH / 2.0, within(0.7));
      assertThat(Math.abs(red[1] - LipPictures.HEIGHT / 2.0)).isCloseTo(0.6 / PIXEL, within(0.7));
      assertThat(green[0] - red[0]).isCloseTo(2 / PIXEL, within(1.0));
      assertThat(green[1] - red[1]).isCloseTo(0, within(0.7));
    }
  }

  @Test
  void framesThatAreNotToBeUsedHaveNoLips() {
    LipPictures pictures = LipCrops.of(capture, FRAMES, JobContext.silent());
    assertThat(pictures.pictures()[7]).isEmpty();
    assertThat(pictures.hasWindow(6)).isFalse();
    assertThat(pictures.hasWindow(10)).isTrue();
    assertThat(pictures.hasWindow(1)).isFalse();
    assertThat(pictures.hasWindow(FRAMES - 2)).isFalse();
    int heldOut = capture.clip().firstHeldOutFrame();
    assertThat(LipCrops.ofTrainingFrames(capture, JobContext.silent()).frames()).isEqualTo(heldOut);
  }
}
