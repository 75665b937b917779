package studio.viseme.compute;

/**
 * Philox4x32-10 (Salmon et al. 2011): random numbers that are a function of a key and a counter, so
 * that a thread, a lane or a GPU draws its own without asking the others.
 *
 * <p>Draw number e of a {@link RandomKey} is word {@code e mod 4} of the block with counter (low
 * half of e / 4, high half of e / 4, stream, step) under the key (low half of seed, high half of
 * seed).
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * The block of four words for a counter of four words and a key of two; {@code words} is counter
   * in, block out.
   */
  public static void block(int[] words, int key0, int key1) {
    int c0 = words[0];
    int c1 = words[1];
    int c2 = words[2];
    int c3 = words[3];
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xffffffffL) * (c0 & 0xffffffffL);
      long p1 = (MULTIPLIER_1 & 0xffffffffL) * (c2 & 0xffffffffL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ key0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ key1;
      c3 = (int) p0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }

  /** Words 4·block … 4·block + 3 of a key's draws. */
  public static void draw(RandomKey key, long block, int[] words) {
    words[0] = (int) block;
    words[1] = (int) (block >>> 32);
    words[2] = key.stream();
    words[3] = key.step();
    block(words, (int) key.seed(), (int) (key.seed() >>> 32));
  }

  /** A word as a number in (0, 1): its upper 24 bits, and half a step more. */
  public static double uniform(int word) {
    return ((word >>> 8) + 0.5) * 0x1p-24;
  }

  /**
   * Two words as a number of the standard normal distribution (Box and Muller): radius from the
   * first, angle from the second, cosine for the even and sine for the odd draw of the pair.
   */
  public static double normal(int first, int second, boolean odd) {
    double radius = Math.sqrt(-2 * Math.log(uniform(first)));
    double angle = 2 * Math.PI * uniform(second);
    return radius * (odd ? Math.sin(angle) : Math.cos(angle));
  }
}
