package studio.viseme.face;

import java.util.Arrays;
import studio.viseme.image.GrayImage;

/**
 * Where a label map needs a second look at the frame's own resolution: around every border of two
 * classes, wider where hair ends at the background. The rest of the frame, most of it, is settled
 * by the small map.
 */
final class BoundaryBand {
  /** Reach in pixels of the small map. */
  private static final int REACH = 2;

  private static final int HAIR_REACH = 7;

  private static final int BACKGROUND = FaceRegion.BACKGROUND.code();
  private static final int HAIR = FaceRegion.HAIR.code();

  private BoundaryBand() {}

  /** 255 near any border. */
  static GrayImage ofClasses(byte[] labels, int w, int h) {
    byte[] border = new byte[labels.length];
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        if (x + 1 < w && labels[i] != labels[i + 1]) {
          border[i] = -1;
          border[i + 1] = -1;
        }
        if (y + 1 < h && labels[i] != labels[i + w]) {
          border[i] = -1;
          border[i + w] = -1;
        }
      }
    }
    return new GrayImage(w, h, dilate(border, w, h, REACH - 1));
  }

  /** 255 near the border of person and background. */
  static GrayImage ofPerson(byte[] labels, int w, int h) {
    byte[] hair = new byte[labels.length];
    byte[] other = new byte[labels.length];
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        if (x + 1 < w) {
          mark(labels[i], labels[i + 1], i, hair, other);
        }
        if (y + 1 < h) {
          mark(labels[i], labels[i + w], i, hair, other);
        }
      }
    }
    byte[] out = dilate(hair, w, h, HAIR_REACH);
    byte[] rest = dilate(other, w, h, REACH);
    for (int i = 0; i < out.length; i++) {
      out[i] |= rest[i];
    }
    return new GrayImage(w, h, out);
  }

  private static void mark(int a, int b, int i, byte[] hair, byte[] other) {
    if ((a == BACKGROUND) != (b == BACKGROUND)) {
      (a == HAIR || b == HAIR ? hair : other)[i] = -1;
    }
  }

  /** Squares of {@code 2·reach + 1} pixels around every marked one. */
  private static byte[] dilate(byte[] map, int w, int h, int reach) {
    byte[] rows = new byte[map.length];
    for (int y = 0; y < h; y++) {
      int row = y * w;
      int until = -1;
      int next = 0;
      for (int x = 0; x < w; x++) {
        for (; next < w && next <= x + reach; next++) {
          if (map[row + next] != 0) {
            until = next + reach;
          }
        }
        rows[row + x] = (byte) (x <= until ? -1 : 0);
      }
    }
    byte[] out = new byte[map.length];
    int[] until = new int[w];
    Arrays.fill(until, -1);
    int next = 0;
    for (int y = 0; y < h; y++) {
      for (; next < h && next <= y + reach; next++) {
        for (int x = 0; x < w; x++) {
          if (rows[next * w + x] != 0) {
            until[x] = next + reach;
          }
        }
      }
      for (int x = 0; x < w; x++) {
        out[y * w + x] = (byte) (y <= until[x] ? -1 : 0);
      }
    }
    return out;
  }
}
