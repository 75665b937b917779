package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.ExpressionFitter;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFaceMeter;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class HeadFitterTest {
  @Test
  void derivativesMatchFiniteDifferences() {
    Random random = new Random(1);
    PinholeCamera camera = new PinholeCamera(640, 480, 900, 310, 250);
    HeadProjection p = new HeadProjection();
    HeadProjection q = new HeadProjection();
    double h = 1e-6;
    for (int round = 0; round < 20; round++) {
      RigidTransform pose =
          new RigidTransform(
              new HeadAngles(
                      40 * random.nextGaussian(),
                      20 * random.nextGaussian(),
                      20 * random.nextGaussian())
                  .toRotation(),
              new Vec3(random.nextGaussian(), random.nextGaussian(), 50));
      double[] x = {
        5 * random.nextGaussian(), 5 * random.nextGaussian(), 5 * random.nextGaussian()
      };
      p.set(pose, camera);
      p.differentiate(x[0], x[1], x[2]);
      for (int k = 0; k < 6; k++) {
        double[] step = new double[6];
        step[k] = h;
        double[] ahead = project(q, HeadProjection.step(pose, step), camera, x);
        step[k] = -h;
        double[] behind = project(q, HeadProjection.step(pose, step), camera, x);
        assertThat(p.uPose[k]).isCloseTo((ahead[0] - behind[0]) / (2 * h), within(1e-4));
        assertThat(p.vPose[k]).isCloseTo((ahead[1] - behind[1]) / (2 * h), within(1e-4));
      }
      for (int k = 0; k < 3; k++) {
        double[] ahead = x.clone();
        double[] behind = x.clone();
        ahead[k] += h;
        behind[k] -= h;
        double[] a = project(q, pose, camera, ahead);
        double[] b = project(q, pose, camera, behind);
        assertThat(p.uPoint[k]).isCloseTo((a[0] - b[0]) / (2 * h), within(1e-4));
        assertThat(p.vPoint[k]).isCloseTo((a[1] - b[1]) / (2 * h), within(1e-4));
      }
      PinholeCamera longer = new PinholeCamera(640, 480, 900 * Math.exp(h), 310, 250);
      PinholeCamera shorter = new PinholeCamera(640, 480, 900 * Math.exp(-h), 310, 250);
      double[] a = project(q, pose, longer, x);
      double[] b = project(q, pose, shorter, x);
      assertThat(p.uFocal).isCloseTo((a[0] - b[0]) / (2 * h), within(1e-4));
      assertThat(p.vFocal).isCloseTo((a[1] - b[1]) / (2 * h), within(1e-4));
    }
  }

  @Test
  void leftJacobianMatchesFiniteDifferences() {
    Vec3 w = new Vec3(0.4, -0.7, 0.2);
    double[] j = PoseSmoother.leftJacobian(w);
    double h = 1e-6;
    Vec3[] axes = {new Vec3(h, 0, 0), new Vec3(0, h, 0), new Vec3(0, 0, h)};
    for (int k = 0; k < 3; k++) {
      Vec3 step =
          Quaternion.exp(w.plus(axes[k])).times(Quaternion.exp(w).inverse()).log().times(1 / h);
      assertThat(step.x()).isCloseTo(j[k], within(1e-5));
      assertThat(step.y()).isCloseTo(j[3 + k], within(1e-5));
      assertThat(step.z()).isCloseTo(j[6 + k], within(1e-5));
    }
  }

  @Test
  void knownCameraGivesBackPosesAndShape() {
    SyntheticHead truth = SyntheticHead.talking(150, 1000, 0.3, 3);
    HeadTrack head = HeadFitter.fit(truth.face(), truth.camera(), true, 135, JobContext.silent());
    assertThat(head.camera().focal()).isEqualTo(1000);
    assertThat(head.reprojectionRmse()).as("noise of 0.3 px in x and y").isBetween(0.35, 0.5);
    assertThat(turnError(truth, head)).isLessThan(0.35);
  }

  @Test
  void unknownFocalLengthStillGivesTheTurns() {
    SyntheticHead truth = SyntheticHead.talking(150, 900, 0.3, 4);
    HeadTrack head =
        HeadFitter.fit(
            truth.face(), SyntheticHead.SIZE, SyntheticHead.SIZE, 135, JobContext.silent());
    assertThat(head.camera().focal()).isBetween(650.0, 1300.0);
    assertThat(turnError(truth, head)).isLessThan(0.5);
    assertThat(head.reprojectionRmse()).isLessThan(0.6);
  }

  @Test
  void theMouthAndTheHeldOutFramesReachNothing() {
    SyntheticHead truth = SyntheticHead.talking(120, 1000, 0.3, 5);
    int fit = 90;
    HeadTrack head = HeadFitter.fit(truth.face(), 512, 512, fit, JobContext.silent());
    LandmarkTrack scrambled = truth.withLowerFaceScrambled(fit);
    HeadTrack other = HeadFitter.fit(FaceTrack.of(scrambled), 512, 512, fit, JobContext.silent());
    assertThat(other.poses()).isEqualTo(head.poses());
    assertThat(other.shape()).isEqualTo(head.shape());
    assertThat(UpperFaceMeter.measure(scrambled, other, fit))
        .isEqualTo(UpperFaceMeter.measure(truth.track(), head, fit));

    // Held-out frames changed altogether: what was fitted stays, and so do the poses before them.
    SyntheticHead stranger = SyntheticHead.talking(120, 700, 2, 6);
    float[] mixed = truth.track().points().clone();
    System.arraycopy(
        stranger.track().points(),
        fit * LandmarkTrack.STRIDE,
        mixed,
        fit * LandmarkTrack.STRIDE,
        30 * LandmarkTrack.STRIDE);
    LandmarkTrack changed = new LandmarkTrack(120, mixed, truth.track().score());
    HeadTrack third = HeadFitter.fit(FaceTrack.of(changed), 512, 512, fit, JobContext.silent());
    assertThat(third.camera()).isEqualTo(head.camera());
    assertThat(third.shape()).isEqualTo(head.shape());
    assertThat(third.poses().subList(0, fit)).isEqualTo(head.poses().subList(0, fit));
    ExpressionTrack a = ExpressionFitter.fit(truth.track(), head, fit);
    ExpressionTrack b = ExpressionFitter.fit(changed, third, fit);
    assertThat(b.basis()).isEqualTo(a.basis());
  }

  @Test
  void threadsDontChangeABit() {
    SyntheticHead truth = SyntheticHead.talking(60, 1000, 0.3, 7);
    HeadTrack one = HeadFitter.fit(truth.face(), 512, 512, 60, JobContext.silent());
    try (Workers workers = Workers.of(3)) {
      HeadTrack three = HeadFitter.fit(truth.face(), 512, 512, 60, JobContext.silent(workers));
      assertThat(three.poses()).isEqualTo(one.poses());
    }
  }

  @Test
  void lostFramesRepeatTheirNeighbours() {
    SyntheticHead truth = SyntheticHead.talking(60, 1000, 0.3, 8);
    float[] score = truth.track().score().clone();
    score[0] = 0;
    score[30] = 0;
    LandmarkTrack track = new LandmarkTrack(60, truth.track().points(), score);
    HeadTrack head = HeadFitter.fit(FaceTrack.of(track), 512, 512, 60, JobContext.silent());
    assertThat(head.poses().get(0)).isEqualTo(head.poses().get(1));
    assertThat(head.poses().get(30)).isEqualTo(head.poses().get(29));
  }

  @Test
  void aClipWithoutAFaceIsTheUsersToCure() {
    LandmarkTrack empty = new LandmarkTrack(5, new float[5 * LandmarkTrack.STRIDE], new float[5]);
    assertThatThrownBy(() -> HeadFitter.fit(FaceTrack.of(empty), 512, 512, 5, JobContext.silent()))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.kind()).isEqualTo(JobException.Kind.INPUT));
  }

  /**
   * Root mean square turn between true and found poses after a constant offset, degrees: head space
   * has no absolute zero.
   */
  private static double turnError(SyntheticHead truth, HeadTrack head) {
    int n = truth.poses().size();
    Vec3 mean = Vec3.ZERO;
    for (int t = 0; t < n; t++) {
      mean = mean.plus(difference(truth, head, t).log().times(1.0 / n));
    }
    Quaternion offset = Quaternion.exp(mean).inverse();
    double sum = 0;
    for (int t = 0; t < n; t++) {
      sum += Math.pow(difference(truth, head, t).times(offset).log().length(), 2) / n;
    }
    return Math.toDegrees(Math.sqrt(sum));
  }

  private static Quaternion difference(SyntheticHead truth, HeadTrack head, int t) {
    return truth.poses().get(t).rotation().inverse().times(head.poses().get(t).rotation());
  }

  private static double[] project(
      HeadProjection q, RigidTransform pose, PinholeCamera camera, double[] x) {
    q.set(pose, camera);
    q.project(x[0], x[1], x[2]);
    return new double[] {q.u, q.v};
  }
}
