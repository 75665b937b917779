package studio.viseme.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Vec3;
import studio.viseme.sample.voice.Phone;
import studio.viseme.sample.voice.SampleScript;

class SamplePresenterTest {
  private static SamplePresenter presenter;

  @BeforeAll
  static void make() {
    presenter = new SamplePresenter(SampleScript.bundled("presenter"), 7);
  }

  @Test
  void theSameMomentIsTheSameBitsInAnyOrderOnAnyThread() {
    double[] moments = {12.2, 3.48, 30};
    byte[][] alone =
        Arrays.stream(moments)
            .mapToObj(t -> presenter.frame(t).picture().data())
            .toArray(byte[][]::new);
    byte[][] together = new byte[6][];
    try (Workers workers = Workers.of(3)) {
      workers.forEach(6, i -> together[i] = presenter.frame(moments[i % 3]).picture().data());
    }
    for (int i = 0; i < 6; i++) {
      assertThat(together[i]).isEqualTo(alone[i % 3]);
    }
  }

  @Test
  void aMadeAgainPresenterIsTheSame() {
    SamplePresenter again = new SamplePresenter(SampleScript.bundled("presenter"), 7);
    assertThat(again.frame(5).picture().data()).isEqualTo(presenter.frame(5).picture().data());
    assertThat(again.frame(5).truth().landmarks())
        .isEqualTo(presenter.frame(5).truth().landmarks());
  }

  @Test
  void landmarksLieOnTheHeadAndAtItsDepth() {
    for (double t : new double[] {2, 17.3, 44.44}) {
      FrameTruth truth = presenter.frame(t).truth();
      for (int i = 0; i < FaceMesh.POINTS; i++) {
        float x = truth.landmarks()[3 * i];
        float y = truth.landmarks()[3 * i + 1];
        assertThat(nearHead(truth.labels(), x, y)).as("point %d at %.1f, %.1f", i, x, y).isTrue();
      }
      Vec3 nose = truth.pose().translation();
      int tip = 3 * FaceMesh.NOSE_TIP;
      double z = nose.z() + truth.landmarks()[tip + 2] * nose.z() / presenter.camera().focal();
      float seen =
          truth.depth().get((int) truth.landmarks()[tip], (int) truth.landmarks()[tip + 1]);
      assertThat(seen).isCloseTo((float) z, within(0.15f));
    }
  }

  /** Within three pixels of the head: contours lie on its edge. */
  private static boolean nearHead(GrayImage labels, float x, float y) {
    for (int dy = -3; dy <= 3; dy++) {
      for (int dx = -3; dx <= 3; dx++) {
        if (FaceRegion.of(labels.get((int) x + dx, (int) y + dy)).isHead()) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void thePoseProjectsTheRestShapeOntoTheForehead() {
    for (double t : new double[] {1, 20, 50}) {
      FrameTruth truth = presenter.frame(t).truth();
      int i = 3 * FaceMesh.EYE_LEFT_OUTER;
      float[] shape = presenter.restShape();
      Vec3 p = truth.pose().apply(new Vec3(shape[i], shape[i + 1], shape[i + 2]));
      assertThat(presenter.camera().projectX(p)).isCloseTo(truth.landmarks()[i], within(0.6));
      assertThat(presenter.camera().projectY(p)).isCloseTo(truth.landmarks()[i + 1], within(0.6));
      HeadAngles angles = HeadAngles.of(truth.pose().rotation());
      assertThat(Math.abs(angles.yaw())).isLessThan(12.01);
      assertThat(Math.abs(angles.pitch())).isLessThan(7.01);
      assertThat(Math.abs(angles.roll())).isLessThan(5.01);
    }
  }

  @Test
  void theHeadUsesItsRange() {
    double[] yaw =
        IntStream.range(0, 600)
            .mapToDouble(i -> HeadAngles.of(presenter.acting(i / 10.0).pose().rotation()).yaw())
            .toArray();
    assertThat(Arrays.stream(yaw).max().orElseThrow()).isGreaterThan(5);
    assertThat(Arrays.stream(yaw).min().orElseThrow()).isLessThan(-5);
  }

  @Test
  void mClosesAndAaOpens() {
    FrameTruth closed = presenter.frame(8, Phone.M.articulation().shape()).truth();
    FrameTruth open = presenter.frame(8, Phone.AA.articulation().shape()).truth();
    assertThat(lipGap(closed)).isLessThan(1.5f);
    assertThat(lipGap(open)).isGreaterThan(12);
    assertThat(count(closed.labels(), FaceRegion.MOUTH_INTERIOR)).isLessThan(40);
    assertThat(count(open.labels(), FaceRegion.MOUTH_INTERIOR)).isGreaterThan(300);
    float width = mouthWidth(closed);
    assertThat(mouthWidth(presenter.frame(8, Phone.IY.articulation().shape()).truth()))
        .isGreaterThan(width * 1.05f);
    assertThat(mouthWidth(presenter.frame(8, Phone.UW.articulation().shape()).truth()))
        .isLessThan(width * 0.85f);
  }

  @Test
  void aBlinkClosesTheLidsAndHidesTheEyes() {
    double blink = presenter.blinks().get(2);
    FrameTruth shut = presenter.frame(blink).truth();
    FrameTruth open = presenter.frame(openAfter(presenter, blink)).truth();
    assertThat(shut.lids()).isLessThan(0.01);
    assertThat(lidGap(shut)).isLessThan(1);
    assertThat(lidGap(open)).isGreaterThan(8);
    assertThat(eyeballPixels(shut)).isLessThan(eyeballPixels(open) / 3);
  }

  static double openAfter(SamplePresenter presenter, double seconds) {
    double t = seconds;
    while (presenter.acting(t).lids() < 0.9) {
      t += 0.04;
    }
    return t;
  }

  /** Pixels of both eyes, lashes and rims included. */
  private static int eyeballPixels(FrameTruth truth) {
    return count(truth.labels(), FaceRegion.EYES);
  }

  private static float lipGap(FrameTruth truth) {
    return truth.landmarks()[14 * 3 + 1] - truth.landmarks()[13 * 3 + 1];
  }

  private static float mouthWidth(FrameTruth truth) {
    return truth.landmarks()[291 * 3] - truth.landmarks()[61 * 3];
  }

  private static float lidGap(FrameTruth truth) {
    return truth.landmarks()[145 * 3 + 1] - truth.landmarks()[159 * 3 + 1];
  }

  private static int count(GrayImage labels, FaceRegion region) {
    int count = 0;
    for (byte label : labels.data()) {
      count += label == region.code() ? 1 : 0;
    }
    return count;
  }
}
