package studio.viseme.compute.cpu;

import static java.nio.ByteOrder.nativeOrder;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How the pixels of a tile lie in memory: in blocks that fill a vector, four pixels wide and as
 * high as it takes. On screen most Gaussians are as wide as high and smaller than a tile: they
 * touch fewer square blocks than rows, a third fewer with 16 lanes.
 *
 * <p>Blocks follow one another row by row from the tile's top left corner, and so do the pixels in
 * a block.
 */
final class TileBlocks {
  /** Pixels of a block from left to right, and from top to bottom. */
  static final int WIDTH = 4;

  static final int HEIGHT = Lanes.WIDTH / WIDTH;

  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  /** Blocks of a tile. */
  static final int COLUMNS = TileGrid.SIZE / WIDTH;

  static final int ROWS = TileGrid.SIZE / HEIGHT;

  static final int COUNT = COLUMNS * ROWS;

  /** A bit for each block. */
  static final long ALL = -1L >>> Long.SIZE - COUNT;

  /** x of the pixels' centres. */
  static final float[] CENTERS_X = new float[TileGrid.PIXELS];

  static final float[] CENTERS_Y = new float[TileGrid.PIXELS];

  /** From a block's middle to the centres of its outermost pixels. */
  static final float HALF_WIDTH = (WIDTH - 1) / 2f;

  static final float HALF_HEIGHT = (HEIGHT - 1) / 2f;

  /** x of the blocks' middles. */
  static final float[] MIDDLES_X = new float[COUNT];

  static final float[] MIDDLES_Y = new float[COUNT];

  static {
    for (int y = 0; y < TileGrid.SIZE; y++) {
      for (int x = 0; x < TileGrid.SIZE; x++) {
        int pixel = at(x, y) + x % WIDTH;
        CENTERS_X[pixel] = x + 0.5f;
        CENTERS_Y[pixel] = y + 0.5f;
      }
    }
    for (int block = 0; block < COUNT; block++) {
      MIDDLES_X[block] = block % COLUMNS * WIDTH + 0.5f * WIDTH;
      MIDDLES_Y[block] = block / COLUMNS * HEIGHT + 0.5f * HEIGHT;
    }
  }

  private TileBlocks() {}

  /** Where the four pixels from {@code x} on, a multiple of four, of a tile's row lie. */
  static int at(int x, int y) {
    return (y / HEIGHT * COLUMNS + x / WIDTH) * Lanes.WIDTH + y % HEIGHT * WIDTH;
  }

  /** Copies a row of a tile, whose pixels begin at {@code from}, in the order of columns. */
  static void row(float[] tile, int from, int y, float[] row, int to) {
    for (int x = 0; x < TileGrid.SIZE; x += WIDTH) {
      FloatVector.fromArray(FOUR, tile, from + at(x, y)).intoArray(row, to + x);
    }
  }

  /** Copies a whole row to memory, {@code at} bytes from its beginning. */
  static void row(float[] tile, int from, int y, MemorySegment memory, long at) {
    for (int x = 0; x < TileGrid.SIZE; x += WIDTH) {
      FloatVector.fromArray(FOUR, tile, from + at(x, y))
          .intoMemorySegment(memory, at + (long) x * Float.BYTES, nativeOrder());
    }
  }

  /** The other way: puts a row of pixels into a tile that begins at {@code to}. */
  static void place(float[] row, int y, float[] tile, int to) {
    for (int x = 0; x < TileGrid.SIZE; x += WIDTH) {
      int at = to + at(x, y);
      FloatVector.fromArray(FOUR, row, x).intoArray(tile, at);
    }
  }
}
