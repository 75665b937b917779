package studio.viseme.compute.cpu;

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

  /** Blocks of a tile. */
  static final int COLUMNS = TileGrid.SIZE / WIDTH;

  static final int ROWS = TileGrid.SIZE / HEIGHT;

  static final int COUNT = COLUMNS * ROWS;

  /** A bit for each block. */
  static final long ALL = -1L >>> Long.SIZE - COUNT;

  /** x of the pixels' centres. */
  static final float[] CENTERS_X = new float[TileGrid.PIXELS];

  static final float[] CENTERS_Y = new float[TileGrid.PIXELS];

  /** A bit for each block of the first column. */
  private static final long FIRST_COLUMN;

  static {
    for (int y = 0; y < TileGrid.SIZE; y++) {
      for (int x = 0; x < TileGrid.SIZE; x++) {
        int pixel = at(x, y) + x % WIDTH;
        CENTERS_X[pixel] = x + 0.5f;
        CENTERS_Y[pixel] = y + 0.5f;
      }
    }
    long column = 0;
    for (int row = 0; row < ROWS; row++) {
      column |= 1L << row * COLUMNS;
    }
    FIRST_COLUMN = column;
  }

  private TileBlocks() {}

  /**
   * The blocks that a box touches, a bit each.
   *
   * @param x of its middle, from the tile's left edge
   * @param y from its top edge
   * @param reachX half its width
   * @param reachY half its height
   */
  static long touched(float x, float y, float reachX, float reachY) {
    int column0 = first(x - reachX, WIDTH);
    int column1 = last(x + reachX, WIDTH);
    int row0 = first(y - reachY, HEIGHT);
    int row1 = last(y + reachY, HEIGHT);
    long columns = FIRST_COLUMN * ((2L << column1) - (1L << column0));
    return columns & -1L >>> Long.SIZE - COLUMNS * (row1 + 1) & -1L << COLUMNS * row0;
  }

  /** The first row or column of blocks that may hold a pixel's centre at or beyond an edge. */
  private static int first(float edge, int size) {
    return (int) Math.min(TileGrid.SIZE - 1f, Math.max(0f, edge - 0.5f)) / size;
  }

  /** The last one that may hold a pixel's centre at or before an edge. */
  private static int last(float edge, int size) {
    return (int) Math.max(0f, Math.min(TileGrid.SIZE - 1f, edge - 0.5f)) / size;
  }

  /** Where the four pixels from {@code x} on, a multiple of four, of a tile's row lie. */
  static int at(int x, int y) {
    return (y / HEIGHT * COLUMNS + x / WIDTH) * Lanes.WIDTH + y % HEIGHT * WIDTH;
  }

  /** Copies a row of a tile, whose pixels begin at {@code from}, in the order of columns. */
  static void row(float[] tile, int from, int y, float[] row, int to) {
    for (int x = 0; x < TileGrid.SIZE; x += WIDTH) {
      int at = from + at(x, y);
      row[to + x] = tile[at];
      row[to + x + 1] = tile[at + 1];
      row[to + x + 2] = tile[at + 2];
      row[to + x + 3] = tile[at + 3];
    }
  }

  /** The other way: puts a row of pixels into a tile that begins at {@code to}. */
  static void place(float[] row, int y, float[] tile, int to) {
    for (int x = 0; x < TileGrid.SIZE; x += WIDTH) {
      int at = to + at(x, y);
      tile[at] = row[x];
      tile[at + 1] = row[x + 1];
      tile[at + 2] = row[x + 2];
      tile[at + 3] = row[x + 3];
    }
  }
}
