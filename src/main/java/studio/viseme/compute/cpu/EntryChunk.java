package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Some consecutive entries of a tile, copied side by side: records of Gaussians lie far apart, and
 * a loop that does nothing but fetch them waits for many at a time.
 */
final class EntryChunk {
  static final int P = ScreenGaussians.X;
  static final int Q = ScreenGaussians.Y;

  /** Entries at most. */
  static final int SIZE = 64;

  /** What rounding may take off an exponent, and more. */
  private static final float SLACK = 1e-3f;

  /** The number of the first entry among all. */
  int first;

  /**
   * As {@link ScreenGaussians#data}, but with p and q at the tile's top left corner, {@link #P} and
   * {@link #Q}, in place of where the Gaussian is.
   */
  final float[] records = new float[SIZE * ScreenGaussians.STRIDE];

  /** Which of the chunk's entries {@link #select} chose, in their order. */
  final int[] selected = new int[SIZE + 1];

  /** The {@link TileBlocks blocks} that each entry may add to, a bit each. */
  final long[] blocks = new long[SIZE];

  private int count;
  private long touched;

  /**
   * Takes up entries {@code from} … {@code to − 1}.
   *
   * @param gaussians of the entries
   * @param data of the Gaussians, see {@link ScreenGaussians}
   * @param left column of the frame where the tile begins
   * @param top row of the frame where it begins
   * @param cut a Gaussian adds nothing where its exponent is more
   */
  void load(int[] gaussians, int from, int to, float[] data, float left, float top, float cut) {
    first = from;
    count = to - from;
    for (int i = 0; i < count; i++) {
      int source = gaussians[from + i] * ScreenGaussians.STRIDE;
      int target = i * ScreenGaussians.STRIDE;
      for (int k = 0; k < ScreenGaussians.STRIDE; k += Lanes.WIDTH) {
        FloatVector.fromArray(Lanes.FLOAT, data, source + k).intoArray(records, target + k);
      }
    }
    touched = 0;
    for (int i = 0; i < count; i++) {
      int at = i * ScreenGaussians.STRIDE;
      float x = records[at + ScreenGaussians.X] - left;
      float y = records[at + ScreenGaussians.Y] - top;
      records[at + P] =
          -(records[at + ScreenGaussians.P_X] * x + records[at + ScreenGaussians.P_Y] * y);
      records[at + Q] = -records[at + ScreenGaussians.Q_Y] * y;
      blocks[i] = reached(at, x, cut);
      touched |= blocks[i];
    }
  }

  /**
   * The blocks that a Gaussian may add to. Over a block |p| and |q| are not less than in its middle
   * without what they change by from there to its corners, and it must lie in the Gaussian's box.
   *
   * @param at of its record
   * @param x where its centre is
   */
  private long reached(int at, float x, float cut) {
    float px = records[at + ScreenGaussians.P_X];
    float py = records[at + ScreenGaussians.P_Y];
    float qy = records[at + ScreenGaussians.Q_Y];
    float marginP = TileBlocks.HALF_WIDTH * px + TileBlocks.HALF_HEIGHT * Math.abs(py);
    float marginQ = TileBlocks.HALF_HEIGHT * qy;
    float reachX = records[at + ScreenGaussians.REACH_X] + TileBlocks.HALF_WIDTH;
    float most = 4 * (cut - records[at + ScreenGaussians.FAINTNESS] + SLACK);
    long reached = 0;
    for (int block = 0; block < TileBlocks.COUNT; block += Lanes.WIDTH) {
      FloatVector middleX = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.MIDDLES_X, block);
      FloatVector middleY = FloatVector.fromArray(Lanes.FLOAT, TileBlocks.MIDDLES_Y, block);
      FloatVector p = middleX.mul(px).add(middleY.mul(py)).add(records[at + P]).abs().sub(marginP);
      FloatVector q = middleY.mul(qy).add(records[at + Q]).abs().sub(marginQ);
      // d + |d| is twice what d is where it is positive, and 0 where it is not
      FloatVector twiceP = p.abs().add(p);
      FloatVector twiceQ = q.abs().add(q);
      reached |=
          twiceP
                  .fma(twiceP, twiceQ.mul(twiceQ))
                  .compare(LE, most)
                  .and(middleX.sub(x).abs().compare(LE, reachX))
                  .toLong()
              << block;
    }
    return reached;
  }

  /** The blocks that some entry may add to. */
  long touched() {
    return touched;
  }

  /**
   * Chooses the entries that may add to a block. Each is written, and the next one over it where it
   * was not to be: a branch would guess wrong half the time.
   *
   * @return how many
   */
  int select(int block) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      selected[n] = i;
      n += (int) (blocks[i] >>> block) & 1;
    }
    return n;
  }
}
