package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;

class MaskMergeTest {
  /** Background, hair, skin, neck and torso from top to bottom, each two rows of six. */
  private static final GrayImage LABELS = rows(0, 1, 2, 3, 4);

  @Test
  void aPersonMaskCutsAndGrowsAndTheRestFollows() {
    GrayImage person = LABELS.copy();
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 6; x++) {
        person.set(x, y, x == 0 ? 0 : 255);
      }
    }
    Parsing merged = MaskMerge.merge(own(), null, person, null);
    agrees(merged);
    assertThat(merged.labels().get(0, 9)).isEqualTo(FaceRegion.BACKGROUND.code());
    assertThat(merged.labels().get(3, 0)).as("nearest").isEqualTo(FaceRegion.HAIR.code());
    assertThat(merged.labels().get(3, 9)).isEqualTo(FaceRegion.TORSO.code());
    assertThat(merged.person()).isSameAs(person);
  }

  @Test
  void aHeadMaskMovesTheJaw() {
    GrayImage head = rows(0, 255, 255, 255, 0);
    Parsing merged = MaskMerge.merge(own(), null, null, head);
    agrees(merged);
    assertThat(merged.labels().get(2, 6)).isEqualTo(FaceRegion.HEAD_SKIN.code());
    assertThat(merged.labels().get(2, 8)).isEqualTo(FaceRegion.TORSO.code());
    GrayImage smaller = rows(0, 255, 0, 0, 0);
    assertThat(MaskMerge.merge(own(), null, null, smaller).labels().get(2, 5))
        .isEqualTo(FaceRegion.NECK.code());
  }

  @Test
  void labelsKeepTheSoftRimWhereItIsOnTheirSide() {
    Parsing own = own();
    own.person().set(1, 1, 100);
    own.person().set(1, 2, 200);
    GrayImage labels = LABELS.copy();
    labels.set(4, 1, FaceRegion.HAIR.code());
    Parsing merged = MaskMerge.merge(own, labels, null, null);
    agrees(merged);
    assertThat(merged.person().get(1, 1)).isEqualTo(100);
    assertThat(merged.person().get(1, 2)).isEqualTo(200);
    assertThat(merged.person().get(4, 1)).isEqualTo(255);
    assertThat(merged.head().get(4, 1)).isEqualTo(255);
  }

  private static void agrees(Parsing parsing) {
    for (int i = 0; i < 60; i++) {
      FaceRegion region = FaceRegion.of(parsing.labels().data()[i]);
      assertThat((parsing.person().data()[i] & 255) >= 128)
          .isEqualTo(region != FaceRegion.BACKGROUND);
      assertThat((parsing.head().data()[i] & 255) >= 128).isEqualTo(region.isHead());
    }
  }

  private static Parsing own() {
    return new Parsing(LABELS.copy(), rows(0, 255, 255, 255, 255), rows(0, 255, 255, 0, 0));
  }

  private static GrayImage rows(int... values) {
    GrayImage out = new GrayImage(6, 10);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 6; x++) {
        out.set(x, y, values[y / 2]);
      }
    }
    return out;
  }
}
