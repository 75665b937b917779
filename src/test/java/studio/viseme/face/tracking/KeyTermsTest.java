package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.Frames;

/** Landmarks that shrink every nod, as the net's do, and skin that tells. */
class KeyTermsTest {
  private static final int FRAMES = 60;
  private static final double SHRUNK = 0.8;

  private static final SyntheticHead TRUTH = SyntheticHead.talking(FRAMES, 1000, 0, 3);
  private static final PaintedHead PICTURES = PaintedHead.of(TRUTH);

  /** What the net would see: each nod less deep than it is. */
  private static FaceTrack shrunk() {
    HeadProjection projection = new HeadProjection();
    float[] points = TRUTH.track().points().clone();
    for (int t = 0; t < FRAMES; t++) {
      HeadAngles angles = HeadAngles.of(TRUTH.poses().get(t).rotation());
      projection.set(
          new RigidTransform(
              new HeadAngles(angles.yaw(), SHRUNK * angles.pitch(), angles.roll()).toRotation(),
              TRUTH.poses().get(t).translation()),
          TRUTH.camera());
      for (int p = 0; p < FaceMesh.POINTS; p++) {
        float[] x = TRUTH.shape();
        projection.project(x[3 * p], x[3 * p + 1], x[3 * p + 2]);
        points[t * LandmarkTrack.STRIDE + 3 * p] = (float) projection.u;
        points[t * LandmarkTrack.STRIDE + 3 * p + 1] = (float) projection.v;
      }
    }
    return new FaceTrack(
        new LandmarkTrack(FRAMES, points, TRUTH.track().score()),
        TRUTH.flow(0.1, 2),
        new int[FRAMES]);
  }

  private static HeadTrack fit(FrameSource pictures, int fitFrames, JobContext job) {
    return HeadFitter.fit(shrunk(), pictures, TRUTH.camera(), true, fitFrames, job);
  }

  @Test
  void recognisedSkinGivesBackSomeOfANod() {
    HeadTrack landmarks =
        HeadFitter.fit(shrunk(), TRUTH.camera(), true, FRAMES, JobContext.silent());
    HeadTrack both = fit(PICTURES, FRAMES, JobContext.silent());
    assertThat(depthOfNods(landmarks)).as("by landmarks and flow").isLessThan(SHRUNK + 0.05);
    assertThat(1 - depthOfNods(both))
        .as("what is missing with pictures")
        .isPositive()
        .isLessThan(0.85 * (1 - depthOfNods(landmarks)));
  }

  @Test
  void whatAHeldOutFrameShowsReachesNoFrameBefore() {
    int fit = 45;
    HeadTrack head = fit(PICTURES, fit, JobContext.silent());
    FrameSource other =
        new Frames(
            PICTURES.width(),
            PICTURES.height(),
            FRAMES,
            index -> PICTURES.frame(index < fit ? index : FRAMES - 1 - index));
    HeadTrack changed = fit(other, fit, JobContext.silent());
    assertThat(changed.shape()).isEqualTo(head.shape());
    assertThat(changed.poses().subList(0, fit)).isEqualTo(head.poses().subList(0, fit));
    assertThat(changed.poses().subList(fit, FRAMES))
        .isNotEqualTo(head.poses().subList(fit, FRAMES));
  }

  @Test
  void threadsDontChangeABit() {
    HeadTrack one = fit(PICTURES, FRAMES, JobContext.silent());
    try (Workers workers = Workers.of(3)) {
      assertThat(fit(PICTURES, FRAMES, JobContext.silent(workers)).poses()).isEqualTo(one.poses());
    }
  }

  @Test
  void picturesThatShowNothingLeaveTheLandmarksAlone() {
    FrameSource grey = new Frames(512, 512, FRAMES, index -> new RgbImage(512, 512));
    HeadTrack landmarks =
        HeadFitter.fit(shrunk(), TRUTH.camera(), true, FRAMES, JobContext.silent());
    assertThat(fit(grey, FRAMES, JobContext.silent()).poses()).isEqualTo(landmarks.poses());
  }

  /** How deep the found nods are, shares of the true ones. */
  private static double depthOfNods(HeadTrack head) {
    List<Double> real = pitches(TRUTH.poses());
    List<Double> found = pitches(head.poses());
    double shared = 0;
    double own = 0;
    for (int t = 0; t < FRAMES; t++) {
      shared += real.get(t) * found.get(t);
      own += real.get(t) * real.get(t);
    }
    return shared / own;
  }

  /** Less their mean. */
  private static List<Double> pitches(List<RigidTransform> poses) {
    List<Double> out = new ArrayList<>();
    double mean = 0;
    for (RigidTransform pose : poses) {
      out.add(HeadAngles.of(pose.rotation()).pitch());
      mean += out.getLast() / poses.size();
    }
    double middle = mean;
    out.replaceAll(x -> x - middle);
    return out;
  }
}
