package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.GrayImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;

class TrainingSetTest {
  private static final int SIZE = 64;

  private final Capture capture = FakeCapture.builder().size(SIZE).frames(220).build();

  private TrainingSet load(TrainingSet.Framing framing) {
    return TrainingSet.load(
            capture,
            TrainingSet.usableFrames(capture),
            List.of(new TrainingSet.Look(framing, 1)),
            30,
            frame -> new float[0],
            JobContext.silent(Workers.sameThread()))
        .getFirst();
  }

  /** A branch alone sees its own part of the film as it is, and green everywhere else. */
  @Test
  void branchesAreShownTheirOwnPartBeforeGreen() {
    int inside = 0;
    for (TrainingSet.Framing framing :
        new TrainingSet.Framing[] {
          TrainingSet.Framing.FACE_ALONE, TrainingSet.Framing.MOUTH_ALONE
        }) {
      TrainingSet set = load(framing);
      for (int k = 0; k < set.size(); k++) {
        TrainingSet.Sample sample = set.sample(k);
        int width = sample.box().width();
        int pixels = width * sample.box().height();
        float[] target = new float[3 * pixels];
        float[] behind = new float[3 * pixels];
        set.unpack(sample, target, behind, new float[pixels], new float[pixels], null);
        GrayImage labels = capture.parsing(sample.frame()).labels();
        for (int i = 0; i < pixels; i++) {
          int x = sample.box().x() + i % width;
          int y = sample.box().y() + i / width;
          boolean isInside =
              FaceRegion.of(labels.data()[y * SIZE + x]) == FaceRegion.MOUTH_INTERIOR;
          boolean isIts = isInside == (framing == TrainingSet.Framing.MOUTH_ALONE);
          inside += isInside ? 1 : 0;
          for (int c = 0; c < 3; c++) {
            float green = c == 1 ? 1 : 0;
            float real = capture.frames().frame(sample.frame()).get(x, y, c) / 255f;
            float shown = (sample.mask()[i] & 0xff) / 255f;
            assertThat(behind[c * pixels + i]).isEqualTo(green);
            assertThat(target[c * pixels + i])
                .isCloseTo(green + shown * (real - green), within(1e-5f));
            assertThat(shown).isBetween(0f, isIts ? 1f : 0f);
          }
        }
      }
    }
    assertThat(inside).as("pixels between lips").isPositive();
  }

  /** The person stays as filmed; what shines through of the filmed wall is another's. */
  @Test
  void aHeadIsShownBeforeAnotherWall() {
    TrainingSet set = load(TrainingSet.Framing.HEAD);
    float[] wall = {.1f, .9f, .4f};
    int[] seen = new int[3];
    for (int k = 0; k < set.size(); k++) {
      TrainingSet.Sample sample = set.sample(k);
      int width = sample.box().width();
      int pixels = width * sample.box().height();
      float[] filmed = new float[3 * pixels];
      float[] before = new float[3 * pixels];
      float[] target = new float[3 * pixels];
      float[] behind = new float[3 * pixels];
      float[] person = new float[pixels];
      set.unpack(sample, filmed, before, new float[pixels], person, null);
      set.unpack(sample, target, behind, new float[pixels], person, wall);
      for (int i = 0; i < pixels; i++) {
        float inside = (sample.mask()[i] & 0xff) / 255f;
        for (int c = 0; c < 3; c++) {
          int at = c * pixels + i;
          if (inside == 0) {
            seen[0]++;
            assertThat(target[at]).as("outside the mask").isEqualTo(filmed[at]);
            assertThat(behind[at]).isEqualTo(before[at]);
          } else if (person[i] == 1) {
            seen[1]++;
            assertThat(target[at]).as("the person").isCloseTo(filmed[at], within(1e-6f));
          } else if (inside == 1 && person[i] == 0) {
            seen[2]++;
            float left = Math.max(0, filmed[at] - before[at]);
            assertThat(target[at]).as("nobody").isCloseTo(left + wall[c], within(1e-5f));
            assertThat(behind[at]).isCloseTo(wall[c], within(1e-6f));
          }
        }
      }
    }
    assertThat(seen).doesNotContain(0);
  }

  @Test
  void aMouthIsAnsweredForWhereItIsOpen() {
    TrainingSet mouth = load(TrainingSet.Framing.MOUTH_ALONE);
    int[] order = mouth.sortedBy(TrainingSet::answered);
    assertThat(TrainingSet.answered(mouth.sample(order[mouth.size() - 1]))).isPositive();
    assertThat(mouth.meanPixels()).isLessThan(load(TrainingSet.Framing.FACE_ALONE).meanPixels());
  }
}
