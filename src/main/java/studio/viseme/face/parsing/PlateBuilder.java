package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.image.Blur;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Membrane;
import studio.viseme.image.RgbImage;

/**
 * Gathers a static camera's background: of each pixel the median over the frames in which the
 * segmenter is sure to see no person there or near. Medians because a few frames are wrong; the
 * median distance to the median tells how much the backdrop moves. Holes are filled by a {@link
 * Membrane}: a head that turns away must not leave its outline on the wall.
 */
final class PlateBuilder {
  private static final float NO_PERSON = 0.1f;

  /**
   * How far from the person a pixel must be, in shares of the frame's width: hair reaches further
   * than the segmenter sees.
   */
  private static final double MARGIN = 0.012;

  /** Seen in this share of the frames a pixel counts as seen often. */
  private static final double OFTEN = 0.3;

  /** A median distance of this many grey levels halves a pixel's reliability. */
  private static final double MOVING = 12;

  private final int width;
  private final int height;
  private final int capacity;
  private final byte[][] frames;
  private final FloatPlane[] persons;

  PlateBuilder(int width, int height, int capacity) {
    this.width = width;
    this.height = height;
    this.capacity = capacity;
    this.frames = new byte[capacity][];
    this.persons = new FloatPlane[capacity];
  }

  /** Slots may be filled by several threads, each once. */
  void put(int slot, RgbImage frame, FloatPlane person) {
    frames[slot] = frame.data();
    persons[slot] = Blur.dilate(person, Math.max(1, (int) Math.round(MARGIN * person.width())));
  }

  BackgroundPlate build() {
    RgbImage image = new RgbImage(width, height);
    GrayImage reliability = new GrayImage(width, height);
    int enough = Math.clamp(capacity / 4, 1, 4);
    int[][] counts = new int[3][256];
    int[] distances = new int[256];
    int pw = persons[0].width();
    int ph = persons[0].height();
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        int p = (int) ((y + 0.5) * ph / height) * pw + (int) ((x + 0.5) * pw / width);
        int seen = 0;
        for (int k = 0; k < capacity; k++) {
          if (persons[k].data()[p] < NO_PERSON) {
            seen++;
            for (int c = 0; c < 3; c++) {
              counts[c][frames[k][3 * i + c] & 255]++;
            }
          }
        }
        if (seen >= enough) {
          double spread = 0;
          for (int c = 0; c < 3; c++) {
            int median = median(counts[c], seen);
            image.data()[3 * i + c] = (byte) median;
            spread = Math.max(spread, medianDistance(counts[c], median, seen, distances));
          }
          double often = Math.min(1, seen / Math.max(1, OFTEN * capacity));
          double steady = 1 / (1 + spread * spread / (MOVING * MOVING));
          reliability.data()[i] = (byte) Math.max(1, Math.round(255 * often * steady));
        }
        if (seen > 0) {
          for (int[] channel : counts) {
            Arrays.fill(channel, 0);
          }
        }
      }
    }
    return new BackgroundPlate(Membrane.fill(image, reliability), reliability);
  }

  private static int median(int[] counts, int total) {
    int below = 0;
    for (int v = 0; v < 256; v++) {
      below += counts[v];
      if (2 * below > total) {
        return v;
      }
    }
    return 255;
  }

  private static int medianDistance(int[] counts, int middle, int total, int[] distances) {
    Arrays.fill(distances, 0);
    for (int v = 0; v < 256; v++) {
      distances[Math.abs(v - middle)] += counts[v];
    }
    return median(distances, total);
  }
}
