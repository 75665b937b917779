package studio.viseme.sample;

import java.util.Arrays;
import studio.viseme.math.Ramp;
import studio.viseme.sample.voice.MouthShape;

/**
 * Moves the head's cage: the jaw turns about its joint, the lips take the shape of a sound and draw
 * the skin around them along, lids slide over the eyeballs, brows rise. How far a vertex follows is
 * solved once with {@link HarmonicField}.
 */
final class FaceRig {
  /** The jaw's joint in the y–z plane, and its distance to the lower incisors. */
  static final double JOINT_Y = 0.6;

  static final double JOINT_Z = -2.6;
  static final double JAW_LENGTH = 8.6;

  private static final int COLUMNS = 11;

  private final HeadCage cage;
  private final float[] jawWeight;
  private final float[] browWeight;

  /**
   * Skin vertices that the lips draw along, and how much each of the 20 points of the outer lip
   * border counts.
   */
  private final int[] drawn;

  private final float[][] drawnWeights;
  private final int[] border = new int[2 * COLUMNS - 2];

  FaceRig(HeadCage cage) {
    this.cage = cage;
    for (int j = 0; j < COLUMNS; j++) {
      border[j] = FacePoints.UPPER_LIP[0][j];
    }
    for (int j = 1; j < COLUMNS - 1; j++) {
      border[COLUMNS + j - 1] = FacePoints.LOWER_LIP[0][j];
    }
    HarmonicField field = new HarmonicField(cage.vertices(), cage.triangles);
    jawWeight = field.solve(jawAnchors());
    browWeight = field.solve(browAnchors());
    float[][] weights = new float[border.length][];
    for (int b = 0; b < border.length; b++) {
      weights[b] = field.solve(lipAnchors(b));
    }
    boolean[] lips = lipVertices();
    int[] found = new int[cage.vertices()];
    int count = 0;
    for (int v = 0; v < FacePoints.COUNT; v++) {
      float most = 0;
      for (float[] w : weights) {
        most = Math.max(most, w[v]);
      }
      if (!lips[v] && most > 1e-3) {
        found[count++] = v;
      }
    }
    drawn = Arrays.copyOf(found, count);
    drawnWeights = new float[count][border.length];
    for (int d = 0; d < count; d++) {
      for (int b = 0; b < border.length; b++) {
        drawnWeights[d][b] = weights[b][drawn[d]];
      }
    }
  }

  private static boolean[] lipVertices() {
    boolean[] lips = new boolean[FacePoints.COUNT];
    for (int r = 0; r < 4; r++) {
      for (int j = 0; j < COLUMNS; j++) {
        lips[FacePoints.UPPER_LIP[r][j]] = true;
        lips[FacePoints.LOWER_LIP[r][j]] = true;
      }
    }
    return lips;
  }

  private float[] jawAnchors() {
    float[] known = new float[cage.vertices()];
    Arrays.fill(known, Float.NaN);
    for (int v = 0; v < cage.vertices(); v++) {
      float x = cage.rest[3 * v];
      float y = cage.rest[3 * v + 1];
      float z = cage.rest[3 * v + 2];
      if (v >= cage.skull) {
        // the skin under the chin follows, the skull doesn't
        int ring = (v - cage.skull) / FacePoints.OVAL.length;
        if (ring >= 3 || y > -2) {
          known[v] = 0;
        }
      } else if (v >= FacePoints.COUNT) {
        known[v] = 0;
      } else if (y > -1.9) {
        known[v] = 0;
      } else if (y < -6.2 && Math.abs(x) < 4.2) {
        known[v] = 1;
      }
    }
    float[] edge = {0.12f, 0.4f, 0.75f, 0.95f, 1};
    int[] right = {361, 288, 397, 365, 379};
    int[] left = {132, 58, 172, 136, 150};
    for (int k = 0; k < edge.length; k++) {
      known[right[k]] = edge[k];
      known[left[k]] = edge[k];
    }
    for (int r = 0; r < 4; r++) {
      for (int j = 0; j < COLUMNS; j++) {
        double c = Math.abs(j - 5) / 5.0;
        known[FacePoints.UPPER_LIP[r][j]] = (float) (0.4 * c * c * c);
        known[FacePoints.LOWER_LIP[r][j]] = (float) (1 - 0.6 * c * c * c);
      }
    }
    return known;
  }

  private float[] browAnchors() {
    float[] known = new float[cage.vertices()];
    Arrays.fill(known, Float.NaN);
    for (int v = 0; v < cage.vertices(); v++) {
      if (v >= FacePoints.COUNT || cage.rest[3 * v + 1] < 3.0) {
        known[v] = 0;
      }
    }
    for (int v : FacePoints.OVAL) {
      known[v] = 0;
    }
    for (HeadCage.EyeSocket eye : new HeadCage.EyeSocket[] {cage.leftEye, cage.rightEye}) {
      for (int v : eye.points().upperOrbit()) {
        known[v] = 0.12f;
      }
    }
    for (int[][] brow : new int[][][] {FacePoints.LEFT_BROW, FacePoints.RIGHT_BROW}) {
      float[] rise = {0.7f, 1f, 1f, 0.85f, 0.6f};
      for (int k = 0; k < 5; k++) {
        known[brow[0][k]] = rise[k];
        known[brow[1][k]] = 0.9f * rise[k];
      }
    }
    return known;
  }

  private float[] lipAnchors(int one) {
    float[] known = new float[cage.vertices()];
    Arrays.fill(known, Float.NaN);
    boolean[] lips = lipVertices();
    for (int v = 0; v < cage.vertices(); v++) {
      float x = cage.rest[3 * v];
      float y = cage.rest[3 * v + 1];
      boolean near = v < FacePoints.COUNT && y < -1.6 && y > -8.3 && Math.abs(x) < 5.6;
      if (!near) {
        known[v] = 0;
      } else if (lips[v]) {
        known[v] = 0;
      }
    }
    for (int v : FacePoints.OVAL) {
      known[v] = 0;
    }
    known[border[one]] = 1;
    return known;
  }

  /** The cage in a state, head space. */
  float[] pose(FaceState state) {
    float[] v = cage.rest.clone();
    brows(v, state.brow());
    lips(v, state.mouth());
    jaw(v, state.mouth().jaw());
    mouthBag(v, state.mouth());
    lids(v, cage.leftEye, state.lids());
    lids(v, cage.rightEye, state.lids());
    return v;
  }

  private void brows(float[] v, double raise) {
    for (int i = 0; i < FacePoints.COUNT; i++) {
      v[3 * i + 1] += (float) (raise * browWeight[i]);
      v[3 * i + 2] -= (float) (0.15 * raise * browWeight[i]);
    }
  }

  /** Turns a point with the jaw by a share of its opening. */
  static void turnJaw(float[] v, int i, double opening, double share) {
    double angle = share * opening / JAW_LENGTH;
    double y = v[3 * i + 1] - JOINT_Y;
    double z = v[3 * i + 2] - JOINT_Z;
    v[3 * i + 1] = (float) (JOINT_Y + Math.cos(angle) * y - Math.sin(angle) * z);
    v[3 * i + 2] = (float) (JOINT_Z + Math.sin(angle) * y + Math.cos(angle) * z);
  }

  private void jaw(float[] v, double opening) {
    for (int i = 0; i < cage.vertices(); i++) {
      if (jawWeight[i] > 0) {
        turnJaw(v, i, opening, jawWeight[i]);
      }
    }
  }

  private void lips(float[] v, MouthShape m) {
    // The lower lip rides on the jaw, which has yet to turn: what is asked for beyond that is the
    // lips' own doing.
    double upper = 0.22 * m.gap() + 0.08 * m.press();
    double lower = m.jaw() - (m.gap() - 0.22 * m.gap()) + 0.04 * m.press();
    double[] followUp = {0.62, 0.85, 0.96, 1};
    double[] followDown = {0.5, 0.8, 0.95, 1};
    double[] before = new double[border.length * 3];
    for (int b = 0; b < border.length; b++) {
      for (int k = 0; k < 3; k++) {
        before[3 * b + k] = v[3 * border[b] + k];
      }
    }
    for (int r = 0; r < 4; r++) {
      for (int j = 0; j < COLUMNS; j++) {
        double c = (j - 5) / 5.0;
        double profile = Math.pow(Math.max(0, 1 - c * c), 0.75);
        boolean corner = j == 0 || j == COLUMNS - 1;
        int up = FacePoints.UPPER_LIP[r][j];
        int down = FacePoints.LOWER_LIP[r][j];
        v[3 * up + 1] += (float) (upper * followUp[r] * profile);
        if (!corner) {
          v[3 * down + 1] += (float) (lower * followDown[r] * profile);
        }
        along(v, up, c, r, m, true);
        if (!corner) {
          along(v, down, c, r, m, false);
        }
      }
    }
    for (int d = 0; d < drawn.length; d++) {
      for (int k = 0; k < 3; k++) {
        float sum = 0;
        for (int b = 0; b < border.length; b++) {
          sum += drawnWeights[d][b] * (float) (v[3 * border[b] + k] - before[3 * b + k]);
        }
        v[3 * drawn[d] + k] += sum;
      }
    }
  }

  /**
   * Spreading, rounding, tucking and pressing of one point of the lips in column c (−1..1) of ring
   * r (0 outside … 3 inside).
   */
  private static void along(float[] v, int i, double c, int r, MouthShape m, boolean isUpper) {
    v[3 * i] += (float) (c * m.width() * (m.width() < 0 ? 1.0 : 0.9 + 0.1 * Math.abs(c)));
    // spread lips lie flatter against the teeth, narrow ones come forward
    v[3 * i + 2] +=
        (float)
            (m.protrusion() * (0.55 + 0.15 * r) * (1 - 0.55 * c * c)
                - 0.12 * Math.max(0, m.width()));
    double rounding = Math.max(0, m.protrusion());
    // everted lips show more of their inside
    v[3 * i + 1] +=
        (float) ((isUpper ? 1 : -1) * rounding * 0.10 * (r < 2 ? 1 : 0.2) * (1 - c * c));
    double middle = 1 - c * c;
    if (!isUpper) {
      double[] back = {0.05, 0.2, 0.4, 0.52};
      double[] up = {0.02, 0.1, 0.2, 0.28};
      v[3 * i + 2] -= (float) (m.tuck() * back[r] * middle);
      v[3 * i + 1] += (float) (m.tuck() * up[r] * middle);
    }
    double[] rolled = {0, 0.06, 0.12, 0.14};
    double[] thinner = {0.07, 0.08, 0.04, 0};
    v[3 * i + 2] -= (float) (m.press() * rolled[r] * middle);
    v[3 * i + 1] += (float) ((isUpper ? -1 : 1) * m.press() * thinner[r] * middle);
  }

  /** The lips' inside and the bag behind them hang on the inner border of the lips. */
  private void mouthBag(float[] v, MouthShape m) {
    int[] ring = FacePoints.MOUTH;
    int n = ring.length;
    double[] back = {0.45, 1.6, 4.5};
    double[] spread = {0.16, 0.75, 1.1};
    double floor = -5.2 - 0.6 * m.jaw();
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < n; i++) {
        int from = ring[i];
        int to = cage.mouthRings + k * n + i;
        double x = v[3 * from];
        double side = i == 0 || i == n / 2 ? 0 : i < n / 2 ? -1 : 1;
        double profile = side * Math.sqrt(Math.max(0, 1 - Math.pow(x / 2.6, 2)));
        v[3 * to] = (float) (x * (k == 0 ? 0.99 : k == 1 ? 1.08 : 0.9));
        v[3 * to + 1] = (float) (v[3 * from + 1] + spread[k] * profile);
        if (k == 2) {
          v[3 * to + 1] =
              (float)
                  (side > 0
                      ? -3.2 + 0.3 * profile
                      : side < 0 ? floor + 0.4 * profile : (floor - 3.2) / 2);
        }
        v[3 * to + 2] = (float) (v[3 * from + 2] - back[k]);
      }
    }
    int pole = cage.mouthRings + 3 * n;
    v[3 * pole] = 0;
    v[3 * pole + 1] = (float) ((floor - 3.2) / 2);
    v[3 * pole + 2] = -2.5f;
  }

  private static final double LID_THICKNESS = 0.07;

  private void lids(float[] v, HeadCage.EyeSocket eye, double open) {
    FacePoints.Eye p = eye.points();
    double[] c = eye.center();
    for (int k = 0; k < p.upperMargin().length; k++) {
      int up = p.upperMargin()[k];
      int down = p.lowerMargin()[k];
      double angleUp = Math.atan2(v[3 * up + 1] - c[1], v[3 * up + 2] - c[2]);
      double angleDown = Math.atan2(v[3 * down + 1] - c[1], v[3 * down + 2] - c[2]);
      double meet = Ramp.mix(angleDown, angleUp, 0.14);
      double shut = 1 - open;
      // the margins overlap by a hair when the eye is closed
      slide(v, up, eye, shut * (meet - 0.012 - angleUp), LID_THICKNESS + 0.02, shut);
      slide(v, down, eye, shut * (meet - angleDown), LID_THICKNESS, shut);
      slide(v, p.upperFold()[k], eye, shut * 0.52 * (meet - angleUp), 0.16, shut);
      slide(v, p.lowerFold()[k], eye, shut * 0.35 * (meet - angleDown), 0.14, shut);
      slide(v, p.upperOrbit()[k], eye, shut * 0.10 * (meet - angleUp), 0, shut);
    }
    int[] margin = p.margin();
    for (int i = 0; i < margin.length; i++) {
      float[] rim = HeadCage.rimOf(v, margin[i], c, eye.radius());
      System.arraycopy(rim, 0, v, 3 * (eye.rim() + i), 3);
    }
  }

  /**
   * Turns a lid point about the eyeball's level axis, keeping it at least {@code above} outside the
   * ball.
   */
  private static void slide(
      float[] v, int i, HeadCage.EyeSocket eye, double angle, double above, double shut) {
    double[] c = eye.center();
    double x = v[3 * i] - c[0];
    double y = v[3 * i + 1] - c[1];
    double z = v[3 * i + 2] - c[2];
    double turned = Math.atan2(y, z) + angle;
    double reach = Math.hypot(y, z);
    double ball = Math.sqrt(Math.max(0, (eye.radius() + above) * (eye.radius() + above) - x * x));
    double radius =
        above > 0 ? Math.max(Ramp.mix(reach, ball, 0.6 * Math.max(0, shut)), ball) : reach;
    v[3 * i + 1] = (float) (c[1] + radius * Math.sin(turned));
    v[3 * i + 2] = (float) (c[2] + radius * Math.cos(turned));
  }
}
