package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.testing.PaintedPerson;

/** A face that blinks and lifts its brows by known amounts. */
class UpperFaceDistanceTest {
  private static final int FRAMES = 220;
  private static final RigidTransform POSE = PaintedPerson.pose(64, 56);
  private static final int[][] BROWS = {
    {70, 63, 105, 66, 107, 55, 65, 52, 53, 46}, {300, 293, 334, 296, 336, 285, 295, 282, 283, 276}
  };

  /** The canonical face as the painted camera sees it, its lids open by a share. */
  private static float[] face(double lids, double browsUpCm) {
    float[] mesh = FaceMesh.canonicalShape();
    for (int[] eye : new int[][] {FaceMesh.eyeLeft(), FaceMesh.eyeRight()}) {
      for (int k = 1; k < 8; k++) {
        int low = 3 * eye[k] + 1;
        int up = 3 * eye[16 - k] + 1;
        float middle = (mesh[low] + mesh[up]) / 2;
        mesh[low] = middle + (float) lids * (mesh[low] - middle);
        mesh[up] = middle + (float) lids * (mesh[up] - middle);
      }
    }
    for (int[] brow : BROWS) {
      for (int point : brow) {
        mesh[3 * point + 1] += (float) browsUpCm;
      }
    }
    float[] points = new float[LandmarkTrack.STRIDE];
    for (int p = 0; p < LandmarkTrack.POINTS; p++) {
      int of = p < FaceMesh.POINTS ? p : FaceMesh.NOSE_ROOT;
      var at = POSE.apply(new Vec3(mesh[3 * of], mesh[3 * of + 1], mesh[3 * of + 2]));
      points[p * 3] = (float) PaintedPerson.camera().projectX(at);
      points[p * 3 + 1] = (float) PaintedPerson.camera().projectY(at);
    }
    return points;
  }

  /** Blinks in every tenth frame; the brows move by a centimetre up and down. */
  private static final class BlinkingCapture extends PaintedPerson.PaintedCapture {
    BlinkingCapture() {
      super(FRAMES);
    }

    @Override
    public LandmarkTrack landmarks() {
      float[] points = new float[FRAMES * LandmarkTrack.STRIDE];
      float[] score = new float[FRAMES];
      for (int t = 0; t < FRAMES; t++) {
        float[] face = face(t % 10 == 0 ? 0 : 1, t % 2 == 0 ? .5 : -.5);
        System.arraycopy(face, 0, points, t * LandmarkTrack.STRIDE, face.length);
        score[t] = 1;
      }
      return new LandmarkTrack(FRAMES, points, score);
    }

    @Override
    public HeadTrack head() {
      List<RigidTransform> poses = new ArrayList<>();
      for (int t = 0; t < FRAMES; t++) {
        poses.add(POSE);
      }
      return new HeadTrack(PaintedPerson.camera(), poses, FaceMesh.canonicalShape(), .5);
    }
  }

  private static double error(float[] real, float[] shown) {
    UpperFaceDistance error = new UpperFaceDistance(new BlinkingCapture());
    for (int i = 0; i < 4; i++) {
      error.add(real, POSE, shown, POSE);
    }
    return error.measure();
  }

  @Test
  void equalFacesHaveNoError() {
    assertThat(error(face(1, 0), face(1, 0))).isZero();
  }

  @Test
  void shutEyesCountByHowRareTheyAre() {
    // Lids are shut in a tenth of the time: variance .1 · .9. The brows are right.
    assertThat(error(face(1, 0), face(0, 0))).isCloseTo(2 * (1 / .09) / 3, within(.3));
  }

  @Test
  void browsCountByHowMuchTheyMove() {
    // Half a centimetre up and down has a variance of .25.
    assertThat(error(face(1, 0), face(1, .5))).isCloseTo(1 / 3., within(.02));
    assertThat(error(face(1, 0), face(1, 1))).isCloseTo(4 / 3., within(.08));
  }
}
