package studio.viseme.evaluation.capture;

import java.util.List;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.GrayImage;

/**
 * How far a region of a label map is from the true one.
 *
 * @param iou intersection over union of the pixels of all frames together; NaN when the truth has
 *     it nowhere
 * @param boundary mean distance, pixels, from each pixel on the border of one region to the nearest
 *     on the border of the other, both ways; over the frames that show it in both
 */
record RegionError(double iou, double boundary) {
  /**
   * What one frame adds.
   *
   * @param real how many pixels the true region has
   * @param distances sum over the border pixels of both
   * @param borderPixels how many there are; 0 when the region is missing from one
   */
  record Frame(long real, long intersection, long union, double distances, long borderPixels) {}

  /** Compares a region in one frame. */
  static Frame compare(GrayImage truth, GrayImage found, MeasuredRegion region) {
    GrayImage a = mask(truth, region);
    GrayImage b = mask(found, region);
    long real = 0;
    long intersection = 0;
    long union = 0;
    for (int i = 0; i < a.data().length; i++) {
      boolean inA = a.data()[i] != 0;
      boolean inB = b.data()[i] != 0;
      real += inA ? 1 : 0;
      intersection += inA && inB ? 1 : 0;
      union += inA || inB ? 1 : 0;
    }
    GrayImage edgeA = border(a);
    GrayImage edgeB = border(b);
    long pixels = count(edgeA) + count(edgeB);
    if (count(edgeA) == 0 || count(edgeB) == 0) {
      return new Frame(real, intersection, union, 0, 0);
    }
    double sum = distances(edgeA, edgeB) + distances(edgeB, edgeA);
    return new Frame(real, intersection, union, sum, pixels);
  }

  static RegionError of(List<Frame> frames) {
    long real = 0;
    long intersection = 0;
    long union = 0;
    double distances = 0;
    long pixels = 0;
    for (Frame frame : frames) {
      real += frame.real;
      intersection += frame.intersection;
      union += frame.union;
      distances += frame.distances;
      pixels += frame.borderPixels;
    }
    return new RegionError(
        real == 0 ? Double.NaN : (double) intersection / union, distances / pixels);
  }

  private static GrayImage mask(GrayImage labels, MeasuredRegion region) {
    byte[] mask = new byte[labels.data().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (region.holds(FaceRegion.of(labels.data()[i] & 0xff)) ? 255 : 0);
    }
    return new GrayImage(labels.width(), labels.height(), mask);
  }

  /** Pixels inside that have a neighbour outside; the picture's edge is no border. */
  private static GrayImage border(GrayImage mask) {
    int width = mask.width();
    int height = mask.height();
    GrayImage border = new GrayImage(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean edge =
            mask.get(x, y) != 0
                && (x > 0 && mask.get(x - 1, y) == 0
                    || x < width - 1 && mask.get(x + 1, y) == 0
                    || y > 0 && mask.get(x, y - 1) == 0
                    || y < height - 1 && mask.get(x, y + 1) == 0);
        border.set(x, y, edge ? 255 : 0);
      }
    }
    return border;
  }

  private static long count(GrayImage border) {
    long count = 0;
    for (byte value : border.data()) {
      count += value != 0 ? 1 : 0;
    }
    return count;
  }

  private static double distances(GrayImage from, GrayImage to) {
    float[] squared = DistanceTransform.squared(to);
    double sum = 0;
    for (int i = 0; i < squared.length; i++) {
      sum += from.data()[i] != 0 ? Math.sqrt(squared[i]) : 0;
    }
    return sum;
  }
}
