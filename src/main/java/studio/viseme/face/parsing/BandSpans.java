package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.image.GrayImage;

/**
 * Where a frame needs work at its own resolution: the runs of its pixels that lie in a band marked
 * on the small map. Found once, walked by every step, so that no step visits the rest of the frame.
 */
final class BandSpans {
  private static final int NUMBERS = 3;

  private final int width;
  private final int height;

  /** The small map's column under each column of the frame. */
  private final int[] columns;

  /** Row, first column, column after the last, in reading order. */
  private int[] spans = new int[1 << 12];

  private int length;

  /** How many spans come before each row's. */
  private final int[] firstOfRow;

  /**
   * @param band not 0 where there is work, small
   * @param width of the frame
   */
  BandSpans(GrayImage band, int width, int height) {
    this.width = width;
    this.height = height;
    columns = new int[width];
    for (int x = 0; x < width; x++) {
      columns[x] = (int) ((long) x * band.width() / width);
    }
    firstOfRow = new int[height + 1];
    for (int y = 0; y < height; y++) {
      firstOfRow[y] = length / NUMBERS;
      addRow(band.data(), smallRow(y, band.height()) * band.width(), y);
    }
    firstOfRow[height] = length / NUMBERS;
  }

  private void addRow(byte[] band, int row, int y) {
    for (int x = 0; x < width; ) {
      while (x < width && band[row + columns[x]] == 0) {
        x++;
      }
      int from = x;
      while (x < width && band[row + columns[x]] != 0) {
        x++;
      }
      if (x > from) {
        if (length + NUMBERS > spans.length) {
          spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[length] = y;
        spans[length + 1] = from;
        spans[length + 2] = x;
        length += NUMBERS;
      }
    }
  }

  /** A run of pixels of one row. */
  interface Span {
    void visit(int y, int from, int to);
  }

  void forEach(Span span) {
    forEach(0, height, span);
  }

  /** The same for some rows only. */
  void forEach(int firstRow, int endRow, Span span) {
    for (int i = NUMBERS * firstOfRow[firstRow]; i < NUMBERS * firstOfRow[endRow]; i += NUMBERS) {
      span.visit(spans[i], spans[i + 1], spans[i + 2]);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The small map's column under a column of the frame. */
  int smallColumn(int x) {
    return columns[x];
  }

  /** The small map's row under a row of the frame. */
  int smallRow(int y, int smallHeight) {
    return (int) ((long) y * smallHeight / height);
  }
}
