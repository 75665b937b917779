package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
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

  /**
   * @param all 255 near any border, and farther from the person's outline
   * @param outline 255 near the border of person and background
   */
  record Bands(GrayImage all, GrayImage outline) {}

  static Bands of(byte[] labels, int w, int h) {
    Bands bands = new Bands(new GrayImage(w, h), new GrayImage(w, h));
    for (int y = 0, i = 0; y < h; y++) {
      int below = y + 1 < h ? w : 0;
      int right = 1;
      for (int x = 0; x < w; x++, i++) {
        if (x + 1 == w) {
          right = 0;
        }
        int label = labels[i];
        if (label != labels[i + right]) {
          mark(bands, label, labels[i + right], x, x + 1, y, y);
        }
        if (label != labels[i + below]) {
          mark(bands, label, labels[i + below], x, x, y, y + 1);
        }
      }
    }
    for (int i = 0; i < labels.length; i++) {
      bands.all.data()[i] |= bands.outline.data()[i];
    }
    return bands;
  }

  /** Marks what lies around the two pixels on either side of a border. */
  private static void mark(Bands bands, int a, int b, int left, int right, int top, int bottom) {
    if ((a == BACKGROUND) != (b == BACKGROUND)) {
      int reach = a == HAIR || b == HAIR ? HAIR_REACH : REACH;
      fill(bands.outline, left - reach, right + reach, top - reach, bottom + reach);
    } else {
      fill(bands.all, left - REACH + 1, right + REACH - 1, top - REACH + 1, bottom + REACH - 1);
    }
  }

  private static void fill(GrayImage out, int left, int right, int top, int bottom) {
    int from = Math.max(0, left);
    int to = Math.min(out.width(), right + 1);
    for (int y = Math.max(0, top); y <= Math.min(out.height() - 1, bottom); y++) {
      Arrays.fill(out.data(), y * out.width() + from, y * out.width() + to, (byte) -1);
    }
  }
}
