package studio.viseme.compute.cpu;

import java.util.Arrays;
import studio.viseme.job.Workers;

/**
 * Which Gaussians lie on which tile, nearest first. An <em>entry</em> is one Gaussian on one tile;
 * entries of a tile are neighbours, and so each can own its gradient. {@link #slots} leads from a
 * Gaussian to its entries, so that the sum over them is taken by whoever owns the Gaussian, in the
 * order of the tiles.
 *
 * <p>All but the sort is shared out. Of the Gaussians in the order of their depths each piece
 * counts its entries tile by tile, and when it is known how many the pieces before it have, puts
 * them where they belong.
 */
final class TileBins {
  private static final int RADIX_BITS = 12;
  private static final int RADIX = 1 << RADIX_BITS;

  /** Gaussians whose boxes are found at a time. */
  private static final int BLOCK = 2048;

  /** Most pieces that entries are put into tiles in, and the least Gaussians of one. */
  private static final int MOST_PIECES = 8;

  private static final int LEAST_PIECE = 1024;

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
  private int[] depths = new int[0];
  private int[] keys = new int[0];
  private int[] order = new int[0];
  private int[] keysOut = new int[0];
  private int[] orderOut = new int[0];
  private final int[] histogram = new int[RADIX];

  /** Of each piece, tile by tile: how many entries it has, and then where its next one goes. */
  private int[][] cursors = new int[0][];

  /**
   * Sorts what {@link Projection} has put on the screen.
   *
   * @param slotted whether {@link #slots} are wanted, for a gradient
   */
  void build(ScreenGaussians screen, TileGrid grid, boolean slotted, Workers workers) {
    reserve(screen.count, grid.tiles());
    Parts.forEach(workers, screen.count, BLOCK, (b, from, to) -> findBoxes(screen, grid, from, to));
    int all = sortByDepth(screen.count);
    int pieces = Math.clamp(Parts.blocks(all, LEAST_PIECE), 1, MOST_PIECES);
    int length = Parts.blocks(all, pieces);
    reservePieces(pieces, grid.tiles());
    workers.forEach(
        pieces, p -> count(cursors[p], p * length, Math.min(all, (p + 1) * length), grid));
    place(pieces, grid.tiles());
    if (slotted) {
      placeSlots(screen.count);
    }
    workers.forEach(
        pieces,
        p -> scatter(cursors[p], p * length, Math.min(all, (p + 1) * length), grid, slotted));
  }

  private void reserve(int n, int tiles) {
    if (firstSlot.length < n + 1) {
      int room = n + n / 4 + 1;
      firstSlot = new int[room];
      boxes = new long[room];
      depths = new int[room];
      keys = new int[room];
      order = new int[room];
      keysOut = new int[room];
      orderOut = new int[room];
    }
    if (start.length < tiles + 1) {
      start = new int[tiles + 1];
    }
  }

  private void reservePieces(int pieces, int tiles) {
    if (cursors.length < pieces) {
      cursors = Arrays.copyOf(cursors, pieces);
    }
    for (int p = 0; p < pieces; p++) {
      if (cursors[p] == null || cursors[p].length < tiles) {
        cursors[p] = new int[tiles];
      }
    }
  }

  private void findBoxes(ScreenGaussians screen, TileGrid grid, int from, int to) {
    float[] data = screen.data;
    for (int i = from; i < to; i++) {
      int at = i * ScreenGaussians.STRIDE;
      boxes[i] = screen.isDrawn(i) ? box(data, at, grid) : 0;
      depths[i] = Float.floatToRawIntBits(data[at + ScreenGaussians.DEPTH]);
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

  private static int left(long box) {
    return (int) (box >>> 48);
  }

  private static int top(long box) {
    return (int) (box >>> 32) & 0xffff;
  }

  private static int right(long box) {
    return (int) (box >>> 16) & 0xffff;
  }

  private static int bottom(long box) {
    return (int) box & 0xffff;
  }

  /**
   * Radix sort of those that reach a tile into {@link #order}; stable, so of equal depths the lower
   * index comes first. Depths aren't negative, and only the bits in which they differ are sorted
   * by.
   *
   * @return how many reach a tile
   */
  private int sortByDepth(int count) {
    int n = 0;
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < count; i++) {
      if (boxes[i] != 0) {
        int depth = depths[i];
        least = Math.min(least, depth);
        most = Math.max(most, depth);
        keys[n] = depth;
        order[n++] = i;
      }
    }
    for (int i = 0; i < n; i++) {
      keys[i] -= least;
    }
    int bits = n == 0 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(most - least);
    for (int shift = 0; shift < bits; shift += RADIX_BITS) {
      sortByDigit(n, shift);
    }
    return n;
  }

  private void sortByDigit(int n, int shift) {
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

  private void count(int[] counts, int from, int to, TileGrid grid) {
    Arrays.fill(counts, 0, grid.tiles(), 0);
    for (int k = from; k < to; k++) {
      long box = boxes[order[k]];
      for (int y = top(box); y < bottom(box); y++) {
        int row = y * grid.columns();
        for (int x = left(box); x < right(box); x++) {
          counts[row + x]++;
        }
      }
    }
  }

  /** Where each tile begins, and in it each piece. */
  private void place(int pieces, int tiles) {
    int total = 0;
    for (int t = 0; t < tiles; t++) {
      start[t] = total;
      for (int p = 0; p < pieces; p++) {
        int count = cursors[p][t];
        cursors[p][t] = total;
        total = Math.addExact(total, count);
      }
    }
    start[tiles] = total;
    entries = total;
    if (gaussians.length < total) {
      gaussians = new int[total + total / 4];
    }
  }

  private void placeSlots(int n) {
    int total = 0;
    for (int i = 0; i < n; i++) {
      firstSlot[i] = total;
      long box = boxes[i];
      total += (right(box) - left(box)) * (bottom(box) - top(box));
    }
    firstSlot[n] = total;
    if (slots.length < total) {
      slots = new int[total + total / 4];
    }
  }

  private void scatter(int[] cursor, int from, int to, TileGrid grid, boolean slotted) {
    for (int k = from; k < to; k++) {
      int i = order[k];
      long box = boxes[i];
      int slot = firstSlot[i];
      for (int y = top(box); y < bottom(box); y++) {
        int row = y * grid.columns();
        for (int x = left(box); x < right(box); x++) {
          int entry = cursor[row + x]++;
          gaussians[entry] = i;
          if (slotted) {
            slots[slot++] = entry;
          }
        }
      }
    }
  }
}
