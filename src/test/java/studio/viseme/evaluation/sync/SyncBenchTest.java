package studio.viseme.evaluation.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.job.Workers;

/** Films whose embeddings are noise, so that everything about them is known. */
class SyncBenchTest {
  private static final int FRAMES = 400;

  /** A random unit vector a frame. */
  private static float[][] noise(long seed, int frames) {
    Random random = new Random(seed);
    float[][] out = new float[frames][6];
    for (float[] vector : out) {
      double squares = 0;
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) random.nextGaussian();
        squares += vector[k] * vector[k];
      }
      for (int k = 0; k < vector.length; k++) {
        vector[k] /= (float) Math.sqrt(squares);
      }
    }
    return out;
  }

  /** A film whose sound lags by so many frames. */
  private static SyncClip film(String name, long seed, int lag) {
    float[][] all = noise(seed, FRAMES + 40);
    boolean[] speaks = new boolean[FRAMES];
    Arrays.fill(speaks, true);
    return new SyncClip(
        name,
        Arrays.copyOfRange(all, 20, 20 + FRAMES),
        Arrays.copyOfRange(all, 20 - lag, 20 - lag + FRAMES),
        speaks);
  }

  @Test
  void anExpertThatKnowsEverythingFindsEveryShift() {
    List<SyncFigures> figures =
        SyncBench.measure(List.of(film("a", 1, 0), film("b", 2, 3)), Workers.sameThread());
    assertThat(figures).extracting(SyncFigures::name).containsExactly("a", "b", "all");
    assertThat(figures).extracting(SyncFigures::offset).containsExactly(0, 3, 0);
    for (SyncFigures f : figures) {
      assertThat(f.windows()).isEqualTo(f.name().equals("all") ? 24 : 12);
      assertThat(f.withinOne()).isEqualTo(1);
      assertThat(f.withinTwo()).isEqualTo(1);
      assertThat(f.auc()).isEqualTo(1);
    }
  }

  /** Three of 31 offsets are within a frame, five within two; and no pair is closer than others. */
  @Test
  void anExpertThatKnowsNothingGuesses() {
    List<SyncClip> deaf = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SyncClip film = film("deaf", i, 0);
      deaf.add(new SyncClip("deaf", film.seen(), noise(100 + i, FRAMES), film.speaks()));
    }
    SyncFigures all = SyncBench.measure(deaf, Workers.sameThread()).getLast();
    assertThat(all.withinOne()).isLessThan(0.35);
    assertThat(all.withinTwo()).isLessThan(0.45);
    assertThat(all.auc()).isCloseTo(0.5, within(0.15));
  }

  @Test
  void silenceAndHiddenFacesAreNoWindows() {
    SyncClip film = film("a", 1, 0);
    SyncClip silent = new SyncClip("silent", film.seen(), film.heard(), new boolean[FRAMES]);
    SyncClip hidden = new SyncClip("hidden", new float[FRAMES][], film.heard(), film.speaks());
    List<SyncFigures> figures = SyncBench.measure(List.of(silent, hidden), Workers.sameThread());
    for (SyncFigures f : figures) {
      assertThat(f.windows()).isZero();
      assertThat(f.withinOne()).isNaN();
      assertThat(f.auc()).isNaN();
    }
  }

  @Test
  void moreThreadsChangeNothing() {
    List<SyncClip> clips = List.of(film("a", 1, 0), film("b", 2, -2));
    try (Workers three = Workers.of(3)) {
      assertThat(SyncBench.measure(clips, three))
          .isEqualTo(SyncBench.measure(clips, Workers.sameThread()));
    }
  }
}
