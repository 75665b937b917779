package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.face.FaceMesh;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** What stands still when the head turns. */
class SeedingTest {
  private static final int FRAMES = 60;

  private final Capture capture = FakeCapture.builder().size(64).frames(FRAMES).build();
  private final int[] frames = TrainingSet.usableFrames(capture);
  private final FaceModel face = FaceModel.fit(capture, frames);
  private final PoseSpace poses =
      PoseSpace.fit(Arrays.stream(frames).mapToObj(capture.head().poses()::get).toList());
  private final Layout layout = new Layout(face.dims());
  private final Seeds seeds =
      new Seeding(capture, face, poses, frames, 3).head(new int[] {0, 1, 2}, 50, 50, 200);

  /** How much of the torso's motion a Gaussian has. */
  private float share(float[] attributes, int gaussian) {
    int offset = 3 * layout.drives() + 3 * 9;
    return attributes[offset * seeds.count() + gaussian];
  }

  private Vec3 place(float[] parameters, int gaussian) {
    int n = seeds.count();
    return new Vec3(parameters[gaussian], parameters[n + gaussian], parameters[2 * n + gaussian]);
  }

  @Test
  void theTorsoLiesBehindTheLowerFaceInEveryPose() {
    float[] parameters = seeds.parameterRows();
    float[] attributes = seeds.attributeRows();
    double nearest = Double.POSITIVE_INFINITY;
    int torso = 0;
    for (int i = 0; i < seeds.count(); i++) {
      if (share(attributes, i) == 1) {
        nearest = Math.min(nearest, poses.rest().apply(place(parameters, i)).z());
        torso++;
      }
    }
    assertThat(torso).isPositive();
    double mouth = face.vertex(14).y();
    for (double yaw : new double[] {-25, -10, 0, 25}) {
      for (double pitch : new double[] {-15, 0, 15}) {
        for (double roll : new double[] {-15, 0, 15}) {
          RigidTransform pose =
              new RigidTransform(
                  new HeadAngles(yaw, pitch, roll).toRotation(), poses.rest().translation());
          for (int i = 0; i < FaceMesh.POINTS; i++) {
            if (face.vertex(i).y() < mouth) {
              assertThat(pose.apply(face.vertex(i)).z())
                  .as("point %d at %s %s %s", i, yaw, pitch, roll)
                  .isLessThan(nearest + 1e-3);
            }
          }
        }
      }
    }
  }

  @Test
  void whatStandsStillIsSetBackBehindTheMouthAndTheFaceIsNot() {
    float[] attributes = seeds.attributeRows();
    int n = seeds.count();
    int onFace = 0;
    for (int i = 0; i < n; i++) {
      float setBack = attributes[layout.setBack() * n + i];
      if (share(attributes, i) > 0) {
        assertThat(setBack).isGreaterThan(layout.deformation().mouthSetBack());
      } else if (attributes[layout.speechMask() * n + i] > 0) {
        assertThat(setBack).isZero();
        onFace++;
      }
    }
    assertThat(onFace).isPositive();
  }

  @Test
  void whatIsOnTheFaceLiesOnItsTriangle() {
    float[] attributes = seeds.attributeRows();
    int n = seeds.count();
    for (int i = 0; i < n; i++) {
      boolean onFace = i < 50;
      assertThat(attributes[layout.patch() * n + i]).isEqualTo(onFace ? Surface.item(0) : 0);
    }
  }

  @Test
  void whatFollowsTheTorsoStaysInThePictureWhenTheHeadTurns() {
    float[] parameters = seeds.parameterRows();
    float[] attributes = seeds.attributeRows();
    RigidTransform turned =
        new RigidTransform(new HeadAngles(20, -10, 8).toRotation(), poses.rest().translation());
    double[] affine = poses.torsoInHead(turned);
    int n = seeds.count();
    for (int i = 0; i < n; i++) {
      if (share(attributes, i) != 1) {
        continue;
      }
      Vec3 p = place(parameters, i);
      double[] moved = {p.x(), p.y(), p.z()};
      for (int k = 0; k < PoseSpace.AFFINE; k++) {
        for (int c = 0; c < 3; c++) {
          moved[c] += affine[k] * attributes[(3 * (layout.drives() + k) + c) * n + i];
        }
      }
      Vec3 seen = turned.apply(new Vec3(moved[0], moved[1], moved[2]));
      assertThat(seen.minus(poses.rest().apply(p)).length()).isCloseTo(0, within(1e-3));
    }
  }
}
