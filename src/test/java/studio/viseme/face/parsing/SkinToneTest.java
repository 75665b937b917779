package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.face.tracking.SyntheticHead;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;

/** Which colours may be bare skin of the person that is seen. */
class SkinToneTest {
  private static final int SIZE = 256;
  private static final SyntheticHead HEAD = SyntheticHead.talking(3, 1000, 0, 3);

  /** A person whose face has this colour in light of different strength. */
  private static SkinTone of(int red, int green, int blue) {
    Random random = new Random(4);
    RgbImage picture = new RgbImage(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double light = 0.8 + 0.2 * random.nextDouble();
        picture.set(x, y, (int) (light * red), (int) (light * green), (int) (light * blue));
      }
    }
    HeadLayout layout =
        new HeadLayout(
            HEAD.track().frame(0), HEAD.poses().getFirst(), HEAD.camera(), 0.5, SIZE, SIZE);
    FloatPlane person = new FloatPlane(SIZE, SIZE);
    return SkinTone.learn(
        List.of(new PortraitView(picture, person, ColorHistogram.bins(picture), layout)));
  }

  private static int bin(int red, int green, int blue) {
    RgbImage one = new RgbImage(1, 1);
    one.set(0, 0, red, green, blue);
    return ColorHistogram.bins(one)[0];
  }

  @Test
  void skinInShadowIsStillSkin() {
    SkinTone tone = of(220, 170, 145);
    assertThat(tone.bare(bin(220, 170, 145))).isTrue();
    assertThat(tone.bare(bin(110, 85, 73))).as("half the light").isTrue();
  }

  @Test
  void whiteCollarsAndBlueTiesAreNoSkinInAnyLight() {
    SkinTone tone = of(220, 170, 145);
    assertThat(tone.bare(bin(230, 230, 230))).isFalse();
    assertThat(tone.bare(bin(120, 122, 128))).as("white in shadow").isFalse();
    assertThat(tone.bare(bin(60, 80, 150))).isFalse();
  }

  @Test
  void darkSkinHasRatiosOfItsOwn() {
    SkinTone tone = of(96, 62, 48);
    assertThat(tone.bare(bin(70, 45, 35))).isTrue();
    assertThat(tone.bare(bin(200, 200, 205))).isFalse();
    assertThat(tone.bare(bin(40, 60, 110))).isFalse();
  }
}
