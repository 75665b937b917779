package studio.viseme.compute.cpu;

import static jdk.incubator.vector.VectorOperators.LE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Some consecutive entries of a tile, copied side by side: records of Gaussians lie far apart, and
 * a loop that does nothing but fetch them waits for many at a time. Each value has a row of its
 * own, so that which entries reach a block is found with as many entries at a time as a vector
 * holds.
 */
final class EntryChunk {
  /** Entries at most: those of a block are bits of a number. */
  static final int SIZE = Long.SIZE;

  // Rows, as in ScreenGaussians, but with p and q at the tile's top left corner.
  static final int P_X = 0;
  static final int P_Y = SIZE;
  static final int Q_Y = 2 * SIZE;
  static final int P = 3 * SIZE;
  static final int Q = 4 * SIZE;
  static final int FAINTNESS = 5 * SIZE;
  static final int RED = 6 * SIZE;
  static final int GREEN = 7 * SIZE;
  static final int BLUE = 8 * SIZE;

  /** Centres in the tile, and half of the boxes' widths. */
  private static final int X = 9 * SIZE;

  private static final int Y = 10 * SIZE;
  private static final int REACH_X = 11 * SIZE;

  /** The most that the sum of squares may be. */
  private static final int MOST = 12 * SIZE;

  private static final int ROWS = 13;

  /** What rounding may take off an exponent, and more. */
  private static final float SLACK = 1e-3f;

  /** The number of the first entry among all. */
  int first;

  final float[] values = new float[ROWS * SIZE];

  /** Of each of the {@link TileBlocks blocks} the entries that may add to it, a bit each. */
  final long[] entries = new long[TileBlocks.COUNT];

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
    int count = to - from;
    float[] v = values;
    for (int i = 0; i < count; i++) {
      int at = gaussians[from + i] * ScreenGaussians.STRIDE;
      v[P_X + i] = data[at + ScreenGaussians.P_X];
      v[P_Y + i] = data[at + ScreenGaussians.P_Y];
      v[Q_Y + i] = data[at + ScreenGaussians.Q_Y];
      v[FAINTNESS + i] = data[at + ScreenGaussians.FAINTNESS];
      v[RED + i] = data[at + ScreenGaussians.RED];
      v[GREEN + i] = data[at + ScreenGaussians.GREEN];
      v[BLUE + i] = data[at + ScreenGaussians.BLUE];
      v[X + i] = data[at + ScreenGaussians.X] - left;
      v[Y + i] = data[at + ScreenGaussians.Y] - top;
      v[REACH_X + i] = data[at + ScreenGaussians.REACH_X];
      v[MOST + i] = 4 * (cut - v[FAINTNESS + i] + SLACK);
    }
    int padded = Lanes.roundUp(count);
    Arrays.fill(v, MOST + count, MOST + padded, -1);
    Arrays.fill(entries, 0);
    for (int i = 0; i < padded; i += Lanes.WIDTH) {
      reach(i);
    }
  }

  /**
   * Finds the blocks that a vector of entries may add to. Over a block |p| and |q| are not less
   * than in its middle without what they change by from there to its corners, and it must lie in
   * the Gaussian's box.
   */
  private void reach(int i) {
    FloatVector px = FloatVector.fromArray(Lanes.FLOAT, values, P_X + i);
    FloatVector py = FloatVector.fromArray(Lanes.FLOAT, values, P_Y + i);
    FloatVector qy = FloatVector.fromArray(Lanes.FLOAT, values, Q_Y + i);
    FloatVector x = FloatVector.fromArray(Lanes.FLOAT, values, X + i);
    FloatVector y = FloatVector.fromArray(Lanes.FLOAT, values, Y + i);
    FloatVector cornerP = px.mul(x).add(py.mul(y)).neg();
    FloatVector cornerQ = qy.mul(y).neg();
    cornerP.intoArray(values, P + i);
    cornerQ.intoArray(values, Q + i);
    FloatVector marginP = px.mul(TileBlocks.HALF_WIDTH).add(py.abs().mul(TileBlocks.HALF_HEIGHT));
    FloatVector marginQ = qy.mul(TileBlocks.HALF_HEIGHT);
    FloatVector reachX =
        FloatVector.fromArray(Lanes.FLOAT, values, REACH_X + i).add(TileBlocks.HALF_WIDTH);
    FloatVector most = FloatVector.fromArray(Lanes.FLOAT, values, MOST + i);
    for (int block = 0; block < TileBlocks.COUNT; block++) {
      float middleX = TileBlocks.MIDDLES_X[block];
      float middleY = TileBlocks.MIDDLES_Y[block];
      FloatVector p = px.mul(middleX).add(py.mul(middleY)).add(cornerP).abs().sub(marginP);
      FloatVector q = qy.mul(middleY).add(cornerQ).abs().sub(marginQ);
      // d + |d| is twice what d is where it is positive, and 0 where it is not
      FloatVector twiceP = p.abs().add(p);
      FloatVector twiceQ = q.abs().add(q);
      long reached =
          twiceP
              .fma(twiceP, twiceQ.mul(twiceQ))
              .compare(LE, most)
              .and(x.sub(middleX).abs().compare(LE, reachX))
              .toLong();
      entries[block] |= reached << i;
    }
  }

  /** The blocks that some entry may add to, a bit each. */
  long touched() {
    long touched = 0;
    for (int block = 0; block < TileBlocks.COUNT; block++) {
      touched |= (entries[block] != 0 ? 1L : 0L) << block;
    }
    return touched;
  }

  /** The blocks that an entry may add to, a bit each. */
  long touched(int entry) {
    long touched = 0;
    for (int block = 0; block < TileBlocks.COUNT; block++) {
      touched |= (entries[block] >>> entry & 1) << block;
    }
    return touched;
  }
}
