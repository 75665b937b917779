package studio.viseme.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.speech.onnx.OnnxFile;

/** An avatar listens with the very file that it was trained with, or not at all. */
class AddedEncoderTest {
  private static final String FOLDER = "viseme.data.folder";

  @TempDir private Path folder;

  @BeforeEach
  void keepOffTheUsersOwn() {
    System.setProperty(FOLDER, folder.resolve("data").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(FOLDER);
  }

  private Path net(float gain) throws IOException {
    float[] weights = new float[400];
    weights[7] = gain;
    OnnxFile net =
        new OnnxFile()
            .input("x", 1, -1)
            .wholes("axis", 1)
            .weights("w", weights, 1, 1, 400)
            .node("Unsqueeze", "x,axis", "one")
            .node("Conv", "one,w", "heard", "strides=320", "kernel_shape=400")
            .node("Transpose", "heard", "y", "perm=0,2,1")
            .output("y", 1, -1, 1);
    return Files.write(folder.resolve("Ear-" + gain + ".onnx"), net.bytes());
  }

  private static AvatarRecord trainedWith(Map<String, String> settings) {
    return new AvatarRecord("painted-1", "painted", settings, Map.of(), "", null, Map.of());
  }

  @Test
  void theSameFileIsTakenAndAnotherIsRefused() throws IOException {
    Studio studio = new Studio();
    String print = studio.addEncoder(net(1), "ear").fingerprint();
    AvatarRecord avatar =
        trainedWith(Map.of(Training.ENCODER, "ear", Training.ENCODER_SHA256, print));
    assertThat(OpenAvatar.encoder(studio, folder, avatar).fingerprint()).isEqualTo(print);

    studio.addEncoder(net(2), "ear");
    assertThatThrownBy(() -> OpenAvatar.encoder(studio, folder, avatar))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("another file of the speech encoder \"ear\"");
  }

  @Test
  void anEncoderThatIsGoneIsNamed() {
    AvatarRecord avatar =
        trainedWith(Map.of(Training.ENCODER, "ear", Training.ENCODER_SHA256, "00"));
    assertThatThrownBy(() -> OpenAvatar.encoder(new Studio(), folder, avatar))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("\"ear\", which isn't here")
        .hasMessageContaining("viseme encoders --add");
  }

  @Test
  void theProgramsOwnNeedNoFile() {
    AvatarRecord avatar = trainedWith(Map.of(Training.ENCODER, "logmel"));
    assertThat(OpenAvatar.encoder(new Studio(), folder, avatar).name()).isEqualTo("logmel");
  }

  @Test
  void weightsOfAnotherVersionOfTheProgramAreRefused() {
    Studio studio = new Studio();
    String print = studio.encoderFingerprint("logmel+lips");
    AvatarRecord same =
        trainedWith(Map.of(Training.ENCODER, "logmel+lips", Training.ENCODER_SHA256, print));
    assertThat(OpenAvatar.encoder(studio, folder, same).fingerprint()).isEqualTo(print).hasSize(64);

    AvatarRecord older = trainedWith(Map.of(Training.ENCODER, "logmel+lips"));
    assertThatThrownBy(() -> OpenAvatar.encoder(studio, folder, older))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("of another version of Viseme Studio")
        .hasMessageContaining("train another avatar (--new)");
  }

  @Test
  void whatIsLearntUponOtherEncodersGoesWithThem() {
    Studio studio = new Studio();
    assertThat(studio.encoderFingerprint("sync-enhanced"))
        .isEqualTo(studio.encoderFingerprint("lips"));
    assertThat(studio.encoderFingerprint("se4lip")).isEmpty();
  }

  @Test
  void anEncoderIsCalledAsItsFileAndNeverLikeOneOfTheProgram() throws IOException {
    Studio studio = new Studio();
    assertThat(studio.addEncoder(net(3), null).name()).isEqualTo("ear-3.0");
    assertThat(studio.encoders()).contains("ear-3.0");
    Path file = net(3);
    assertThatThrownBy(() -> studio.addEncoder(file, "logmel"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("has an encoder of that name");
  }
}
