package studio.viseme.evaluation.strangers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.expression.MouthTrack;
import studio.viseme.job.Workers;
import studio.viseme.speech.HeardMouth;

/** Mouths that move at random, so that everything about them is known. */
class StrangersBenchTest {
  private static final int FRAMES = 600;

  private static float[] walk(long seed) {
    Random random = new Random(seed);
    float[] walk = new float[FRAMES];
    for (int i = 1; i < FRAMES; i++) {
      walk[i] = 0.7f * walk[i - 1] + 0.2f * (float) random.nextGaussian();
    }
    return walk;
  }

  private static boolean[] always() {
    boolean[] speaks = new boolean[FRAMES];
    Arrays.fill(speaks, true);
    return speaks;
  }

  private static HeardClip clip(String name, long seed, HeardMouth heard, boolean[] speaks) {
    MouthTrack seen = new MouthTrack(walk(seed), walk(seed + 1), walk(seed + 2));
    return new HeardClip(name, 0, seen, heard, speaks);
  }

  private static HeardMouth mouth(long seed) {
    return new HeardMouth(walk(seed), walk(seed + 1), walk(seed + 2));
  }

  private static HeardMouth scaled(HeardMouth mouth, float by, float more) {
    float[][] curves = {mouth.gap().clone(), mouth.width().clone(), mouth.jaw().clone()};
    for (float[] curve : curves) {
      for (int i = 0; i < curve.length; i++) {
        curve[i] = by * curve[i] + more;
      }
    }
    return new HeardMouth(curves[0], curves[1], curves[2]);
  }

  @Test
  void whoKnowsAMouthIsRightWhateverItsSize() {
    List<HeardClip> clips =
        List.of(
            clip("a", 10, scaled(mouth(10), 3, 2), always()),
            clip("b", 20, scaled(mouth(20), 0.1f, -1), always()));
    for (StrangerFigures f : StrangersBench.measure(clips, Workers.sameThread())) {
      assertThat(f.frames()).isEqualTo(FRAMES);
      assertThat(f.opening()).isCloseTo(1, within(1e-6));
      assertThat(f.width()).isCloseTo(1, within(1e-6));
      assertThat(f.jaw()).isCloseTo(1, within(1e-6));
      assertThat(f.shut()).isEqualTo(1);
      assertThat(f.windows()).isEqualTo(23);
      assertThat(f.retrieval()).isEqualTo(1);
      assertThat(f.chance()).isCloseTo(0.1, within(1e-9));
    }
  }

  @Test
  void whoKnowsNothingIsRightByChance() {
    List<HeardClip> clips = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      clips.add(clip("deaf", 10 * n, mouth(1000 + 10 * n), always()));
    }
    StrangerFigures f = StrangersBench.measure(clips, Workers.sameThread()).getFirst();
    assertThat(f.opening()).isCloseTo(0, within(0.1));
    assertThat(f.shut()).isCloseTo(0.5, within(0.1));
    assertThat(f.windows()).isEqualTo(8 * 23);
    assertThat(f.retrieval()).isCloseTo(f.chance(), within(0.08));
  }

  /** A third that is right and two thirds that are noise show in each figure by itself. */
  @Test
  void curvesAreJudgedOneByOne() {
    HeardMouth heard = new HeardMouth(walk(10), walk(501), walk(502));
    StrangerFigures f =
        StrangersBench.measure(List.of(clip("a", 10, heard, always())), Workers.sameThread())
            .getFirst();
    assertThat(f.opening()).isCloseTo(1, within(1e-6));
    assertThat(f.width()).isCloseTo(0, within(0.2));
    assertThat(f.jaw()).isCloseTo(0, within(0.2));
    assertThat(f.retrieval()).isBetween(0.3, 0.95);
  }

  @Test
  void onlyWhatIsSpokenAndKnownCounts() {
    HeardMouth heard = mouth(10);
    boolean[] speaks = always();
    Arrays.fill(speaks, 300, FRAMES, false);
    // what is said in the silence is wrong, and doesn't matter
    for (int i = 300; i < FRAMES; i++) {
      heard.gap()[i] = -heard.gap()[i];
    }
    Arrays.fill(heard.gap(), 0, 40, Float.NaN);
    StrangerFigures f =
        StrangersBench.measure(List.of(clip("a", 10, heard, speaks)), Workers.sameThread())
            .getFirst();
    assertThat(f.frames()).isEqualTo(260);
    assertThat(f.opening()).isCloseTo(1, within(1e-6));
    assertThat(f.windows()).isBetween(9, 11);
  }

  @Test
  void whoNeverSpeaksHasNoFigures() {
    StrangerFigures f =
        StrangersBench.measure(
                List.of(clip("silent", 10, mouth(10), new boolean[FRAMES])), Workers.sameThread())
            .getFirst();
    assertThat(f.frames()).isZero();
    assertThat(f.opening()).isNaN();
    assertThat(f.shut()).isNaN();
    assertThat(f.retrieval()).isNaN();
  }

  @Test
  void moreThreadsChangeNothing() {
    List<HeardClip> clips =
        List.of(clip("a", 10, mouth(11), always()), clip("b", 20, mouth(22), always()));
    try (Workers three = Workers.of(3)) {
      assertThat(StrangersBench.measure(clips, three))
          .isEqualTo(StrangersBench.measure(clips, Workers.sameThread()));
    }
  }
}
