package studio.viseme.capture.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.RgbImage;

/**
 * How a person's face looks part by part, and where a picture shows something that this face never
 * looked like: a hand, a microphone or a sheet of paper before it.
 *
 * <p>A face is sampled at the points and the triangles' centres of its mesh, so that turning and
 * talking move the samples along with the skin; colours are logarithms without what the whole face
 * has in common, so that light drops out. Each part, some dozens of samples that lie together, is
 * compared with the same part in pictures of other times. Lips that open find other moments at
 * which they were open; a hand finds none. A part is strange when its distance to all the others is
 * a multiple of what is usual for that part.
 */
final class FaceAppearance {
  private static final int CHANNELS = 3;

  /** Added to a grey level before its logarithm: in the dark small differences are noise. */
  private static final float DARK = 16;

  /** Parts of the face's front; its rim and the hairline show something else at every turn. */
  private static final int PARTS = 36;

  private static final double FRONT = 1;
  private static final double HAIRLINE = 5.5;
  private static final int SAMPLES_A_PART = 44;

  /** Parts whose centres are neighbours: this many nearest ones. */
  private static final int NEIGHBOURS = 6;

  /** A part's distance to the nearest pictures is that to this one, counted from 0. */
  private static final int RANK = 1;

  /** How many times the usual distance is strange, and what it is at least: a part in nine. */
  private static final float TIMES_USUAL = 2.3f;

  private static final float LEAST = 0.11f;

  private static final int[] TRIANGLES = FaceMesh.triangles();
  private static final int POINTS = FaceMesh.POINTS + TRIANGLES.length / 3;
  private static final float[] SHAPE = FaceMesh.canonicalShape();
  private static final int[][] PART = parts();
  private static final int[][] BESIDE = beside();

  /**
   * A face in one picture.
   *
   * @param colors of the mesh's points, then of its triangles' centres, three channels each
   */
  record Face(int frame, float[] colors) {}

  private final List<Face> known;
  private final int apart;
  private final float[] usual = new float[PARTS];

  /**
   * @param known faces of the person, in their order
   * @param apart faces so many frames from each other or nearer aren't compared: what hides a face
   *     hides it for a while
   */
  FaceAppearance(List<Face> known, int apart) {
    this.known = List.copyOf(known);
    this.apart = apart;
    float[][] distances = new float[PARTS][known.size()];
    for (int i = 0; i < known.size(); i++) {
      float[] distance = distances(known.get(i));
      for (int part = 0; part < PARTS; part++) {
        distances[part][i] = distance[part];
      }
    }
    for (int part = 0; part < PARTS; part++) {
      Arrays.sort(distances[part]);
      usual[part] = distances[part][known.size() / 2];
    }
  }

  /**
   * Samples a face.
   *
   * @param points 468 or more × (x, y, z), pixels
   */
  static Face sample(int frame, RgbImage image, float[] points) {
    float[] colors = new float[POINTS * CHANNELS];
    for (int p = 0; p < POINTS; p++) {
      int x = Math.clamp((int) coordinate(points, p, 0), 1, image.width() - 2);
      int y = Math.clamp((int) coordinate(points, p, 1), 1, image.height() - 2);
      for (int c = 0; c < CHANNELS; c++) {
        int sum = 0;
        for (int v = y - 1; v <= y + 1; v++) {
          sum += image.get(x - 1, v, c) + image.get(x, v, c) + image.get(x + 1, v, c);
        }
        colors[p * CHANNELS + c] = (float) Math.log(DARK + sum / 9f);
      }
    }
    float[] channel = new float[POINTS];
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < POINTS; p++) {
        channel[p] = colors[p * CHANNELS + c];
      }
      Arrays.sort(channel);
      for (int p = 0; p < POINTS; p++) {
        colors[p * CHANNELS + c] -= channel[POINTS / 2];
      }
    }
    return new Face(frame, colors);
  }

  private static float coordinate(float[] values, int point, int axis) {
    if (point < FaceMesh.POINTS) {
      return values[3 * point + axis];
    }
    int t = 3 * (point - FaceMesh.POINTS);
    return (values[3 * TRIANGLES[t] + axis]
            + values[3 * TRIANGLES[t + 1] + axis]
            + values[3 * TRIANGLES[t + 2] + axis])
        / 3;
  }

  /** The share of the face that one thing seems to cover, 0..1. */
  double covered(Face face) {
    float[] distance = distances(face);
    BitSet strange = new BitSet(PARTS);
    for (int part = 0; part < PARTS; part++) {
      if (distance[part] > LEAST && distance[part] > TIMES_USUAL * usual[part]) {
        strange.set(part);
      }
    }
    return (double) largestPatch(strange) / PARTS;
  }

  /** Of each part, the mean difference to the second nearest picture of another time. */
  private float[] distances(Face face) {
    float[] found = new float[PARTS];
    float[] nearest = new float[known.size()];
    for (int part = 0; part < PARTS; part++) {
      int count = 0;
      for (Face other : known) {
        if (Math.abs(other.frame - face.frame) > apart) {
          nearest[count++] = distance(face.colors, other.colors, PART[part]);
        }
      }
      Arrays.sort(nearest, 0, count);
      found[part] = count == 0 ? 0 : nearest[Math.min(RANK, count - 1)];
    }
    return found;
  }

  private static float distance(float[] a, float[] b, int[] samples) {
    float sum = 0;
    for (int p : samples) {
      for (int v = p * CHANNELS; v < (p + 1) * CHANNELS; v++) {
        sum += Math.abs(a[v] - b[v]);
      }
    }
    return sum / (samples.length * CHANNELS);
  }

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
        for (int next : BESIDE[open.remove()]) {
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

  /** Centres as far from each other as can be, each with the samples nearest to it. */
  private static int[][] parts() {
    List<Integer> centers = centers();
    int[][] parts = new int[PARTS][];
    for (int i = 0; i < PARTS; i++) {
      parts[i] =
          nearest(centers.get(i), IntStream.range(0, POINTS).boxed().toList(), SAMPLES_A_PART);
    }
    return parts;
  }

  private static int[][] beside() {
    List<Integer> centers = centers();
    int[][] beside = new int[PARTS][];
    for (int i = 0; i < PARTS; i++) {
      beside[i] =
          Arrays.stream(nearest(centers.get(i), centers, NEIGHBOURS + 1))
              .map(centers::indexOf)
              .toArray();
    }
    return beside;
  }

  private static List<Integer> centers() {
    List<Integer> centers = new ArrayList<>(List.of(FaceMesh.NOSE_TIP));
    double[] distance = new double[FaceMesh.POINTS];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    while (centers.size() < PARTS) {
      int farthest = 0;
      for (int p = 0; p < FaceMesh.POINTS; p++) {
        boolean front = SHAPE[3 * p + 2] > FRONT && SHAPE[3 * p + 1] < HAIRLINE;
        distance[p] = front ? Math.min(distance[p], separation(p, centers.getLast())) : 0;
        farthest = distance[p] > distance[farthest] ? p : farthest;
      }
      centers.add(farthest);
    }
    return centers;
  }

  private static int[] nearest(int center, List<Integer> candidates, int count) {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(p -> separation(p, center)))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double separation(int a, int b) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double d = coordinate(SHAPE, a, axis) - coordinate(SHAPE, b, axis);
      sum += d * d;
    }
    return sum;
  }
}
