package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/** A reddish person in the left half, before a blue wall. */
class ForegroundTest {
  private static final int SIZE = 32;
  private static final int OUTLINE = 16;

  private final RgbImage frame = new RgbImage(SIZE, SIZE);
  private final GrayImage person = new GrayImage(SIZE, SIZE);

  ForegroundTest() {
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (x < OUTLINE) {
          frame.set(x, y, 180, 80, 60);
          person.set(x, y, 255);
        } else {
          frame.set(x, y, 20, 40, 200);
        }
      }
    }
  }

  /** As colours do that are stored at half size; brightness (BT.601) stays. */
  @Test
  void hueThatBledAcrossTheOutlineIsThePersonsAgain() {
    for (int y = 0; y < SIZE; y++) {
      frame.set(OUTLINE - 1, y, 100, 100, 165);
    }
    Foreground own = Foreground.of(frame, person, 1);
    double luma = .299 * 100 + .587 * 100 + .114 * 165;
    for (int y = 0; y < SIZE; y++) {
      int red = own.colours().get(OUTLINE - 1, y, 0);
      int green = own.colours().get(OUTLINE - 1, y, 1);
      int blue = own.colours().get(OUTLINE - 1, y, 2);
      assertThat(red - blue).as("red over blue").isBetween(115, 125);
      assertThat(.299 * red + .587 * green + .114 * blue).as("luma").isBetween(luma - 1, luma + 1);
    }
  }

  /** Of C − (1 − α)B a matte of half the truth leaves orange where there was skin. */
  @Test
  void aMatteThatIsTooThinLeavesNoComplementaryColour() {
    for (int y = 0; y < SIZE; y++) {
      person.set(OUTLINE - 1, y, 128);
    }
    Foreground own = Foreground.of(frame, person, 1);
    for (int x = OUTLINE - 1; x < OUTLINE + 3; x++) {
      assertThat(own.rim().get(x, 9)).isEqualTo(255);
      assertThat(own.colours().get(x, 9, 0)).as("red at %d", x).isBetween(178, 182);
      assertThat(own.colours().get(x, 9, 2)).as("blue at %d", x).isBetween(58, 62);
    }
  }

  @Test
  void insideColoursAreAsFilmed() {
    Foreground own = Foreground.of(frame, person, 1);
    for (int x = 0; x < OUTLINE - 3; x++) {
      assertThat(own.rim().get(x, 20)).isZero();
      assertThat(own.colours().get(x, 20, 0)).isEqualTo(180);
    }
  }

  /** A picture of half the size has half the rim. */
  @Test
  void theRimIsAsWideAsTheFilmsColoursAre() {
    Foreground whole = Foreground.of(frame, person, 1);
    Foreground half = Foreground.of(frame, person, 0.5);
    assertThat(whole.rim().get(OUTLINE - 2, 5)).isEqualTo(255);
    assertThat(half.rim().get(OUTLINE - 2, 5)).isZero();
    assertThat(half.rim().get(OUTLINE - 1, 5)).isEqualTo(255);
  }
}
