package studio.viseme.face.tracking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import studio.viseme.face.FaceBox;
import studio.viseme.face.tflite.TfliteModel;
import studio.viseme.image.AffineMap;
import studio.viseme.image.MipMap;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * BlazeFace, short range (Bazarevsky et al., 2019): 896 anchors on a picture of 128 × 128. It sees
 * faces of a tenth of the picture's side and more; smaller ones are looked for in overlapping
 * tiles. Not thread-safe.
 */
final class FaceDetector implements AutoCloseable {
  private static final String MODEL = "/models/face_detection_short_range.tflite";
  private static final int SIDE = 128;
  private static final int ANCHORS = 896;
  private static final int VALUES = 16;
  private static final double MIN_SCORE = 0.5;
  private static final double MIN_TILE_SCORE = 0.65;
  private static final double SAME_FACE = 0.3;
  private static final double PART_OF_FACE = 0.5;
  private static final int MIN_TILE = 256;
  private static final float[] ANCHOR_CENTERS = anchorCenters();

  private final TfliteModel model = TfliteModel.load(MODEL);

  /** Large faces, best first: one look at the whole picture. */
  List<FaceBox> detect(RgbImage image) {
    return detect(new MipMap(image));
  }

  List<FaceBox> detect(MipMap image) {
    int w = image.image().width();
    int h = image.image().height();
    double side = Math.max(w, h);
    return suppress(candidates(image, (w - side) / 2, (h - side) / 2, side, MIN_SCORE));
  }

  /**
   * Small faces too: also looks at tiles of a half and a quarter of the picture's longer side, down
   * to 256 pixels.
   */
  List<FaceBox> detectThoroughly(RgbImage picture) {
    MipMap image = new MipMap(picture);
    int w = picture.width();
    int h = picture.height();
    double side = Math.max(w, h);
    List<FaceBox> found = new ArrayList<>(detect(image));
    for (double tile = side / 2; tile >= Math.max(MIN_TILE, side / 4); tile /= 2) {
      int columns = steps(w, tile);
      int rows = steps(h, tile);
      for (int j = 0; j < rows; j++) {
        for (int i = 0; i < columns; i++) {
          double x = columns == 1 ? (w - tile) / 2 : i * (w - tile) / (columns - 1);
          double y = rows == 1 ? (h - tile) / 2 : j * (h - tile) / (rows - 1);
          addNew(found, suppress(candidates(image, x, y, tile, MIN_TILE_SCORE)));
        }
      }
    }
    return found;
  }

  /** How many tiles that overlap by half or more cover a length. */
  private static int steps(int length, double tile) {
    return length <= tile ? 1 : (int) Math.ceil((length - tile) / (tile / 2)) + 1;
  }

  /** A tile may cut a face that is known already; such parts are no faces of their own. */
  private static void addNew(List<FaceBox> known, List<FaceBox> more) {
    for (FaceBox face : more) {
      if (known.stream().noneMatch(k -> k.containment(face) > PART_OF_FACE)) {
        known.add(face);
      }
    }
  }

  private List<FaceBox> candidates(MipMap image, double x, double y, double side, double minScore) {
    double scale = side / SIDE;
    RgbImage small =
        image.warp(
            new AffineMap(scale, 0, x, 0, scale, y),
            SIDE,
            SIDE,
            MipMap.levelFor(scale),
            Resampling.Border.ZERO);
    float[] input = new float[SIDE * SIDE * 3];
    for (int i = 0; i < input.length; i++) {
      input[i] = (small.data()[i] & 255) / 127.5f - 1;
    }
    model.run(input);
    float[] values = model.output(0);
    float[] logits = model.output(1);
    List<FaceBox> out = new ArrayList<>();
    for (int i = 0; i < ANCHORS; i++) {
      double score = 1 / (1 + Math.exp(-logits[i]));
      if (score >= minScore) {
        out.add(decode(values, i, score, x, y, side));
      }
    }
    return out;
  }

  /**
   * Values are offsets from the anchor's centre, in pixels of the 128 × 128 picture; sizes are
   * absolute.
   */
  private static FaceBox decode(
      float[] values, int anchor, double score, double x, double y, double side) {
    int at = anchor * VALUES;
    double ax = x + side * ANCHOR_CENTERS[2 * anchor];
    double ay = y + side * ANCHOR_CENTERS[2 * anchor + 1];
    double scale = side / SIDE;
    double w = values[at + 2] * scale;
    double h = values[at + 3] * scale;
    return new FaceBox(
        ax + values[at] * scale - w / 2,
        ay + values[at + 1] * scale - h / 2,
        w,
        h,
        score,
        ax + values[at + 4] * scale,
        ay + values[at + 5] * scale,
        ax + values[at + 6] * scale,
        ay + values[at + 7] * scale);
  }

  /** Weighted non-maximum suppression: boxes of one face become their mean, weighted by score. */
  private static List<FaceBox> suppress(List<FaceBox> candidates) {
    List<FaceBox> left = new ArrayList<>(candidates);
    left.sort(Comparator.comparingDouble(FaceBox::score).reversed());
    List<FaceBox> out = new ArrayList<>();
    while (!left.isEmpty()) {
      FaceBox best = left.getFirst();
      List<FaceBox> same =
          left.stream().filter(f -> f.intersectionOverUnion(best) > SAME_FACE).toList();
      left.removeAll(same);
      left.remove(best);
      out.add(mean(same, best));
    }
    return out;
  }

  private static FaceBox mean(List<FaceBox> same, FaceBox best) {
    double[] sum = new double[8];
    double total = 0;
    for (FaceBox f : same) {
      double[] v = {
        f.x(),
        f.y(),
        f.width(),
        f.height(),
        f.eyeLeftX(),
        f.eyeLeftY(),
        f.eyeRightX(),
        f.eyeRightY()
      };
      for (int i = 0; i < sum.length; i++) {
        sum[i] += f.score() * v[i];
      }
      total += f.score();
    }
    if (total == 0) {
      return best;
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= total;
    }
    return new FaceBox(
        sum[0], sum[1], sum[2], sum[3], best.score(), sum[4], sum[5], sum[6], sum[7]);
  }

  /** Two anchors a cell of a 16 × 16 grid, then six a cell of an 8 × 8 grid; 0..1. */
  private static float[] anchorCenters() {
    float[] out = new float[ANCHORS * 2];
    int n = 0;
    for (int[] layer : new int[][] {{16, 2}, {8, 6}}) {
      for (int y = 0; y < layer[0]; y++) {
        for (int x = 0; x < layer[0]; x++) {
          for (int k = 0; k < layer[1]; k++) {
            out[n++] = (x + 0.5f) / layer[0];
            out[n++] = (y + 0.5f) / layer[0];
          }
        }
      }
    }
    return out;
  }

  @Override
  public void close() {
    model.close();
  }
}
