package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioSource;

class TransportTest {
  private static final int RATE = 1000;

  private final FakeSound output = new FakeSound();
  private final Transport transport = new Transport(TaskExecutor.sameThread(), output);

  @BeforeEach
  void load() {
    transport.load(new float[4 * RATE], RATE);
  }

  @Test
  void thePlayheadFollowsTheSound() {
    transport.seek(1);
    transport.play();
    assertThat(output.lengths).containsExactly(3 * RATE);
    output.seconds = 0.5;
    transport.tick();
    assertThat(transport.position()).isCloseTo(1.5, within(1e-9));
    output.seconds = 3;
    output.over = true;
    transport.tick();
    assertThat(transport.playingProperty().get()).isFalse();
    assertThat(transport.position()).isCloseTo(4, within(1e-9));
  }

  @Test
  void atTheEndItPlaysFromTheBeginning() {
    transport.seek(4);
    transport.play();
    assertThat(output.lengths).containsExactly(4 * RATE);
  }

  @Test
  void scrubbingStopsAndIsHeardForABlink() {
    transport.play();
    transport.scrub(2);
    assertThat(transport.playingProperty().get()).isFalse();
    assertThat(transport.position()).isEqualTo(2);
    assertThat(output.lengths).containsExactly(4 * RATE, 120);
    transport.audibleProperty().set(false);
    transport.scrub(3);
    assertThat(output.lengths).hasSize(2);
  }

  @Test
  void aSoundThatIsReadFromAFileIsHeardToo() {
    float[] stereo = new float[2 * 4 * RATE];
    transport.load(
        from ->
            AudioSource.of(
                Arrays.copyOfRange(stereo, (int) (2 * from * RATE), stereo.length), RATE, 2),
        4);
    transport.scrub(3.97);
    assertThat(output.lengths).as("what is left before the end").containsExactly(90);
    transport.scrub(0.01);
    assertThat(output.lengths).containsExactly(90, 120);
  }

  @Test
  void aFileThatIsGoneIsNotPlayed() {
    transport.load(
        from -> {
          throw JobException.input("There is no such file", "film.mp4", "make it again");
        },
        4);
    transport.toggle();
    assertThat(transport.playingProperty().get()).isFalse();
    assertThat(transport.durationProperty().get()).isZero();
  }

  @Test
  void itStaysWithinTheSound() {
    transport.scrub(-1);
    assertThat(transport.position()).isZero();
    transport.scrub(9);
    assertThat(transport.position()).isEqualTo(4);
    transport.load(new float[RATE], RATE);
    assertThat(transport.position()).isEqualTo(1);
  }

  @Test
  void withoutASoundNothingPlays() {
    transport.unload();
    transport.toggle();
    assertThat(transport.playingProperty().get()).isFalse();
    assertThat(output.lengths).isEmpty();
  }

  @Test
  void aGrainIsFadedAtBothEnds() {
    float[] ones = new float[RATE];
    Arrays.fill(ones, 1);
    float[] grain = Transport.grain(ones, RATE, 0.5);
    assertThat(grain).hasSize(120);
    assertThat(grain[0]).isZero();
    assertThat(grain[119]).isZero();
    assertThat(grain[60]).isEqualTo(1);
    assertThat(Transport.grain(ones, RATE, 1)).hasSize(120);
    assertThat(Transport.grain(new float[3], RATE, 0)).hasSize(3);
  }
}
