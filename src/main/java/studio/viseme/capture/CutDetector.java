package studio.viseme.capture;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.image.RgbImage;

/**
 * Finds cuts, also those that join two takes of one person before one background.
 *
 * <p>What changes from picture to picture is measured where it changes most: the mean difference of
 * the tenth of the picture that differs most, which is about the head when only the head jumps. At
 * a cut it stands out of the two differences before and the two after, while a head that turns
 * swiftly takes a few pictures to get going and to stop. The measure is the geometric mean of how
 * often the largest neighbour on each side goes into it. Grey levels are bounded, so in a lively
 * clip a change can be violent and not many times its neighbours: the more violent, the less is
 * asked of the ratio.
 *
 * <p>A picture is judged by the two after it, but nothing of a held-out picture decides about one
 * before it.
 */
final class CutDetector {
  private static final int SIDE = 64;

  /** A picture is looked at through about this many samples across. */
  private static final int SAMPLES = 4 * SIDE;

  /** The share of a picture that differs most. */
  private static final double TELLING = 0.1;

  /** Pictures on either side. */
  private static final int NEIGHBOURS = 2;

  /** Grey levels by which pictures differ when nothing moves. */
  private static final double NOISE = 1;

  /**
   * How many times its neighbours a change is at a cut: up to a calm one, from a violent one on.
   */
  private static final double TIMES_WHEN_CALM = 3.8;

  private static final double CALM = 40;
  private static final double TIMES_WHEN_VIOLENT = 2.1;
  private static final double VIOLENT = 70;

  /** The same where there is nothing to compare with after the picture. */
  private static final double TIMES_BEFORE_ONLY = 8;

  private final List<Double> changes = new ArrayList<>();
  private byte[] before = new byte[0];

  /** Takes the next picture. */
  void add(RgbImage image) {
    byte[] now = thumbnail(image);
    changes.add(before.length == 0 ? 0 : change(before, now));
    before = now;
  }

  /**
   * The number of cuts before each picture or at it.
   *
   * @param fitFrames the first held-out picture, or the number of pictures
   */
  int[] segments(int fitFrames) {
    int[] segments = new int[changes.size()];
    for (int i = 1; i < segments.length; i++) {
      int known = i < fitFrames ? fitFrames : segments.length;
      segments[i] = segments[i - 1] + (isCut(i, known) ? 1 : 0);
    }
    return segments;
  }

  /** Whether a cut lies before picture {@code i}; pictures from {@code known} on don't count. */
  private boolean isCut(int i, int known) {
    double change = changes.get(i);
    int from = Math.max(1, i - NEIGHBOURS);
    if (from == i) {
      return false;
    }
    double before = change / (largest(from, i) + NOISE);
    int to = Math.min(known, i + 1 + NEIGHBOURS);
    if (to == i + 1) {
      return before > TIMES_BEFORE_ONLY;
    }
    double after = change / (largest(i + 1, to) + NOISE);
    return Math.sqrt(before * after) > times(change);
  }

  private static double times(double change) {
    double violence = Math.clamp((change - CALM) / (VIOLENT - CALM), 0, 1);
    return TIMES_WHEN_CALM + violence * (TIMES_WHEN_VIOLENT - TIMES_WHEN_CALM);
  }

  private double largest(int from, int to) {
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, changes.get(i));
    }
    return largest;
  }

  /** Mean difference of the cells that differ most, grey levels. */
  private static double change(byte[] a, byte[] b) {
    int[] count = new int[256];
    for (int i = 0; i < a.length; i++) {
      count[Math.abs((a[i] & 0xff) - (b[i] & 0xff))]++;
    }
    int wanted = (int) (TELLING * a.length);
    long sum = 0;
    int left = wanted;
    for (int value = 255; value > 0 && left > 0; value--) {
      int taken = Math.min(left, count[value]);
      sum += (long) taken * value;
      left -= taken;
    }
    return (double) sum / wanted;
  }

  /** Grey levels of {@code SIDE} × {@code SIDE} cells, each the mean of some of its pixels. */
  private static byte[] thumbnail(RgbImage image) {
    int width = image.width();
    int height = image.height();
    int step = Math.max(1, Math.min(width, height) / SAMPLES);
    int[] sum = new int[SIDE * SIDE];
    int[] count = new int[SIDE * SIDE];
    byte[] data = image.data();
    for (int y = 0; y < height; y += step) {
      int row = y * SIDE / height * SIDE;
      for (int x = 0; x < width; x += step) {
        int p = (y * width + x) * 3;
        int cell = row + x * SIDE / width;
        sum[cell] += (data[p] & 0xff) + 2 * (data[p + 1] & 0xff) + (data[p + 2] & 0xff);
        count[cell]++;
      }
    }
    byte[] cells = new byte[SIDE * SIDE];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) (sum[i] / Math.max(1, 4 * count[i]));
    }
    return cells;
  }
}
