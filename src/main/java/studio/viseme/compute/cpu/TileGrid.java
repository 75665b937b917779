package studio.viseme.compute.cpu;

import studio.viseme.image.Rectangle;

/**
 * A region of the frame cut into tiles of 16 × 16 pixels from its top left corner; the last ones
 * may reach over its edge.
 */
record TileGrid(Rectangle region, int columns, int rows) {
  static final int SIZE = 16;
  static final int PIXELS = SIZE * SIZE;

  static TileGrid over(Rectangle region) {
    return new TileGrid(
        region, (region.width() + SIZE - 1) / SIZE, (region.height() + SIZE - 1) / SIZE);
  }

  int tiles() {
    return columns * rows;
  }

  /** Left edge of a tile in the picture of the region. */
  int left(int tile) {
    return tile % columns * SIZE;
  }

  int top(int tile) {
    return tile / columns * SIZE;
  }

  /** Columns of a tile that lie inside the region. */
  int width(int tile) {
    return Math.min(SIZE, region.width() - left(tile));
  }

  int height(int tile) {
    return Math.min(SIZE, region.height() - top(tile));
  }
}
