package studio.viseme.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LipEventsTest {
  private static final int WIDTH = 40 + LipEncoder.WIDTH;
  private static final int SHAPE = WIDTH - LipNet.SHAPES;
  private static final int COUNT = 100;

  private final LipEvents events = LipEvents.in("logmel+lips", WIDTH).orElseThrow();

  @Test
  void lipsMeetForFourHundredthsOfASecondWhereTheyPressMost() {
    float[] vectors = talking();
    press(vectors, 50, 0.9f, 0.05f);
    assertThat(events.meets(vectors, 50)).isEqualTo(1);
    assertThat(events.meets(vectors, 48)).isEqualTo(1);
    assertThat(events.meets(vectors, 52)).isEqualTo(1);
    assertThat(events.meets(vectors, 53)).isCloseTo(0.5f, within(1e-6f));
    assertThat(events.meets(vectors, 54)).isZero();
    assertThat(events.meets(vectors, 46)).isZero();
    assertThat(events.meets(vectors, 50.5)).isEqualTo(1);
  }

  @Test
  void aWeakerPressBesideAStrongerOneIsNoClosure() {
    float[] vectors = talking();
    press(vectors, 50, 0.9f, 0.05f);
    press(vectors, 57, 0.6f, 0.05f);
    assertThat(events.meets(vectors, 57)).isZero();
    press(vectors, 70, 0.6f, 0.05f);
    assertThat(events.meets(vectors, 70)).isEqualTo(1);
  }

  @Test
  void aPressWithOpenLipsOrAFaintOneIsNoClosure() {
    float[] open = talking();
    press(open, 50, 0.9f, 0.5f);
    assertThat(events.meets(open, 50)).isZero();
    float[] faint = talking();
    press(faint, 50, 0.3f, 0.05f);
    assertThat(events.meets(faint, 50)).isZero();
  }

  @Test
  void aMouthRestsInAPauseAndNotInAPlosive() {
    float[] vectors = talking();
    shape(vectors, 40, 70, 0.02f);
    assertThat(events.rests(vectors, 55)).isEqualTo(1);
    assertThat(events.rests(vectors, 20)).isZero();
    assertThat(events.rests(vectors, 46)).isBetween(0.01f, 0.5f);
    float[] plosive = talking();
    shape(plosive, 50, 58, 0.02f);
    assertThat(events.rests(plosive, 54)).isZero();
  }

  @Test
  void lipsAreFoundFirstAndLastAndNotBetweenOthers() {
    assertThat(LipEvents.in("lips", LipEncoder.WIDTH)).isPresent();
    assertThat(LipEvents.in("lips+logmel", WIDTH)).isPresent();
    assertThat(LipEvents.in("logmel", 40)).isEmpty();
    assertThat(LipEvents.in("logmel+lips+phones", WIDTH + 42)).isEmpty();
    float[] first = new float[WIDTH * COUNT];
    float[] vectors = talking();
    press(vectors, 50, 0.9f, 0.05f);
    for (int t = 0; t < COUNT; t++) {
      System.arraycopy(vectors, t * WIDTH + 40, first, t * WIDTH, LipEncoder.WIDTH);
    }
    assertThat(LipEvents.in("lips+logmel", WIDTH).orElseThrow().meets(first, 50)).isEqualTo(1);
  }

  /** Beyond the ends the last vector goes on: a window's edge is no closure by itself. */
  @Test
  void theEndsOfAWindowAreNoEvents() {
    float[] vectors = talking();
    assertThat(events.meets(vectors, 0)).isZero();
    assertThat(events.meets(vectors, COUNT - 1)).isZero();
    assertThat(events.rests(vectors, COUNT - 1)).isZero();
  }

  @Test
  void aSynthesisedSilenceIsARest() {
    float[] vectors = new LipEncoder().encode(new float[LipEncoder.SAMPLE_RATE]).data();
    LipEvents lips = LipEvents.in("lips", LipEncoder.WIDTH).orElseThrow();
    assertThat(lips.rests(vectors, 50)).isEqualTo(1);
    assertThat(lips.meets(vectors, 50)).isZero();
  }

  /** A mouth that is open and moves. */
  private static float[] talking() {
    float[] vectors = new float[WIDTH * COUNT];
    Arrays.fill(vectors, 3);
    shape(vectors, 0, COUNT, 0.4f);
    for (int t = 0; t < COUNT; t++) {
      vectors[t * WIDTH + SHAPE + LipNet.PRESS] = 0.05f;
    }
    return vectors;
  }

  private static void shape(float[] vectors, int from, int to, float opening) {
    for (int t = from; t < to; t++) {
      vectors[t * WIDTH + SHAPE + LipNet.JAW] = opening;
      vectors[t * WIDTH + SHAPE + LipNet.GAP] = opening;
    }
  }

  private static void press(float[] vectors, int at, float press, float gap) {
    for (int t = at - 2; t <= at + 2; t++) {
      float share = 1 - 0.1f * Math.abs(t - at);
      vectors[t * WIDTH + SHAPE + LipNet.PRESS] = press * share;
      vectors[t * WIDTH + SHAPE + LipNet.GAP] = gap;
    }
  }
}
