package studio.viseme.face;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How the skin at some rigid points moved from frame to frame, as optical flow saw it. A landmark
 * says where a point is, with an error that changes slowly; flow says how far it went since the
 * frame before, which landmarks tell badly.
 *
 * @param moves frames × {@link #points()} × (x, y): the way from the frame before to this one,
 *     pixels; NaN where it isn't known, as in the first frame, after a cut and without a face
 */
public record SkinFlow(int frames, float[] moves) {
  private static final int COUNT = 48;
  private static final int[] POINTS = spread();

  public SkinFlow {
    if (moves.length != frames * COUNT * 2) {
      throw new IllegalArgumentException(frames + " frames, " + moves.length + " values");
    }
  }

  /** The mesh's points that are followed: on the skull, spread evenly, off the face's outline. */
  public static int[] points() {
    return POINTS.clone();
  }

  /** Nothing known. */
  public static SkinFlow unknown(int frames) {
    float[] moves = new float[frames * COUNT * 2];
    Arrays.fill(moves, Float.NaN);
    return new SkinFlow(frames, moves);
  }

  /** How many points are followed. */
  public static int count() {
    return COUNT;
  }

  /** The mesh point that is followed as number i, 0 … {@link #count()} − 1. */
  public static int point(int i) {
    return POINTS[i];
  }

  /** Whether the way of the i-th point to this frame is known. */
  public boolean known(int frame, int i) {
    return !Float.isNaN(moves[(frame * COUNT + i) * 2]);
  }

  public float x(int frame, int i) {
    return moves[(frame * COUNT + i) * 2];
  }

  public float y(int frame, int i) {
    return moves[(frame * COUNT + i) * 2 + 1];
  }

  /** Each next point is the one farthest from all that were taken, from the nose's root on. */
  private static int[] spread() {
    float[] shape = FaceMesh.canonicalShape();
    BitSet outline = new BitSet();
    Arrays.stream(FaceMesh.faceOval()).forEach(outline::set);
    int[] candidates = Arrays.stream(FaceMesh.rigid()).filter(p -> !outline.get(p)).toArray();
    int[] taken = new int[COUNT];
    double[] nearest = new double[candidates.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    taken[0] = FaceMesh.NOSE_ROOT;
    for (int n = 1; n < COUNT; n++) {
      int farthest = 0;
      for (int c = 0; c < candidates.length; c++) {
        nearest[c] = Math.min(nearest[c], squaredDistance(shape, candidates[c], taken[n - 1]));
        farthest = nearest[c] > nearest[farthest] ? c : farthest;
      }
      taken[n] = candidates[farthest];
    }
    return taken;
  }

  private static double squaredDistance(float[] shape, int p, int q) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double d = shape[3 * p + c] - shape[3 * q + c];
      sum += d * d;
    }
    return sum;
  }
}
