package studio.viseme.capture.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lips and sound as random vectors that are out of time by a known number of frames. */
class LipSyncCheckTest {
  private static final int FRAMES = 500;

  private final boolean[] speaks = new boolean[FRAMES];

  LipSyncCheckTest() {
    Arrays.fill(speaks, true);
  }

  private static float[][] noise(long seed) {
    Random random = new Random(seed);
    float[][] out = new float[FRAMES + 40][5];
    for (float[] vector : out) {
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) random.nextGaussian();
      }
    }
    return out;
  }

  private static float[][] from(float[][] vectors, int first) {
    return Arrays.copyOfRange(vectors, first, first + FRAMES);
  }

  @ParameterizedTest
  @CsvSource({"0, PASSED", "1, PASSED", "-1, PASSED", "2, WARNING", "-4, WARNING"})
  void soundThatIsLateIsTold(int lag, Severity severity) {
    float[][] film = noise(1);
    Finding finding = LipSyncCheck.judge(from(film, 20), from(film, 20 - lag), speaks, 5, 0);
    assertThat(finding.id()).isEqualTo("lip-sync");
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.measured()).isEqualTo(lag);
    if (severity == Severity.WARNING) {
      assertThat(finding.text())
          .contains(Math.abs(lag) + " frames")
          .contains(lag > 0 ? "after the lips" : "before the lips")
          .doesNotContain("\n");
      assertThat(finding.fix()).isEqualTo(new Fix.ShiftSound(lag));
    } else {
      assertThat(finding.fix().canBeApplied()).isFalse();
    }
  }

  /**
   * The fix is told against the sound as it was recorded, so that applying it twice is harmless.
   */
  @Test
  void aSoundThatWasMovedIsMovedByTheSumOfBoth() {
    float[][] film = noise(1);
    Finding late = LipSyncCheck.judge(from(film, 20), from(film, 17), speaks, 5, -1);
    assertThat(late.fix()).isEqualTo(new Fix.ShiftSound(2));
    Finding together = LipSyncCheck.judge(from(film, 20), from(film, 20), speaks, 5, 2);
    assertThat(together.text()).contains("moved by 2 frames (0.08 s)");
  }

  @Test
  void partsThatDisagreeSayNothing() {
    Finding finding = LipSyncCheck.judge(from(noise(1), 0), from(noise(2), 0), speaks, 5, 0);
    assertThat(finding.severity()).isEqualTo(Severity.UNMEASURED);
    assertThat(finding.measured()).isNull();
  }

  /** Half the film is in time, half is late: no one number is true of it. */
  @Test
  void aFilmThatDriftsSaysNothing() {
    float[][] film = noise(1);
    float[][] heard = from(film, 20);
    System.arraycopy(from(film, 12), FRAMES / 2, heard, FRAMES / 2, FRAMES / 2);
    Finding finding = LipSyncCheck.judge(from(film, 20), heard, speaks, 4, 0);
    assertThat(finding.severity()).isEqualTo(Severity.UNMEASURED);
  }
}
