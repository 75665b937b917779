package studio.viseme.sample;

import studio.viseme.math.Ramp;

/**
 * Glasses. Head space, centimetres.
 *
 * @param thickness of the frame, 0 when none are worn
 * @param halfWidth of a lens
 * @param halfHeight of a lens
 * @param roundness exponent of the lenses' outline: 2 an ellipse, more is squarer
 * @param side how far the lenses' middles are from the middle of the face
 * @param temple how far the head reaches to the side at the temples
 * @param color of the frame, linear
 * @param mirror how strongly lenses reflect the lamps
 */
record Spectacles(
    double thickness,
    double halfWidth,
    double halfHeight,
    double roundness,
    double side,
    double temple,
    float[] color,
    double mirror) {
  static final Spectacles NONE = new Spectacles(0, 0, 0, 0, 0, 0, new float[3], 0);

  private static final double HEIGHT = 2.35;
  private static final double FRONT = 5.75;
  private static final double WRAP = 0.030;

  static Spectacles drawn(Draw draw, HeadShape head) {
    boolean worn = draw.chance(0.3);
    double dark = draw.between(0.01, 0.10);
    float[] color = {
      (float) (dark * draw.between(0.8, 2.0)), (float) dark, (float) (dark * draw.between(0.5, 1.2))
    };
    Spectacles drawn =
        new Spectacles(
            draw.between(0.10, 0.21),
            draw.between(2.35, 2.75),
            draw.between(1.75, 2.15),
            draw.between(2.2, 4.5),
            3.25 * head.width(),
            7.55 * head.width(),
            color,
            draw.between(0.15, 0.5));
    return worn ? drawn : NONE;
  }

  boolean isWorn() {
    return thickness > 0;
  }

  private static double z(double x) {
    return FRONT - WRAP * x * x;
  }

  /** Rims, bridge and temples. */
  Surface frame() {
    Surface surface = new Surface();
    for (int eye = -1; eye <= 1; eye += 2) {
      int s = eye;
      tube(
          surface,
          48,
          (u, p) -> {
            double phi = 2 * Math.PI * u;
            p[0] = s * side + halfWidth * power(Math.cos(phi));
            p[1] = HEIGHT + halfHeight * power(Math.sin(phi));
            p[2] = z(p[0]);
          });
      tube(
          surface,
          12,
          (u, p) -> {
            double hinge = s * (side + halfWidth);
            p[0] = Ramp.mix(hinge, s * temple, Math.min(1, 3 * u));
            p[1] = HEIGHT + 0.55 - 0.25 * u;
            p[2] = Ramp.mix(z(hinge), -4.0, u);
          });
    }
    tube(
        surface,
        10,
        (u, p) -> {
          double reach = side - halfWidth;
          p[0] = reach * (2 * u - 1);
          p[1] = HEIGHT + 0.35 + 0.25 * Math.sin(Math.PI * u);
          p[2] = z(p[0]) + 0.12 * Math.sin(Math.PI * u);
        });
    return surface;
  }

  private double power(double x) {
    return Math.signum(x) * Math.pow(Math.abs(x), 2 / roundness);
  }

  /** The two lenses, slightly curved. */
  Surface lenses() {
    Surface surface = new Surface();
    for (int eye = -1; eye <= 1; eye += 2) {
      int s = eye;
      surface.grid(
          24,
          6,
          (u, v, p) -> {
            double phi = -2 * Math.PI * u;
            double r = v * 0.98;
            p[0] = s * side + r * halfWidth * power(Math.cos(phi));
            p[1] = HEIGHT + r * halfHeight * power(Math.sin(phi));
            double out = p[0] - s * side;
            double up = p[1] - HEIGHT;
            p[2] = z(p[0]) - 0.012 * (out * out + up * up);
          });
    }
    return surface;
  }

  /** A point on the way of a tube's middle line, 0..1. */
  private interface Line {
    void at(double u, double[] out);
  }

  private void tube(Surface surface, int steps, Line line) {
    double[] before = new double[3];
    double[] after = new double[3];
    surface.grid(
        steps,
        8,
        (u, v, p) -> {
          double[] middle = new double[3];
          line.at(u, middle);
          line.at(u - 0.01, before);
          line.at(u + 0.01, after);
          // around the way's direction: two directions across it
          double tx = after[0] - before[0];
          double ty = after[1] - before[1];
          double tz = after[2] - before[2];
          double n = Math.sqrt(tx * tx + ty * ty + tz * tz) + 1e-12;
          tx /= n;
          ty /= n;
          tz /= n;
          // across and away from the viewer's axis, or from the vertical where the way leaves it
          boolean leaves = Math.abs(tz) > 0.8;
          double ax = leaves ? tz : ty;
          double ay = leaves ? 0 : -tx;
          double az = leaves ? -tx : 0;
          double m = Math.sqrt(ax * ax + ay * ay + az * az) + 1e-12;
          ax /= m;
          ay /= m;
          az /= m;
          double bx = ty * az - tz * ay;
          double by = tz * ax - tx * az;
          double bz = tx * ay - ty * ax;
          double phi = 2 * Math.PI * v;
          double c = thickness * Math.cos(phi);
          double s = thickness * Math.sin(phi);
          p[0] = middle[0] + c * ax + s * bx;
          p[1] = middle[1] + c * ay + s * by;
          p[2] = middle[2] + c * az + s * bz;
          p[3] = color[0];
          p[4] = color[1];
          p[5] = color[2];
          p[6] = 0.10;
        });
  }
}
