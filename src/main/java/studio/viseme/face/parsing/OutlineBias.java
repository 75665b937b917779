package studio.viseme.face.parsing;

import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.RgbImage;

/**
 * How far a clip's landmarks lie off the visible edge that they stand for. A net that has learned
 * outlines from shaven faces draws the jaw above the end of a beard and the lips inside theirs, by
 * nearly the same distance in every frame. So colours are sampled across the outline, along its
 * normals, in many frames; their means show the edge without noise; and one offset for each point
 * of the outline is found that trades the edge's contrast against the distance from the landmarks
 * and from the neighbours' offsets (dynamic programming, as for snakes: Amini, Weymouth, Jain,
 * "Using Dynamic Programming for Solving Variational Problems in Vision", 1990).
 */
final class OutlineBias {
  /** Samples lie this far apart, in distances between the outer corners of the eyes. */
  private static final double STEP = 0.01;

  /** Samples on either side of an edge that tell its contrast. */
  private static final int WINDOW = 3;

  /** Grey levels that colours on one side of an edge differ by anyway. */
  private static final double NOISE = 5;

  private final int[] points;
  private final int inwards;
  private final int places;
  private final double usual;
  private final double bend;

  /**
   * @param points of the outline in order; the first and the last stay where they are
   * @param inwards how far the edge may lie inside the landmarks, in eye distances
   * @param outwards how far outside
   * @param usual how far it does as a rule
   * @param bend how much neighbours' offsets differ as a rule
   */
  private OutlineBias(int[] points, double inwards, double outwards, double usual, double bend) {
    this.points = points;
    this.inwards = (int) Math.round(inwards / STEP);
    this.places = this.inwards + (int) Math.round(outwards / STEP) + 1;
    this.usual = usual / STEP;
    this.bend = bend / STEP;
  }

  /** The jaw from ear lobe to ear lobe. */
  static OutlineBias jaw() {
    return new OutlineBias(FaceMesh.jaw(), 0.02, 0.14, 0.05, 0.015);
  }

  /** The upper lip's outer edge, from corner to corner. */
  static OutlineBias upperLip() {
    return new OutlineBias(FaceMesh.upperLip(), 0, 0.08, 0.03, 0.01);
  }

  /** The lower lip's. */
  static OutlineBias lowerLip() {
    return new OutlineBias(FaceMesh.lowerLip(), 0, 0.08, 0.03, 0.01);
  }

  /** Colours across the outline in one frame: points × samples × red, green, blue. */
  float[] sample(RgbImage picture, float[] landmarks) {
    int samples = places + 2 * WINDOW;
    float[] out = new float[points.length * samples * 3];
    double unit = STEP * eyes(landmarks);
    double[] normal = new double[2];
    for (int k = 0, o = 0; k < points.length; k++) {
      normal(landmarks, k, normal);
      for (int s = 0; s < samples; s++, o += 3) {
        // Samples lie in the middle between places.
        double d = unit * (s - WINDOW - inwards + 0.5);
        colour(
            picture,
            landmarks[3 * points[k]] + d * normal[0],
            landmarks[3 * points[k] + 1] + d * normal[1],
            out,
            o);
      }
    }
    return out;
  }

  /**
   * The offset of each point, in eye distances, outwards, where colours change most.
   *
   * @param frames samples
   */
  float[] fitEdge(List<float[]> frames) {
    int samples = places + 2 * WINDOW;
    float[] mean = mean(frames);
    double[][] gain = new double[points.length][places];
    for (int k = 0; k < points.length; k++) {
      for (int d = 0; d < places; d++) {
        gain[k][d] = contrast(mean, (k * samples + d) * 3);
      }
    }
    return best(gain);
  }

  /**
   * The offset of each point, in eye distances, outwards, so that what lies inside has the inside's
   * colours.
   *
   * @param frames samples
   * @param evidence for the inside
   */
  float[] fitInside(List<float[]> frames, ColourEvidence evidence) {
    int samples = places + 2 * WINDOW;
    float[] mean = mean(frames);
    double[][] gain = new double[points.length][places];
    for (int k = 0; k < points.length; k++) {
      for (int d = 1; d < places; d++) {
        int at = (k * samples + WINDOW + d - 1) * 3;
        gain[k][d] = gain[k][d - 1] + evidence.of(mean[at], mean[at + 1], mean[at + 2]);
      }
    }
    return best(gain);
  }

  /** A logarithm of odds for a colour, 0..255 each. */
  interface ColourEvidence {
    double of(double red, double green, double blue);
  }

  private static float[] mean(List<float[]> frames) {
    double[] sum = new double[frames.getFirst().length];
    for (float[] frame : frames) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += frame[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / frames.size());
    }
    return mean;
  }

  /** Between the window that starts at a sample and the one after it. */
  private static double contrast(float[] mean, int at) {
    double between = 0;
    double within = NOISE * NOISE;
    for (int c = 0; c < 3; c++) {
      double[] sum = new double[2];
      double[] squares = new double[2];
      for (int s = 0; s < 2 * WINDOW; s++) {
        double v = mean[at + 3 * s + c];
        sum[s / WINDOW] += v / WINDOW;
        squares[s / WINDOW] += v * v / WINDOW;
      }
      between += (sum[0] - sum[1]) * (sum[0] - sum[1]);
      within += (squares[0] - sum[0] * sum[0] + squares[1] - sum[1] * sum[1]) / 2;
    }
    return Math.sqrt(between / within);
  }

  private float[] best(double[][] gain) {
    int n = points.length;
    double[][] cost = new double[n][places];
    int[][] from = new int[n][places];
    for (int k = 0; k < n; k++) {
      for (int d = 0; d < places; d++) {
        double off = (d - inwards) / usual;
        double own = -gain[k][d] + off * off / 2;
        if ((k == 0 || k == n - 1) && d != inwards) {
          own = Double.POSITIVE_INFINITY;
        }
        double best = k == 0 ? 0 : Double.POSITIVE_INFINITY;
        for (int p = 0; p < places && k > 0; p++) {
          double step = (d - p) / bend;
          double c = cost[k - 1][p] + step * step / 2;
          if (c < best) {
            best = c;
            from[k][d] = p;
          }
        }
        cost[k][d] = own + best;
      }
    }
    float[] out = new float[n];
    int d = inwards;
    for (int k = n - 1; k >= 0; k--) {
      out[k] = (float) ((d - inwards) * STEP);
      d = from[k][d];
    }
    return out;
  }

  /** Moves the outline's points in place; {@code original} tells the normals. */
  void correct(float[] landmarks, float[] original, float[] offsets) {
    double eyes = eyes(original);
    double[] normal = new double[2];
    for (int k = 1; k < points.length - 1; k++) {
      normal(original, k, normal);
      landmarks[3 * points[k]] += (float) (offsets[k] * eyes * normal[0]);
      landmarks[3 * points[k] + 1] += (float) (offsets[k] * eyes * normal[1]);
    }
  }

  /** Unit normal away from the nose for the jaw, from the mouth for lips. */
  private void normal(float[] landmarks, int k, double[] out) {
    int before = points[Math.max(0, k - 1)];
    int after = points[Math.min(points.length - 1, k + 1)];
    double tx = landmarks[3 * after] - landmarks[3 * before];
    double ty = landmarks[3 * after + 1] - landmarks[3 * before + 1];
    double length = Math.max(1e-6, Math.hypot(tx, ty));
    int first = points[0];
    int last = points[points.length - 1];
    double mx = (landmarks[3 * first] + landmarks[3 * last]) / 2.0;
    double my = (landmarks[3 * first + 1] + landmarks[3 * last + 1]) / 2.0;
    double x = ty / length;
    double y = -tx / length;
    double away = x * (landmarks[3 * points[k]] - mx) + y * (landmarks[3 * points[k] + 1] - my);
    out[0] = away < 0 ? -x : x;
    out[1] = away < 0 ? -y : y;
  }

  private static double eyes(float[] landmarks) {
    int a = 3 * FaceMesh.EYE_LEFT_OUTER;
    int b = 3 * FaceMesh.EYE_RIGHT_OUTER;
    return Math.hypot(landmarks[a] - landmarks[b], landmarks[a + 1] - landmarks[b + 1]);
  }

  private static void colour(RgbImage picture, double x, double y, float[] out, int at) {
    int w = picture.width();
    int h = picture.height();
    double px = Math.clamp(x - 0.5, 0, w - 1.0);
    double py = Math.clamp(y - 0.5, 0, h - 1.0);
    int x0 = (int) px;
    int y0 = (int) py;
    int x1 = Math.min(w - 1, x0 + 1);
    int y1 = Math.min(h - 1, y0 + 1);
    double fx = px - x0;
    double fy = py - y0;
    byte[] c = picture.data();
    for (int k = 0; k < 3; k++) {
      double top =
          (1 - fx) * (c[3 * (y0 * w + x0) + k] & 255) + fx * (c[3 * (y0 * w + x1) + k] & 255);
      double low =
          (1 - fx) * (c[3 * (y1 * w + x0) + k] & 255) + fx * (c[3 * (y1 * w + x1) + k] & 255);
      out[at + k] = (float) (top + fy * (low - top));
    }
  }
}
