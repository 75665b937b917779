package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.store.SafeTensors;

class HeardMouthTest {
  @Test
  void lipsOpenWithSyllablesAndRestInSilence() {
    float[] sound = new float[48_000];
    System.arraycopy(Speech.syllables(0.3, 16_000), 0, sound, 16_000, 16_000);
    HeardMouth mouth = HeardMouth.of(new LipEncoder(), sound, Workers.sameThread());
    assertThat(mouth.gap()).hasSize(75).hasSameSizeAs(mouth.jaw()).hasSameSizeAs(mouth.width());
    float most = 0;
    for (int i = 0; i < 15; i++) {
      assertThat(mouth.gap()[i]).isLessThan(0.1f);
      most = Math.max(most, mouth.gap()[30 + i]);
    }
    assertThat(most).isGreaterThan(0.2f);
  }

  @Test
  void layersAreReadAsTheyAreWritten() {
    LipNet.Size size = LipNet.Size.parse("256,64,256");
    assertThat(size.hidden()).containsExactly(256, 64, 256);
    assertThat(size).hasToString("256,64,256");
    assertThatThrownBy(() -> LipNet.Size.parse("256,"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LipNet.Size.parse("300")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LipNet.Size.parse("0")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNetOfAnotherSizeComesBackFromItsFile(@TempDir Path folder) {
    LipNet.Size size = LipNet.Size.parse("16,8");
    float[] trunk = new float[size.trunk().parameters()];
    trunk[3] = 0.25f;
    LipNet net =
        new LipNet(size, new float[LogMel.BANDS], trunk, new float[LipNet.HEAD.parameters()]);
    Path file = folder.resolve("small.safetensors");
    net.write(file, "test");
    LipNet read = LipNet.read(file);
    assertThat(read.size()).isEqualTo(size);
    assertThat(read.trunk()).isEqualTo(trunk);
  }

  @Test
  void weightsOfSomethingElseAreRefused(@TempDir Path folder) {
    Path file = folder.resolve("other.safetensors");
    SafeTensors.writer()
        .floats("usual", new float[3])
        .floats("trunk", new float[5])
        .floats("head", new float[5])
        .write(file);
    assertThatThrownBy(() -> LipNet.read(file))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("weights of a lip encoder");
  }
}
