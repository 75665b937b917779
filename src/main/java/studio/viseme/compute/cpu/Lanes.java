package studio.viseme.compute.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The machine's vectors. Kernels keep vectors in local variables of one method: a vector that is
 * handed to a method which isn't inlined becomes an object, and costs twenty times as much. The
 * helpers here are small enough to be inlined always.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOAT = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, FLOAT.vectorShape());

  /** Floats in a vector: 16 with AVX-512, 8 with AVX2, 4 with NEON or SSE. */
  static final int WIDTH = FLOAT.length();

  private static final VectorShuffle<Float> SWAP_8 = swap(8);
  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_1 = swap(1);

  private Lanes() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(FLOAT, lane -> (lane ^ distance) & (WIDTH - 1));
  }

  /**
   * The sum of all lanes as a balanced tree: the same bits in the interpreter and in compiled code.
   */
  static float sum(FloatVector v) {
    if (WIDTH >= 16) {
      v = v.add(v.rearrange(SWAP_8));
    }
    if (WIDTH >= 8) {
      v = v.add(v.rearrange(SWAP_4));
    }
    if (WIDTH >= 4) {
      v = v.add(v.rearrange(SWAP_2));
    }
    return v.add(v.rearrange(SWAP_1)).lane(0);
  }

  /** {@code n} rounded up to whole vectors. */
  static int roundUp(int n) {
    return (n + WIDTH - 1) / WIDTH * WIDTH;
  }
}
