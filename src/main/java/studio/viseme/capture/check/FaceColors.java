package studio.viseme.capture.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.RgbImage;

/**
 * What colour each point of a person's face usually has, and where a picture shows another: a hand,
 * a microphone or a sheet of paper before the face.
 *
 * <p>Colours are logarithms, so that light is a sum; what all points have in common in a picture is
 * taken out. The usual colour of a point is its median over pictures, its spread the median
 * absolute deviation, so that lips, teeth and hair that moves allow for themselves. Points that are
 * off must lie together: what covers a face has an extent.
 */
final class FaceColors {
  private static final int CHANNELS = 3;
  private static final int VALUES = FaceMesh.POINTS * CHANNELS;

  /** Added to a grey level before its logarithm: in the dark small differences are noise. */
  private static final float DARK = 12;

  /** How many times its spread a colour is off, and by how much at least: a quarter. */
  private static final float TIMES_SPREAD = 5;

  private static final float LEAST = 0.22f;
  private static final float LEAST_SPREAD = 0.03f;
  private static final int[][] NEIGHBOURS = neighbours();

  private final float[] usual = new float[VALUES];
  private final float[] spread = new float[VALUES];

  private FaceColors() {}

  /**
   * @param samples of pictures, each from {@link #sample}; at least one
   */
  static FaceColors usual(List<float[]> samples) {
    FaceColors colors = new FaceColors();
    float[] values = new float[samples.size()];
    for (int v = 0; v < VALUES; v++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = samples.get(i)[v];
      }
      colors.usual[v] = median(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(samples.get(i)[v] - colors.usual[v]);
      }
      colors.spread[v] = Math.max(LEAST_SPREAD, 1.4826f * median(values));
    }
    return colors;
  }

  /**
   * The colours of the face's points in a picture, the light taken out.
   *
   * @param points 468 or more × (x, y, z), pixels
   * @param size of the face, pixels
   */
  static float[] sample(RgbImage image, float[] points, double size) {
    int reach = (int) Math.max(1, Math.round(size / 90));
    float[] sample = new float[VALUES];
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      int x = Math.clamp((int) points[3 * p], reach, image.width() - 1 - reach);
      int y = Math.clamp((int) points[3 * p + 1], reach, image.height() - 1 - reach);
      float[] mean = new float[CHANNELS];
      for (int v = y - reach; v <= y + reach; v++) {
        for (int u = x - reach; u <= x + reach; u++) {
          for (int c = 0; c < CHANNELS; c++) {
            mean[c] += image.get(u, v, c);
          }
        }
      }
      int count = (2 * reach + 1) * (2 * reach + 1);
      for (int c = 0; c < CHANNELS; c++) {
        sample[p * CHANNELS + c] = (float) Math.log(DARK + mean[c] / count);
      }
    }
    return sample;
  }

  /** The share of the face, by its points, that one thing seems to cover, 0..1. */
  double covered(float[] sample) {
    float[] light = new float[CHANNELS];
    float[] differences = new float[FaceMesh.POINTS];
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < FaceMesh.POINTS; p++) {
        differences[p] = sample[p * CHANNELS + c] - usual[p * CHANNELS + c];
      }
      light[c] = median(differences);
    }
    BitSet off = new BitSet(FaceMesh.POINTS);
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        int v = p * CHANNELS + c;
        float difference = Math.abs(sample[v] - usual[v] - light[c]);
        if (difference > LEAST && difference > TIMES_SPREAD * spread[v]) {
          off.set(p);
        }
      }
    }
    return (double) largestPatch(off) / FaceMesh.POINTS;
  }

  /** The number of points in the largest connected set of flagged ones. */
  private static int largestPatch(BitSet flagged) {
    BitSet left = (BitSet) flagged.clone();
    int largest = 0;
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(start)) {
      left.clear(start);
      open.add(start);
      int size = 0;
      while (!open.isEmpty()) {
        size++;
        for (int next : NEIGHBOURS[open.remove()]) {
          if (left.get(next)) {
            left.clear(next);
            open.add(next);
          }
        }
      }
      largest = Math.max(largest, size);
    }
    return largest;
  }

  private static int[][] neighbours() {
    List<BitSet> sets = new ArrayList<>();
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      sets.add(new BitSet());
    }
    int[] triangles = FaceMesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      for (int k = 0; k < 3; k++) {
        sets.get(triangles[t + k]).set(triangles[t + (k + 1) % 3]);
        sets.get(triangles[t + (k + 1) % 3]).set(triangles[t + k]);
      }
    }
    return sets.stream().map(set -> set.stream().toArray()).toArray(int[][]::new);
  }

  private static float median(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
