package studio.viseme.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class PoseCorrectionsTest {
  private static final RigidTransform POSE =
      new RigidTransform(new HeadAngles(20, -5, 3).toRotation(), new Vec3(1, 2, 60));

  @TempDir Path folder;

  @Test
  void aPoseIsTurnedAboutTheHeadsOriginAndThenShifted() {
    RigidTransform moved =
        PoseCorrections.moved(POSE, new float[] {9, 0, 0, (float) Math.PI / 2, 1, 2, 3}, 1);
    assertThat(moved.apply(Vec3.ZERO)).isEqualTo(new Vec3(2, 4, 63));
    Vec3 before = POSE.rotation().rotate(new Vec3(1, 0, 0));
    Vec3 after = moved.rotation().rotate(new Vec3(1, 0, 0));
    assertThat(after.x()).isCloseTo(-before.y(), within(1e-6));
    assertThat(after.y()).isCloseTo(before.x(), within(1e-6));
    assertThat(after.z()).isCloseTo(before.z(), within(1e-6));
  }

  @Test
  void framesWithoutACorrectionKeepTheirPose() {
    PoseCorrections one = new PoseCorrections(new float[] {0, 0, 0, 1, 0, 0});
    assertThat(one.frames()).isEqualTo(1);
    assertThat(one.apply(0, POSE).translation().x()).isCloseTo(2, within(1e-6));
    assertThat(one.apply(1, POSE)).isEqualTo(POSE);
    assertThat(PoseCorrections.NONE.apply(0, POSE)).isEqualTo(POSE);
  }

  @Test
  void anAlignmentIsReadAsItWasWritten() {
    PoseAlignment written =
        new PoseAlignment(
            new PoseCorrections(new float[] {.1f, .2f, .3f, 1, 2, 3}),
            new PoseCorrections(new float[] {0, 0, 0, 4, 5, 6}));
    assertThat(PoseAlignment.read(folder).isRefined()).isFalse();
    written.write(folder);
    PoseAlignment read = PoseAlignment.read(folder);
    assertThat(read.refined().values()).isEqualTo(written.refined().values());
    assertThat(read.expected().values()).isEqualTo(written.expected().values());
    assertThat(read.isRefined()).isTrue();
  }

  @Test
  void aDamagedFileIsRefusedWithARemedy() throws Exception {
    Files.write(folder.resolve("poses.safetensors"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> PoseAlignment.read(folder))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("poses.safetensors");
  }
}
