package studio.viseme.evaluation.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** Each measure on input whose error is known. */
class CaptureErrorsTest {
  private static final int FRAMES = 40;
  private static final int[] ALL = IntStream.range(0, FRAMES).toArray();
  private static final PinholeCamera CAMERA = PinholeCamera.centered(512, 512, 1000);

  private static RigidTransform pose(int t) {
    Quaternion turn =
        new HeadAngles(12 * Math.sin(0.3 * t), 6 * Math.sin(0.2 * t), 2 * Math.cos(0.25 * t))
            .toRotation();
    return new RigidTransform(turn, new Vec3(Math.sin(0.1 * t), -1, 70 + Math.cos(0.15 * t)));
  }

  private static HeadTrack head(PinholeCamera camera, UnaryOperator<RigidTransform> change) {
    List<RigidTransform> poses = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      poses.add(change.apply(pose(t)));
    }
    return new HeadTrack(camera, poses, FaceMesh.canonicalShape(), 0);
  }

  private static final HeadTrack TRUE_HEAD = head(CAMERA, p -> p);

  @Test
  void equalPosesHaveNoError() {
    PoseError error = PoseError.of(TRUE_HEAD, TRUE_HEAD, ALL);
    assertThat(error.rotation()).isCloseTo(0, within(1e-6));
    assertThat(error.rotationRaw()).isCloseTo(0, within(1e-6));
    assertThat(error.lateral()).isCloseTo(0, within(1e-9));
    assertThat(error.depth()).isCloseTo(0, within(1e-9));
    assertThat(error.focal()).isZero();
  }

  @Test
  void anotherHeadFrameCountsAsItIsAndNotAfterTheGaugeIsTakenOut() {
    RigidTransform gauge =
        new RigidTransform(
            Quaternion.about(new Vec3(1, 2, -1), Math.toRadians(1)), new Vec3(0.3, -0.2, 0.1));
    PoseError error = PoseError.of(TRUE_HEAD, head(CAMERA, p -> p.times(gauge)), ALL);
    assertThat(error.rotationRaw()).isCloseTo(1, within(1e-6));
    assertThat(error.gauge()).isCloseTo(1, within(1e-6));
    assertThat(error.rotation()).isCloseTo(0, within(1e-6));
    assertThat(error.translationRaw()).isCloseTo(Math.sqrt(0.14), within(1e-6));
    assertThat(error.lateral()).isLessThan(0.01);
  }

  @Test
  void posesThatShakeByADegreeAreWrongByADegree() {
    int[] t = {0};
    HeadTrack shaking =
        head(
            CAMERA,
            p -> {
              double side = t[0]++ % 2 == 0 ? 1 : -1;
              Quaternion shake = Quaternion.about(new Vec3(0, 1, 0), Math.toRadians(side));
              return p.times(new RigidTransform(shake, Vec3.ZERO));
            });
    PoseError error = PoseError.of(TRUE_HEAD, shaking, ALL);
    assertThat(error.rotation()).isCloseTo(1, within(1e-4));
    assertThat(error.gauge()).isCloseTo(0, within(1e-4));
  }

  @Test
  void aLongerLensFurtherAwayIsAFocalErrorAndNoErrorOfPlace() {
    PinholeCamera longer = PinholeCamera.centered(512, 512, 1200);
    HeadTrack found =
        head(
            longer,
            p ->
                new RigidTransform(
                    p.rotation(),
                    new Vec3(p.translation().x(), p.translation().y(), 1.2 * p.translation().z())));
    PoseError error = PoseError.of(TRUE_HEAD, found, ALL);
    assertThat(error.focal()).isCloseTo(20, within(1e-9));
    assertThat(error.lateral()).isCloseTo(0, within(1e-6));
    assertThat(error.depth()).isCloseTo(0, within(1e-6));
    assertThat(error.translationRaw()).isGreaterThan(10);
  }

  private static LandmarkTrack landmarks(Vec3 offset, double pixelsRight) {
    float[] shape = FaceMesh.canonicalShape();
    float[] points = new float[FRAMES * LandmarkTrack.STRIDE];
    for (int t = 0; t < FRAMES; t++) {
      for (int i = 0; i < LandmarkTrack.POINTS; i++) {
        int at = 3 * (i % FaceMesh.POINTS);
        Vec3 p = pose(t).apply(new Vec3(shape[at], shape[at + 1], shape[at + 2]).plus(offset));
        points[t * LandmarkTrack.STRIDE + 3 * i] = (float) (CAMERA.projectX(p) + pixelsRight);
        points[t * LandmarkTrack.STRIDE + 3 * i + 1] = (float) CAMERA.projectY(p);
      }
    }
    float[] score = new float[FRAMES];
    Arrays.fill(score, 1);
    return new LandmarkTrack(FRAMES, points, score);
  }

  private static ClipTruth truth() {
    return new ClipTruth(
        landmarks(Vec3.ZERO, 0),
        TRUE_HEAD,
        new boolean[FRAMES],
        Set.of(),
        List.of(),
        new RgbImage(512, 512),
        new GrayImage(512, 512),
        new int[512 * 512],
        20);
  }

  @Test
  void landmarksAreMeasuredInEyeDistances() {
    ClipTruth truth = truth();
    LandmarkError same = LandmarkError.of(truth, truth.landmarks(), ALL);
    assertThat(same.raw().all()).isZero();
    assertThat(same.free().all()).isCloseTo(0, within(1e-9));
    LandmarkError shifted = LandmarkError.of(truth, landmarks(Vec3.ZERO, 2), ALL);
    double percent = 100 * 2 / truth.eyeDistance();
    assertThat(shifted.raw().all()).isCloseTo(percent, within(1e-3));
    assertThat(shifted.raw().lips()).isCloseTo(percent, within(1e-3));
    assertThat(shifted.raw().irises()).isCloseTo(percent, within(1e-3));
  }

  @Test
  void aConventionOfWhereAPointSitsIsTakenOut() {
    LandmarkError error = LandmarkError.of(truth(), landmarks(new Vec3(0.1, -0.15, 0.05), 0), ALL);
    assertThat(error.raw().all()).isGreaterThan(1.5);
    assertThat(error.free().all()).isLessThan(0.1);
  }

  private static GrayImage halves(int split, FaceRegion left) {
    GrayImage labels = new GrayImage(64, 48);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < split; x++) {
        labels.set(x, y, left.code());
      }
    }
    return labels;
  }

  @Test
  void aRegionShiftedByThreePixelsHasABoundaryErrorOfThree() {
    GrayImage truth = halves(30, FaceRegion.TORSO);
    GrayImage found = halves(33, FaceRegion.TORSO);
    RegionError error =
        RegionError.of(List.of(RegionError.compare(truth, found, MeasuredRegion.TORSO)));
    assertThat(error.boundary()).isEqualTo(3);
    assertThat(error.iou()).isCloseTo(30.0 / 33, within(1e-12));
    RegionError background =
        RegionError.of(List.of(RegionError.compare(truth, found, MeasuredRegion.BACKGROUND)));
    assertThat(background.boundary()).isEqualTo(3);
    RegionError same =
        RegionError.of(List.of(RegionError.compare(truth, truth, MeasuredRegion.PERSON)));
    assertThat(same.iou()).isEqualTo(1);
    assertThat(same.boundary()).isZero();
  }

  @Test
  void aRegionThatIsNowhereHasNoFigure() {
    GrayImage labels = halves(30, FaceRegion.TORSO);
    RegionError error =
        RegionError.of(List.of(RegionError.compare(labels, labels, MeasuredRegion.LIPS)));
    assertThat(error.iou()).isNaN();
    assertThat(error.boundary()).isNaN();
    GrayImage invented = halves(5, FaceRegion.LIPS);
    assertThat(
            RegionError.of(List.of(RegionError.compare(labels, invented, MeasuredRegion.LIPS)))
                .iou())
        .isNaN();
    assertThat(CaptureFigures.builder().put(CaptureFigure.IOU_LIPS, error.iou()).build())
        .extracting(figures -> figures.get(CaptureFigure.IOU_LIPS).isPresent())
        .isEqualTo(false);
  }

  @Test
  void alphaIsMeasuredInABandAroundTheHairsEdge() {
    GrayImage labels = halves(30, FaceRegion.HAIR);
    GrayImage alpha = new GrayImage(64, 48);
    GrayImage off = new GrayImage(64, 48);
    for (int i = 0; i < alpha.data().length; i++) {
      boolean inside = i % 64 < 30;
      alpha.data()[i] = (byte) (inside ? 255 : 0);
      off.data()[i] = (byte) (inside ? 204 : 51);
    }
    ClipTruth.Pixels picture =
        new ClipTruth.Pixels(0, labels, alpha, new FloatPlane(64, 48), new GrayImage(64, 48));
    assertThat(AlphaError.of(picture, alpha).mean()).isZero();
    AlphaError error = AlphaError.of(picture, off);
    assertThat(error.mean()).isCloseTo(0.2, within(1e-9));
    assertThat(error.pixels()).isEqualTo(12 * 48);
  }

  @Test
  void flickerIsTheBendOfAlphaWhereTruthIsStill() {
    GrayImage labels = halves(30, FaceRegion.TORSO);
    GrayImage still = new GrayImage(64, 48);
    GrayImage now = new GrayImage(64, 48);
    GrayImage later = new GrayImage(64, 48);
    GrayImage muchLater = new GrayImage(64, 48);
    for (int i = 0; i < still.data().length; i++) {
      still.data()[i] = (byte) (i % 64 < 33 ? 255 : 0);
      boolean moves = i % 64 >= 33;
      now.data()[i] = 100;
      later.data()[i] = (byte) (moves ? 0 : 151);
      muchLater.data()[i] = (byte) 202;
    }
    ClipTruth.Pixels picture = new ClipTruth.Pixels(0, labels, now, new FloatPlane(64, 48), still);
    FlickerError flicker = FlickerError.of(picture, now, later, now);
    assertThat(flicker.mean()).as("there and back by 51").isCloseTo(0.4, within(1e-9));
    assertThat(flicker.pixels()).as("still ones in the band").isEqualTo(9 * 48);
    assertThat(FlickerError.of(picture, now, later, muchLater).mean()).as("steady").isZero();
    assertThat(flicker.plus(FlickerError.NONE)).isEqualTo(flicker);
    assertThat(FlickerError.NONE.mean()).isNaN();
  }

  @Test
  void thePlateIsMeasuredWhereThePersonHidesItAtTimes() {
    RgbImage truth = new RgbImage(4, 1);
    RgbImage found = new RgbImage(4, 1);
    for (int x = 0; x < 4; x++) {
      found.set(x, 0, 10, 10, 10);
    }
    GrayImage reliability = new GrayImage(4, 1, new byte[] {-1, -1, -1, -1});
    GrayImage moving = new GrayImage(4, 1, new byte[] {0, 0, 0, -1});
    int[] hidden = {0, 3, 10, 4};
    PlateError error = PlateError.of(truth, found, reliability, moving, hidden, 10);
    assertThat(error.mean()).isCloseTo(10, within(1e-9));
    assertThat(error.psnr()).isCloseTo(20 * Math.log10(25.5), within(1e-9));
    assertThat(error.known()).isEqualTo(1);
    assertThat(error.vain()).as("claimed where nothing was ever seen").isEqualTo(1);
    assertThat(PlateError.of(truth, truth, reliability, moving, hidden, 10).psnr()).isEqualTo(100);
  }

  @Test
  void depthIsMeasuredAfterScaleAndShift() {
    GrayImage labels = new GrayImage(16, 16);
    FloatPlane real = new FloatPlane(16, 16);
    FloatPlane found = new FloatPlane(16, 16);
    FloatPlane noisy = new FloatPlane(16, 16);
    for (int i = 0; i < 256; i++) {
      labels.data()[i] = (byte) FaceRegion.HAIR.code();
      real.data()[i] = 60 + i % 16;
      found.data()[i] = 10 + 0.5f * (i % 16);
      noisy.data()[i] = found.data()[i] + (i / 16 % 2 == 0 ? 0.5f : -0.5f);
    }
    ClipTruth.Pixels picture =
        new ClipTruth.Pixels(0, labels, new GrayImage(16, 16), real, new GrayImage(16, 16));
    float[] nowhere = new float[LandmarkTrack.STRIDE];
    DepthError exact = DepthError.of(picture, nowhere, found);
    assertThat(exact.head()).isCloseTo(0, within(1e-4));
    assertThat(exact.covered()).isEqualTo(1);
    // ±0.5 in found units is about ±1 cm; the fit gives a little of it back
    assertThat(DepthError.of(picture, nowhere, noisy).head()).isBetween(0.9, 1.0);
    found.data()[3] = Float.POSITIVE_INFINITY;
    assertThat(DepthError.of(picture, nowhere, found).covered()).isEqualTo(255 / 256.0);
  }

  @Test
  void voiceIsMeasuredBothWays() {
    VoiceError error =
        VoiceError.of(
            new boolean[] {true, true, true, true, false, false},
            new boolean[] {true, true, true, false, true, false});
    assertThat(error.missed()).isEqualTo(0.25);
    assertThat(error.invented()).isEqualTo(0.5);
  }
}
