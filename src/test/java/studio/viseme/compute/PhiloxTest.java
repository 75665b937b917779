package studio.viseme.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {
  /** The known answers that the Random123 library publishes for philox4x32-10. */
  @Test
  void meetsTheKnownAnswers() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static int[] block(int c0, int c1, int c2, int c3, int key0, int key1) {
    int[] words = {c0, c1, c2, c3};
    Philox.block(words, key0, key1);
    return words;
  }

  @Test
  void keysNameDifferentDraws() {
    int[] a = new int[4];
    int[] b = new int[4];
    Philox.draw(new RandomKey(1, 2, 3), 4, a);
    for (RandomKey other :
        new RandomKey[] {
          new RandomKey(2, 2, 3),
          new RandomKey(1L << 32 | 1, 2, 3),
          new RandomKey(1, 3, 3),
          new RandomKey(1, 2, 4)
        }) {
      Philox.draw(other, 4, b);
      assertThat(b).isNotEqualTo(a);
    }
  }

  @Test
  void uniformStaysInside() {
    assertThat(Philox.uniform(0)).isPositive();
    assertThat(Philox.uniform(-1)).isLessThan(1);
    assertThat(Philox.normal(0, 0, false)).isFinite();
  }
}
