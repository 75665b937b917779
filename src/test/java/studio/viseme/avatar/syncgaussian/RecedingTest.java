package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class RecedingTest {
  private static final int SIZE = 40;
  private static final PinholeCamera CAMERA = PinholeCamera.centered(SIZE, SIZE, 60);
  private static final RigidTransform POSE =
      new RigidTransform(Quaternion.exp(new Vec3(Math.PI, 0, 0)), new Vec3(0, 0, 60));

  /** One Gaussian in the middle of a frame of one region, before a canvas. */
  private static float recedes(FaceRegion region, float canvas, float share, float x) {
    GrayImage labels = new GrayImage(SIZE, SIZE);
    float[] rgba = new float[4 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      labels.data()[i] = (byte) region.code();
      rgba[4 * i + 3] = canvas;
    }
    Layer layer = new Layer(SIZE, SIZE, rgba);
    return Receding.of(labels, layer, CAMERA, POSE, new float[] {x, 0, 0}, new float[] {share})[0];
  }

  @Test
  void necksGiveWayWhereTheCanvasShowsThem() {
    assertThat(recedes(FaceRegion.NECK, 1, .3f, 0)).isOne();
    assertThat(recedes(FaceRegion.HEAD_SKIN, 1, .3f, 0)).isOne();
  }

  @Test
  void whatHairCoveredIsNotKnown() {
    assertThat(recedes(FaceRegion.HAIR, 1, 1, 0)).isZero();
    assertThat(recedes(FaceRegion.HAIR, 1, .3f, 0)).isZero();
  }

  @Test
  void whatStandsStillWhereNoBodyIsHangsInTheAir() {
    assertThat(recedes(FaceRegion.HAIR, 0, 1, 0)).isOne();
    assertThat(recedes(FaceRegion.BACKGROUND, .2f, 1, 0)).isOne();
    assertThat(recedes(FaceRegion.HAIR, 0, .3f, 0)).as("hair that began as a neck").isOne();
    assertThat(recedes(FaceRegion.NECK, .2f, .3f, 0)).as("a neck's corner").isOne();
    assertThat(recedes(FaceRegion.HAIR, 0, 0, 0)).as("the head's own hair").isZero();
  }

  @Test
  void ofTheHeadOnlyThatGivesWayWhichShowsTheTorso() {
    assertThat(recedes(FaceRegion.TORSO, 1, 0, 0)).isOne();
    assertThat(recedes(FaceRegion.HEAD_SKIN, 1, 0, 0)).isZero();
    assertThat(recedes(FaceRegion.NECK, 1, 0, 0)).isOne();
  }

  @Test
  void aJawsRimMayLieOverTheNeckBesideIt() {
    assertThat(besideAJaw(2)).isZero();
    assertThat(besideAJaw(5)).isOne();
  }

  /** One of the head's Gaussians in the middle of a frame of neck, below so many rows a face. */
  private static float besideAJaw(int rows) {
    GrayImage labels = new GrayImage(SIZE, SIZE);
    float[] rgba = new float[4 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      boolean isFace = i / SIZE <= SIZE / 2 - rows;
      labels.data()[i] = (byte) (isFace ? FaceRegion.HEAD_SKIN : FaceRegion.NECK).code();
      rgba[4 * i + 3] = 1;
    }
    Layer layer = new Layer(SIZE, SIZE, rgba);
    return Receding.of(labels, layer, CAMERA, POSE, new float[3], new float[1])[0];
  }

  @Test
  void whatIsOutOfThePictureStays() {
    assertThat(recedes(FaceRegion.TORSO, 1, 1, 90)).isZero();
  }
}
