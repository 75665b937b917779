package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.SkinFlow;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;

/** Poses fused from landmarks and flow. */
class PoseSmootherTest {
  private static final int FRAMES = 60;
  private static final double NOISE = 1.2;

  @Test
  void flowGradientsMatchFiniteDifferences() {
    SyntheticHead truth = SyntheticHead.talking(12, 900, 0, 2);
    SkinFlow flow = truth.flow(0.02, 3);
    double[] shape = new double[truth.shape().length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = truth.shape()[i];
    }
    FlowTerms terms = new FlowTerms(flow, shape, truth.camera());
    Random random = new Random(5);
    for (int t = 1; t < 12; t++) {
      RigidTransform[] pair = {
        nudge(truth.poses().get(t - 1), random), nudge(truth.poses().get(t), random)
      };
      FlowTerms.Normals normals = new FlowTerms.Normals();
      terms.accumulate(t, pair[0], pair[1], normals);
      double h = 1e-6;
      for (int k = 0; k < 12; k++) {
        double slope =
            (cost(terms, t, stepped(pair, k, h)) - cost(terms, t, stepped(pair, k, -h))) / (2 * h);
        assertThat(normals.gradient[k]).isCloseTo(-slope, within(1e-3 * (1 + Math.abs(slope))));
      }
    }
  }

  /** A small step: the residuals stay where the cost is a square. */
  private static RigidTransform nudge(RigidTransform pose, Random random) {
    double[] step = new double[6];
    for (int k = 0; k < 6; k++) {
      step[k] = (k < 3 ? 1e-4 : 1e-3) * random.nextGaussian();
    }
    return HeadProjection.step(pose, step);
  }

  private static RigidTransform[] stepped(RigidTransform[] pair, int k, double by) {
    double[] step = new double[6];
    step[k % 6] = by;
    RigidTransform moved = HeadProjection.step(pair[k / 6], step);
    return k < 6 ? new RigidTransform[] {moved, pair[1]} : new RigidTransform[] {pair[0], moved};
  }

  private static double cost(FlowTerms terms, int frame, RigidTransform[] pair) {
    double[] x = new double[SkinFlow.count()];
    double[] y = new double[SkinFlow.count()];
    terms.residuals(frame, pair[0], pair[1], x, y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += FlowTerms.INFORMATION * (x[i] * x[i] + y[i] * y[i]) / 2;
    }
    return sum;
  }

  @Test
  void flowTellsHowTheHeadMovesWhereLandmarksShake() {
    SyntheticHead truth = SyntheticHead.talking(FRAMES, 1000, NOISE, 21);
    FaceTrack blind = truth.face();
    FaceTrack seeing = new FaceTrack(truth.track(), truth.flow(0.15, 22), new int[FRAMES]);
    double without = stepError(truth, fit(truth, blind).poses());
    double with = stepError(truth, fit(truth, seeing).poses());
    assertThat(with).as("degrees a frame, %.3f without flow", without).isLessThan(0.7 * without);
  }

  @Test
  void wrongFlowOfSomePointsDoesNoHarm() {
    SyntheticHead truth = SyntheticHead.talking(FRAMES, 1000, NOISE, 23);
    SkinFlow flow = truth.flow(0.15, 24);
    for (int t = 1; t < FRAMES; t++) {
      for (int i = 0; i < SkinFlow.count(); i += 4) {
        // A quarter of the skin slides up over the bone and back.
        flow.moves()[2 * (t * SkinFlow.count() + i) + 1] += (float) (3 * Math.cos(t));
      }
    }
    double without = stepError(truth, fit(truth, truth.face()).poses());
    double with =
        stepError(truth, fit(truth, new FaceTrack(truth.track(), flow, new int[FRAMES])).poses());
    assertThat(with).as("degrees a frame, %.3f without flow", without).isLessThan(0.75 * without);
  }

  /** The head nods at one blow, by less than the eyes would have to jump to be noticed. */
  @Test
  void nothingIsSmoothedAcrossACut() {
    SyntheticHead truth = SyntheticHead.talking(FRAMES, 1000, 0.2, 25);
    int cut = 30;
    float[] points = truth.track().points().clone();
    int shift = 10;
    System.arraycopy(
        truth.track().points(),
        shift * LandmarkTrack.STRIDE,
        points,
        0,
        cut * LandmarkTrack.STRIDE);
    LandmarkTrack jumpy = new LandmarkTrack(FRAMES, points, truth.track().score());
    int[] segments = new int[FRAMES];
    java.util.Arrays.fill(segments, cut, FRAMES, 1);
    HeadTrack told = fit(truth, new FaceTrack(jumpy, SkinFlow.unknown(FRAMES), segments));
    HeadTrack untold = fit(truth, FaceTrack.of(jumpy));
    double toldError = 0;
    double untoldError = 0;
    for (int t : new int[] {cut - 1, cut + 1}) {
      int from = t < cut ? t + shift : t;
      toldError += stepError(truth.poses(), from, told.poses(), t) / 2;
      untoldError += stepError(truth.poses(), from, untold.poses(), t) / 2;
    }
    assertThat(toldError).as("degrees, %.2f across", untoldError).isLessThan(0.15);
    assertThat(untoldError).as("the cut matters").isGreaterThan(2 * toldError);
  }

  private static HeadTrack fit(SyntheticHead truth, FaceTrack face) {
    return HeadFitter.fit(face, truth.camera(), true, FRAMES, JobContext.silent());
  }

  /** Root mean square error of the turn from a frame to the next, degrees. */
  private static double stepError(SyntheticHead truth, List<RigidTransform> poses) {
    double sum = 0;
    for (int t = 1; t < poses.size(); t++) {
      sum += Math.pow(stepError(truth.poses(), t, poses, t), 2) / (poses.size() - 1);
    }
    return Math.sqrt(sum);
  }

  /** How wrong the turn to frame s is, when that to frame t is right; degrees. */
  private static double stepError(
      List<RigidTransform> truth, int t, List<RigidTransform> poses, int s) {
    RigidTransform right = truth.get(t).times(truth.get(t - 1).inverse());
    RigidTransform found = poses.get(s).times(poses.get(s - 1).inverse());
    return Math.toDegrees(right.rotation().times(found.rotation().inverse()).log().length());
  }
}
