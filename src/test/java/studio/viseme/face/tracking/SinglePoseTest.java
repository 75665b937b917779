package studio.viseme.face.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.face.HeadTrack;
import studio.viseme.math.RigidTransform;

class SinglePoseTest {
  @Test
  void onePictureTellsThePoseOfAKnownHead() {
    SyntheticHead truth = SyntheticHead.talking(40, 1000, .2, 8);
    HeadTrack known = new HeadTrack(truth.camera(), truth.poses(), truth.shape(), .3);
    for (int frame = 0; frame < 40; frame += 3) {
      RigidTransform pose = HeadFitter.pose(truth.track().frame(frame), known);
      RigidTransform right = truth.poses().get(frame);
      double degrees =
          Math.toDegrees(pose.rotation().times(right.rotation().inverse()).log().length());
      assertThat(degrees).as("frame %d", frame).isLessThan(.5);
      assertThat(pose.translation().minus(right.translation()).length()).isLessThan(.6);
    }
  }
}
