package studio.viseme.face.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelCleanerTest {
  @Test
  void anIslandBecomesWhatSurroundsIt() {
    byte[] labels = map("00000000", "01110020", "01310000", "01110044", "00000044");
    new LabelCleaner(labels, 8, 5).clean((kind, size, top, largest) -> size == 1);
    assertThat(labels).isEqualTo(map("00000000", "01110000", "01110000", "01110044", "00000044"));
  }

  @Test
  void theTestKnowsSizeTopAndTheLargestOfItsKind() {
    byte[] labels = map("110011", "110001", "000000", "010000");
    new LabelCleaner(labels, 6, 4)
        .clean(
            (kind, size, top, largest) -> {
              if (kind == 1) {
                assertThat(largest).isEqualTo(4);
              }
              return kind == 1 && top > 1;
            });
    assertThat(labels).isEqualTo(map("110011", "110001", "000000", "000000"));
  }

  /** A patch of throat in a patch of hair on a shoulder is a shoulder, not a hole in it. */
  @Test
  void anIslandOnAnIslandBecomesWhatSurroundsBoth() {
    byte[] labels = map("44444444", "44111144", "44133144", "44111144", "44444444");
    new LabelCleaner(labels, 8, 5).clean((kind, size, top, largest) -> kind != 4);
    assertThat(labels).isEqualTo(map("44444444", "44444444", "44444444", "44444444", "44444444"));
  }

  @Test
  void whereNothingIsKeptLabelsStay() {
    byte[] labels = map("1133", "1133");
    new LabelCleaner(labels, 4, 2).clean((kind, size, top, largest) -> true);
    assertThat(labels).isEqualTo(map("1133", "1133"));
  }

  private static byte[] map(String... rows) {
    byte[] out = new byte[rows.length * rows[0].length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (rows[i / rows[0].length()].charAt(i % rows[0].length()) - '0');
    }
    return out;
  }
}
