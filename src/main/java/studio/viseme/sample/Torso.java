package studio.viseme.sample;

import studio.viseme.math.Ramp;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Neck, shoulders and what is worn on them, in the studio's axes: head space of a head at rest. The
 * neck's upper end goes with the head and its lower end stays, so that there is never a gap.
 */
final class Torso {
  private static final int NECK_COLUMNS = 56;
  private static final int NECK_ROWS = 26;
  private static final int COLUMNS = 96;
  private static final int ROWS = 40;

  /**
   * Radius and height along the shoulder and down the chest, centimetres; the first three make the
   * collar.
   */
  private static final double[][] SHOULDER = {
    {5.9, -16.2},
    {6.35, -15.0},
    {7.1, -14.9},
    {7.5, -15.9},
    {10, -17.1},
    {14, -18.4},
    {17.3, -20.2},
    {19.4, -23.2},
    {20.6, -29},
    {21, -46}
  };

  private static final double[][] CHEST = {
    {5.4, -17.6},
    {5.9, -16.5},
    {6.7, -16.3},
    {7.2, -17.2},
    {8.0, -19.2},
    {9.4, -22},
    {10.7, -25},
    {11.5, -28},
    {12.1, -33},
    {12.3, -46}
  };

  /** How the first of these lie where no collar is worn: neck runs into shoulder. */
  private static final double[][] OPEN_SHOULDER = {{5.6, -15.2}, {6.3, -15.6}, {7.1, -16.0}};

  private static final double[][] OPEN_CHEST = {{5.0, -16.9}, {5.5, -17.0}, {6.2, -17.3}};

  private final double rise;

  private static final double AXIS_Z = -5.0;

  final Surface neck = new Surface();
  final Surface jumper = new Surface();

  /** Arc length around and along the jumper, centimetres, × 2; what the knitting follows. */
  final float[] knit;

  /** Texture coordinates of the neck: a patch of plain skin. */
  final float[] neckUv;

  Torso(HeadShape head, Wardrobe wardrobe) {
    boolean open =
        wardrobe.cloth() != Wardrobe.Cloth.KNIT && wardrobe.cloth() != Wardrobe.Cloth.SUIT;
    rise = head.rise();
    double[][] shoulder = open ? opened(SHOULDER, OPEN_SHOULDER) : SHOULDER;
    double[][] breast = open ? opened(CHEST, OPEN_CHEST) : CHEST;
    neck.grid(
        NECK_COLUMNS,
        NECK_ROWS,
        (u, v, p) -> {
          // from the back over the picture's left to the front and on
          double phi = 1.5 * Math.PI - 2 * Math.PI * u;
          double y = Ramp.mix(-2.5, -18.2 + head.rise(), v);
          double flare = Ramp.smooth(0.62, 1, v);
          double rx = Ramp.mix(5.15, 5.3, v) + 1.6 * flare;
          double rz = Ramp.mix(5.0, 4.9, v) + 0.9 * flare;
          double front = Math.max(0, Math.sin(phi));
          // the two muscles that run from behind the ears to the pit of the throat, and the
          // windpipe between them
          double from = Ramp.mix(1.15, 0.22, Ramp.smooth(0.15, 0.95, v));
          double muscle =
              0.22 * Math.exp(-Math.pow((Math.abs(phi - Math.PI / 2) - from) / 0.16, 2));
          double throat =
              0.22
                  * Math.exp(-Math.pow((phi - Math.PI / 2) / 0.22, 2))
                  * Math.exp(-Math.pow((v - 0.62) / 0.18, 2));
          double pit =
              -0.35
                  * Math.exp(-Math.pow((phi - Math.PI / 2) / 0.2, 2))
                  * Ramp.smooth(0.84, 0.97, v);
          double bulge = (muscle + throat + pit) * front;
          p[0] = (rx + bulge) * head.neck() * Math.cos(phi);
          p[1] = y;
          p[2] = Ramp.mix(-3.6, AXIS_Z, v) + (rz + bulge) * Math.sqrt(head.neck()) * Math.sin(phi);
        });
    neckUv = new float[neck.vertices() * 2];
    for (int i = 0; i < neck.vertices(); i++) {
      int c = i % (NECK_COLUMNS + 1);
      int r = i / (NECK_COLUMNS + 1);
      neckUv[2 * i] = 0.36f + 0.28f * mirrored(4f * c / NECK_COLUMNS);
      neckUv[2 * i + 1] = 0.215f + 0.055f * mirrored(4.5f * r / NECK_ROWS);
    }
    jumper.grid(
        COLUMNS,
        ROWS,
        (u, v, p) -> {
          double phi = 1.5 * Math.PI - 2 * Math.PI * u;
          double[] side = along(shoulder, v);
          double[] chest = along(breast, v);
          double c = Math.cos(phi);
          double s = Math.sin(phi);
          double wide = Ramp.mix(head.neck(), head.shoulders(), Ramp.smooth(0.1, 0.5, v));
          double r = 1 / Math.sqrt(c * c / (side[0] * side[0]) + s * s / (chest[0] * chest[0]));
          double blend = c * c;
          p[0] = r * c * wide;
          p[1] = Ramp.mix(chest[1] + (s < 0 ? 1.8 : 0), side[1], blend) + head.rise();
          p[2] = AXIS_Z + r * s;
        });
    knit = new float[jumper.vertices() * 2];
    for (int r = 1; r <= ROWS; r++) {
      for (int c = 0; c <= COLUMNS; c++) {
        int i = r * (COLUMNS + 1) + c;
        knit[2 * i + 1] = knit[2 * (i - COLUMNS - 1) + 1] + distance(i, i - COLUMNS - 1);
      }
    }
    for (int r = 0; r <= ROWS; r++) {
      int middle = r * (COLUMNS + 1) + COLUMNS / 2;
      for (int c = 1; c <= COLUMNS / 2; c++) {
        knit[2 * (middle + c)] = knit[2 * (middle + c - 1)] + distance(middle + c, middle + c - 1);
        knit[2 * (middle - c)] = knit[2 * (middle - c + 1)] - distance(middle - c, middle - c + 1);
      }
    }
  }

  /** A profile whose first points are others. */
  private static double[][] opened(double[][] profile, double[][] first) {
    double[][] changed = profile.clone();
    System.arraycopy(first, 0, changed, 0, first.length);
    return changed;
  }

  /** How far forward chest and shoulder reach at a place, head space; far back beside them. */
  static double front(double x, double y) {
    double wide = radiusAt(SHOULDER, y);
    double deep = radiusAt(CHEST, y - 1);
    double share = 1 - x * x / (wide * wide);
    return share <= 0 ? -99 : AXIS_Z + deep * Math.sqrt(share);
  }

  private static double radiusAt(double[][] profile, double y) {
    for (int k = 3; k + 1 < profile.length; k++) {
      if (y > profile[k + 1][1]) {
        double f = Math.clamp((profile[k][1] - y) / (profile[k][1] - profile[k + 1][1]), 0, 1);
        return Ramp.mix(profile[k][0], profile[k + 1][0], f);
      }
    }
    return profile[profile.length - 1][0];
  }

  /** 0..1 and back, with period 2. */
  private static float mirrored(float x) {
    float f = x - 2 * (float) Math.floor(x / 2);
    return f < 1 ? f : 2 - f;
  }

  private float distance(int a, int b) {
    float[] p = jumper.positions;
    float x = p[3 * a] - p[3 * b];
    float y = p[3 * a + 1] - p[3 * b + 1];
    float z = p[3 * a + 2] - p[3 * b + 2];
    return (float) Math.sqrt(x * x + y * y + z * z);
  }

  /** A profile at 0..1, Catmull-Rom between its points. */
  private static double[] along(double[][] profile, double v) {
    double at = v * (profile.length - 1);
    int k = (int) Math.min(profile.length - 2, at);
    double f = at - k;
    double[] p0 = profile[Math.max(0, k - 1)];
    double[] p1 = profile[k];
    double[] p2 = profile[k + 1];
    double[] p3 = profile[Math.min(profile.length - 1, k + 2)];
    double[] out = new double[2];
    for (int c = 0; c < 2; c++) {
      out[c] =
          0.5
              * (2 * p1[c]
                  + (p2[c] - p0[c]) * f
                  + (2 * p0[c] - 5 * p1[c] + 4 * p2[c] - p3[c]) * f * f
                  + (3 * p1[c] - p0[c] - 3 * p2[c] + p3[c]) * f * f * f);
    }
    return out;
  }

  /**
   * The neck between a head and the chest.
   *
   * @param head the head's place in the studio's axes
   */
  float[] neckFor(RigidTransform head, double breath) {
    float[] p = neck.positions.clone();
    double[] m = head.rotation().matrix();
    Vec3 t = head.translation();
    for (int i = 0; i < neck.vertices(); i++) {
      double v = (double) (i / (NECK_COLUMNS + 1)) / NECK_ROWS;
      double still = Ramp.smooth(0.05, 0.92, v);
      double x = p[3 * i];
      double y = p[3 * i + 1];
      double z = p[3 * i + 2];
      double hx = m[0] * x + m[1] * y + m[2] * z + t.x();
      double hy = m[3] * x + m[4] * y + m[5] * z + t.y();
      double hz = m[6] * x + m[7] * y + m[8] * z + t.z();
      p[3 * i] = (float) Ramp.mix(hx, x, still);
      p[3 * i + 1] = (float) Ramp.mix(hy, y + lift(breath, y), still);
      p[3 * i + 2] = (float) Ramp.mix(hz, z, still);
    }
    return p;
  }

  /**
   * Long hair between a head and the shoulders it lies on: its roots go with the head, its ends go
   * along by half.
   *
   * @param head the head's place in the studio's axes
   * @return in the studio's axes
   */
  static float[] hairFor(float[] positions, RigidTransform head) {
    float[] p = positions.clone();
    double[] m = head.rotation().matrix();
    Vec3 t = head.translation();
    for (int i = 0; i < p.length; i += 3) {
      double x = p[i];
      double y = p[i + 1];
      double z = p[i + 2];
      double still = 0.6 * Ramp.smooth(-8, -18, y);
      p[i] = (float) Ramp.mix(m[0] * x + m[1] * y + m[2] * z + t.x(), x, still);
      p[i + 1] = (float) Ramp.mix(m[3] * x + m[4] * y + m[5] * z + t.y(), y, still);
      p[i + 2] = (float) Ramp.mix(m[6] * x + m[7] * y + m[8] * z + t.z(), z, still);
    }
    return p;
  }

  float[] jumperFor(double breath) {
    float[] p = jumper.positions.clone();
    for (int i = 0; i < jumper.vertices(); i++) {
      double y = p[3 * i + 1];
      p[3 * i + 1] += (float) lift(breath, y);
      if (p[3 * i + 2] > AXIS_Z) {
        p[3 * i + 2] += (float) (0.16 * breath * Ramp.smooth(-17 + rise, -25 + rise, y));
      }
    }
    return p;
  }

  private double lift(double breath, double y) {
    return 0.11 * breath * Ramp.smooth(-12 + rise, -18 + rise, y);
  }
}
