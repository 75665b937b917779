package studio.viseme.ui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
