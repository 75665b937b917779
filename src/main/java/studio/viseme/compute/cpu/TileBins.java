package studio.viseme.compute.cpu;

import java.util.Arrays;

/**
 * Which Gaussians lie on which tile, nearest first. An <em>entry</em> is one Gaussian on one tile;
 * entries of a tile are neighbours, and so each can own its gradient. {@link #slots} leads from a
 * Gaussian to its entries, so that the sum over them is taken by whoever owns the Gaussian, in the
 * order of the tiles.
 */
final class TileBins {
  private static final int RADIX_BITS = 11;
  private static final int RADIX = 1 << RADIX_BITS;

  /** Entries of tile t are {@code start[t]} … {@code start[t + 1] − 1}. */
  int[] start = new int[1];

  /** The Gaussian of an entry. */
  int[] gaussians = new int[0];

  /** Slots of Gaussian i are {@code firstSlot[i]} … {@code firstSlot[i + 1] − 1}. */
  int[] firstSlot = new int[1];

  /** The entry behind a slot. */
  int[] slots = new int[0];

  int entries;

  private long[] boxes = new long[0];
  private int[] keys = new int[0];
  private int[] order = new int[0];
  private int[] keysOut = new int[0];
  private int[] orderOut = new int[0];
  private final int[] histogram = new int[RADIX];
  private int[] cursor = new int[0];

  void build(ScreenGaussians screen, TileGrid grid) {
    int n = screen.count;
    reserve(n, grid.tiles());
    count(screen, grid);
    int drawn = sortByDepth(screen);
    scatter(drawn, grid);
  }

  private void reserve(int n, int tiles) {
    if (firstSlot.length < n + 1) {
      int room = n + n / 4 + 1;
      firstSlot = new int[room];
      boxes = new long[room];
      keys = new int[room];
      order = new int[room];
      keysOut = new int[room];
      orderOut = new int[room];
    }
    if (start.length < tiles + 1) {
      start = new int[tiles + 1];
      cursor = new int[tiles];
    }
  }

  private void count(ScreenGaussians screen, TileGrid grid) {
    int tiles = grid.tiles();
    Arrays.fill(start, 0, tiles + 1, 0);
    int total = 0;
    for (int i = 0; i < screen.count; i++) {
      firstSlot[i] = total;
      long box = screen.isDrawn(i) ? box(screen.data, i * ScreenGaussians.STRIDE, grid) : 0;
      boxes[i] = box;
      int x0 = (int) (box >>> 48);
      int y0 = (int) (box >>> 32) & 0xffff;
      int x1 = (int) (box >>> 16) & 0xffff;
      int y1 = (int) box & 0xffff;
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          start[y * grid.columns() + x + 1]++;
        }
      }
      total = Math.addExact(total, (x1 - x0) * (y1 - y0));
    }
    firstSlot[screen.count] = total;
    for (int t = 0; t < tiles; t++) {
      start[t + 1] += start[t];
    }
    entries = total;
    if (gaussians.length < total) {
      gaussians = new int[total + total / 4];
      slots = new int[total + total / 4];
    }
  }

  /**
   * The tiles a Gaussian reaches, as four 16-bit numbers: left, top, right, bottom (exclusive); 0
   * for none.
   */
  private static long box(float[] data, int at, TileGrid grid) {
    float x = data[at + ScreenGaussians.X] - grid.region().x();
    float y = data[at + ScreenGaussians.Y] - grid.region().y();
    float reachX = data[at + ScreenGaussians.REACH_X];
    float reachY = data[at + ScreenGaussians.REACH_Y];
    int x0 = Math.max(0, (int) Math.floor((x - reachX) / TileGrid.SIZE));
    int y0 = Math.max(0, (int) Math.floor((y - reachY) / TileGrid.SIZE));
    int x1 = Math.min(grid.columns() - 1, (int) Math.floor((x + reachX) / TileGrid.SIZE)) + 1;
    int y1 = Math.min(grid.rows() - 1, (int) Math.floor((y + reachY) / TileGrid.SIZE)) + 1;
    return x0 >= x1 || y0 >= y1 ? 0 : (long) x0 << 48 | (long) y0 << 32 | (long) x1 << 16 | y1;
  }

  /**
   * Radix sort of those that reach a tile; stable, so of equal depths the lower index comes first.
   * Depths are positive.
   */
  private int sortByDepth(ScreenGaussians screen) {
    int n = 0;
    for (int i = 0; i < screen.count; i++) {
      if (boxes[i] != 0) {
        keys[n] =
            Float.floatToRawIntBits(
                screen.data[i * ScreenGaussians.STRIDE + ScreenGaussians.DEPTH]);
        order[n++] = i;
      }
    }
    for (int shift = 0; shift < Integer.SIZE; shift += RADIX_BITS) {
      Arrays.fill(histogram, 0);
      for (int i = 0; i < n; i++) {
        histogram[keys[i] >>> shift & RADIX - 1]++;
      }
      int sum = 0;
      for (int d = 0; d < RADIX; d++) {
        int c = histogram[d];
        histogram[d] = sum;
        sum += c;
      }
      for (int i = 0; i < n; i++) {
        int to = histogram[keys[i] >>> shift & RADIX - 1]++;
        keysOut[to] = keys[i];
        orderOut[to] = order[i];
      }
      int[] swap = keys;
      keys = keysOut;
      keysOut = swap;
      swap = order;
      order = orderOut;
      orderOut = swap;
    }
    return n;
  }

  private void scatter(int drawn, TileGrid grid) {
    System.arraycopy(start, 0, cursor, 0, grid.tiles());
    for (int k = 0; k < drawn; k++) {
      int i = order[k];
      long box = boxes[i];
      int x0 = (int) (box >>> 48);
      int y0 = (int) (box >>> 32) & 0xffff;
      int x1 = (int) (box >>> 16) & 0xffff;
      int y1 = (int) box & 0xffff;
      int slot = firstSlot[i];
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          int entry = cursor[y * grid.columns() + x]++;
          gaussians[entry] = i;
          slots[slot++] = entry;
        }
      }
    }
  }
}
