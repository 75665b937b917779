package studio.viseme.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class MotionFilesTest {
  private static final Brows STILL = new Brows(0, 0);

  private static final RigidTransform REST =
      new RigidTransform(new HeadAngles(3, 4, 5).toRotation(), new Vec3(1, 2, 60));

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("keys.json"), text);
  }

  @Test
  void theHeadMovesFromKeyToKey() throws IOException {
    PoseFile poses =
        PoseFile.read(
            file(
                """
                {"schema": 1, "poses": [
                  {"seconds": 1, "yaw": 0, "pitch": 10, "roll": 0, "right": 1, "up": 2, "nearer": 3},
                  {"seconds": 3, "yaw": 20, "pitch": 0, "roll": -6}]}"""));
    RigidTransform before = poses.at(0, REST);
    assertThat(before).isEqualTo(poses.at(1, REST));
    assertThat(before.translation()).isEqualTo(new Vec3(2, 0, 57));
    HeadAngles half = HeadAngles.of(poses.at(2, REST).rotation());
    assertThat(half.yaw()).isCloseTo(10, within(1e-9));
    assertThat(half.pitch()).isCloseTo(5, within(1e-9));
    assertThat(half.roll()).isCloseTo(-3, within(1e-9));
    Quaternion last = poses.at(99, REST).rotation();
    assertThat(last).isEqualTo(new HeadAngles(20, 0, -6).toRotation());
  }

  @Test
  void theLidsMoveFromKeyToKey() throws IOException {
    BlinkFile blinks =
        BlinkFile.read(
            file(
                """
                {"schema": 1, "blinks": [
                  {"seconds": 1, "closed": 0},
                  {"seconds": 1.1, "closed": 1},
                  {"seconds": 1.3, "closed": 0}]}"""));
    UpperFace filmed = new UpperFace(.4f, .5f, .2f, .1f, .3f);
    assertThat(blinks.at(.5, filmed, STILL)).isEqualTo(new UpperFace(1, 1, .2f, .1f, .3f));
    assertThat(blinks.at(1.1, filmed, STILL).lidLeft()).isZero();
    assertThat(blinks.at(1.2, filmed, STILL).lidRight()).isCloseTo(.5f, within(1e-6f));
  }

  @Test
  void browsGoTowardsTheHighestThatWasFilmed() throws IOException {
    BlinkFile blinks =
        BlinkFile.read(
            file(
                """
                {"schema": 1, "blinks": [
                  {"seconds": 1, "closed": 0},
                  {"seconds": 2, "closed": 0, "brow": 1}]}"""));
    UpperFace filmed = new UpperFace(.4f, .5f, .2f, .1f, .3f);
    Brows brows = new Brows(-.3f, .6f);
    assertThat(blinks.at(1, filmed, brows).brow()).isCloseTo(.2f, within(1e-6f));
    assertThat(blinks.at(1.5, filmed, brows).brow()).isCloseTo(.4f, within(1e-6f));
    assertThat(blinks.at(3, filmed, brows).brow()).isCloseTo(.6f, within(1e-6f));
    assertThat(blinks.at(3, filmed, new Brows(-.3f, .1f)).brow())
        .as("filmed higher")
        .isEqualTo(.2f);
    Path high = file("{\"schema\": 1, \"blinks\": [{\"seconds\": 1, \"closed\": 0, \"brow\": 9}]}");
    assertThatThrownBy(() -> BlinkFile.read(high)).hasMessageContaining("give -1 to 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"schema\": 1}|no keys",
        "{\"schema\": 1, \"poses\": []}|no keys",
        "{\"schema\": 1, \"poses\": [null]}|Key 1 is empty",
        "{\"schema\": 2, \"poses\": [{\"seconds\":0,\"yaw\":0,\"pitch\":0,\"roll\":0}]}|schema 2",
        "{\"schema\": 1, \"poses\": [{\"seconds\":0,\"yaw\":60,\"pitch\":0,\"roll\":0}]}|\"yaw\" is 60",
        "{\"schema\": 1, \"poses\": [{\"seconds\":0,\"yaw\":0,\"pitch\":0}]}|Key 1 has no \"roll\"",
        "{\"schema\": 1, \"poses\": [{\"seconds\":0,\"yav\":0,\"pitch\":0,\"roll\":0}]}|yav",
        "{\"schema\": 1, \"poses\": [{\"seconds\":-1,\"yaw\":0,\"pitch\":0,\"roll\":0}]}|Key 1",
        "{\"schema\": 1, \"poses\": [{\"seconds\":|damaged",
        "[]|damaged",
        "null|damaged"
      })
  void whatCantBeDoneIsToldInOneLine(String text, String why) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> PoseFile.read(file))
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.kind().exitStatus()).isEqualTo(3);
              assertThat(e.getMessage().lines().count()).isEqualTo(1);
              assertThat(e.getMessage()).contains("keys.json");
            })
        .hasMessageContaining(why);
  }

  @Test
  void keysMustRiseAndLidsBeBetweenOpenAndClosed() throws IOException {
    Path twice =
        file(
            "{\"schema\": 1, \"blinks\": [{\"seconds\": 1, \"closed\": 0}, {\"seconds\": 1,"
                + " \"closed\": 1}]}");
    assertThatThrownBy(() -> BlinkFile.read(twice)).hasMessageContaining("Key 2 is at 1.0 seconds");
    Path wide = file("{\"schema\": 1, \"blinks\": [{\"seconds\": 1, \"closed\": 1.5}]}");
    assertThatThrownBy(() -> BlinkFile.read(wide)).hasMessageContaining("give 0 to 1");
    assertThatThrownBy(() -> BlinkFile.read(folder.resolve("none.json")))
        .isInstanceOf(JobException.class);
  }

  @Property(tries = 300)
  void noTextBreaksTheReader(@ForAll String text) throws IOException {
    Path file = Files.createTempFile("keys", ".json");
    try {
      Files.writeString(file, text);
      assertThatThrownBy(() -> PoseFile.read(file)).isInstanceOf(JobException.class);
    } finally {
      Files.delete(file);
    }
  }
}
