package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.tracking.SyntheticHead;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;

/** Heads with and without hair, painted around a tracked face. */
class BareScalpTest {
  private static final int SIZE = 256;
  private static final SyntheticHead HEAD = SyntheticHead.talking(3, 1000, 0, 3);
  private static final HeadLayout LAYOUT =
      new HeadLayout(
          HEAD.track().frame(0), HEAD.poses().getFirst(), HEAD.camera(), 0.5, SIZE, SIZE);
  private static final int[] SKIN = {220, 170, 145};

  /**
   * @param scalp the colour outside the face's outline
   * @param light brightness of the scalp, 1 = the face's
   * @param strands how much the scalp's brightness varies from pixel to pixel
   */
  private static boolean isBare(int[] scalp, double light, double strands) {
    Random random = new Random(4);
    RgbImage picture = new RgbImage(SIZE, SIZE);
    FloatPlane person = new FloatPlane(SIZE, SIZE);
    for (int y = 0, i = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++, i++) {
        boolean face = LAYOUT.oval[i] != 0;
        int[] colour = face ? SKIN : scalp;
        double rough = face ? 0.05 : strands;
        double bright = (face ? 1 : light) * (1 - rough * random.nextDouble());
        picture.set(
            x,
            y,
            (int) (bright * colour[0]),
            (int) (bright * colour[1]),
            (int) (bright * colour[2]));
        person.data()[i] = 1;
      }
    }
    List<PortraitView> views =
        List.of(new PortraitView(picture, person, ColorHistogram.bins(picture), LAYOUT));
    return BareScalp.isShown(views, SkinTone.learn(views));
  }

  @Test
  void smoothSkinIsAScalpInAnyLight() {
    assertThat(isBare(SKIN, 1, 0.02)).isTrue();
    assertThat(isBare(SKIN, 1.1, 0.02)).as("lit from above").isTrue();
    assertThat(isBare(SKIN, 0.6, 0.02)).as("in shadow").isTrue();
  }

  @Test
  void fairHairOfTheSkinsColourHasStrands() {
    assertThat(isBare(SKIN, 0.9, 0.2)).isFalse();
  }

  @Test
  void aSmoothCapIsNoScalp() {
    assertThat(isBare(new int[] {60, 80, 150}, 1, 0.01)).isFalse();
    assertThat(isBare(new int[] {30, 30, 32}, 1, 0.01)).as("dark, shaven hair").isFalse();
  }
}
