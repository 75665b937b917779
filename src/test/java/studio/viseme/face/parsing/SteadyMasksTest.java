package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadFrame;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/** A soft border whose alpha trembles, before a wall of noise. */
class SteadyMasksTest {
  private static final int SIZE = 96;
  private static final HeadFrame HERE = new HeadFrame(48, 48, 0.1, 0);

  private final Random random = new Random(2);
  private final Workers workers = Workers.of(1);
  private final BandSpans everywhere = new BandSpans(full(), SIZE, SIZE);

  @Test
  void whatTremblesOnAPictureThatStandsStillTremblesLess() {
    Parsing kept = null;
    RgbImage last = null;
    double raw = 0;
    double steady = 0;
    for (int t = 0; t < 12; t++) {
      RgbImage picture = picture(0);
      Parsing before = masks(0);
      Parsing now = masks(0);
      Parsing own = copy(now);
      if (kept != null) {
        new SteadyMasks(kept, last, HERE, picture, HERE).steady(now, everywhere, workers);
        if (t > 3) {
          raw += difference(before, own);
          steady += difference(kept, now);
        }
      }
      kept = now;
      last = picture;
    }
    assertThat(steady).isLessThan(0.5 * raw);
  }

  @Test
  void aBorderThatTheHeadCarriesAlongIsNotSmeared() {
    Parsing still = masks(0);
    Parsing moved = masks(6);
    Parsing expected = copy(moved);
    new SteadyMasks(
            still, picture(0), HERE, picture(6), new HeadFrame(54, 48, HERE.cos(), HERE.sin()))
        .steady(moved, everywhere, workers);
    assertThat(difference(moved, expected)).isLessThan(0.02);
  }

  @Test
  void aBorderThatMovesByItselfIsNotSmearedEither() {
    Parsing still = masks(0);
    Parsing moved = masks(6);
    Parsing expected = copy(moved);
    new SteadyMasks(still, picture(0), HERE, picture(6), HERE).steady(moved, everywhere, workers);
    assertThat(difference(moved, expected)).isLessThan(0.02);
  }

  @Test
  void labelsAgreeWithTheMasks() {
    Parsing now = masks(1);
    new SteadyMasks(masks(0), picture(0), HERE, picture(0), HERE).steady(now, everywhere, workers);
    for (int i = 0; i < SIZE * SIZE; i++) {
      boolean head = (now.head().data()[i] & 255) >= 128;
      assertThat(FaceRegion.of(now.labels().data()[i]).isHead()).isEqualTo(head);
    }
  }

  /** Hair to the left of a column, wall to its right, both grainy. */
  private RgbImage picture(int shift) {
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      double alpha = alpha(i % SIZE, shift);
      double value = 40 * alpha + 170 * (1 - alpha) + random.nextGaussian();
      Arrays.fill(picture.data(), 3 * i, 3 * i + 3, (byte) Math.round(value));
    }
    return picture;
  }

  private Parsing masks(int shift) {
    GrayImage labels = new GrayImage(SIZE, SIZE);
    GrayImage person = new GrayImage(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      double alpha = alpha(i % SIZE, shift);
      double trembling = alpha <= 0 || alpha >= 1 ? 0 : 14 * random.nextGaussian();
      int value = (int) Math.clamp(Math.round(255 * alpha + trembling), 0, 255);
      person.data()[i] = (byte) value;
      labels.data()[i] = (byte) (value >= 128 ? FaceRegion.HAIR : FaceRegion.BACKGROUND).code();
    }
    return new Parsing(labels, person, person.copy());
  }

  private static double alpha(int x, int shift) {
    return Math.clamp((60 + shift - x) / 10.0, 0, 1);
  }

  private static Parsing copy(Parsing masks) {
    return new Parsing(masks.labels().copy(), masks.person().copy(), masks.head().copy());
  }

  /** Mean over the border, 0..1. */
  private static double difference(Parsing a, Parsing b) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (Math.abs(i % SIZE - 57) <= 12) {
        sum += Math.abs((a.person().data()[i] & 255) - (b.person().data()[i] & 255)) / 255.0;
        n++;
      }
    }
    return sum / n;
  }

  private static GrayImage full() {
    GrayImage all = new GrayImage(SIZE, SIZE);
    Arrays.fill(all.data(), (byte) -1);
    return all;
  }
}
