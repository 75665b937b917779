package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;

/**
 * The one mask that every backend is laid through: the parsed head and neck of the real frame,
 * dilated by {@value #DILATION} pixels. Inside it nothing of the real frame may be seen; outside it
 * the real frame stays.
 */
public final class HeadMask {
  /** How far the parsed region grows, pixels. */
  public static final int DILATION = 4;

  private HeadMask() {}

  /** 255 inside, 0 outside, of the frame's size. */
  public static GrayImage of(Parsing parsing) {
    GrayImage labels = parsing.labels();
    byte[] codes = labels.data();
    byte[] region = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      FaceRegion at = FaceRegion.of(codes[i] & 0xff);
      region[i] = (byte) (at.isHead() || at == FaceRegion.NECK ? 255 : 0);
    }
    return dilate(new GrayImage(labels.width(), labels.height(), region), DILATION);
  }

  /** 255 on what is labelled as head and not as neck, else 0. */
  public static GrayImage labelled(GrayImage labels) {
    GrayImage head = new GrayImage(labels.width(), labels.height());
    for (int i = 0; i < head.data().length; i++) {
      head.data()[i] = (byte) (FaceRegion.of(labels.data()[i]).isHead() ? 255 : 0);
    }
    return head;
  }

  /** Every pixel within {@code radius} (Euclidean) of a pixel above 127. */
  public static GrayImage dilate(GrayImage mask, int radius) {
    int width = mask.width();
    GrayImage grown = new GrayImage(width, mask.height());
    int[] reach = new int[radius + 1];
    for (int dy = 0; dy <= radius; dy++) {
      reach[dy] = (int) Math.sqrt(radius * radius - dy * dy);
    }
    for (int y = 0; y < mask.height(); y++) {
      int row = y * width;
      for (int x = 0; x < width; x++) {
        if (mask.data()[row + x] >= 0) {
          continue;
        }
        int end = x + 1;
        while (end < width && mask.data()[row + end] < 0) {
          end++;
        }
        grow(grown, x, end, y, reach);
        x = end;
      }
    }
    return grown;
  }

  /** Draws a run of a row with everything that is near it: masks have few runs and many pixels. */
  private static void grow(GrayImage grown, int from, int to, int y, int[] reach) {
    int radius = reach.length - 1;
    int last = Math.min(grown.height() - 1, y + radius);
    for (int row = Math.max(0, y - radius); row <= last; row++) {
      int aside = reach[Math.abs(row - y)];
      int begin = Math.max(0, from - aside);
      int end = Math.min(grown.width(), to + aside);
      Arrays.fill(grown.data(), row * grown.width() + begin, row * grown.width() + end, (byte) 255);
    }
  }
}
