package studio.viseme.sample;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;
import studio.viseme.sample.voice.MouthShape;

/**
 * What shows between the lips: two rows of teeth in their gums, and a tongue. Head space; the lower
 * parts ride on the jaw.
 */
final class Mouth {
  private static final double ARCH_WIDTH = 2.75;
  private static final double ARCH_DEPTH = 4.0;
  private static final double UPPER_FRONT = 4.62;
  private static final double LOWER_FRONT = 4.34;

  /** Where the upper incisors end and the lower begin. */
  private static final double UPPER_EDGE = -4.40;

  private static final double LOWER_EDGE = -4.30;

  private static final double[] UPPER_WIDTHS = {0.86, 0.68, 0.78, 0.70, 0.68, 0.98};
  private static final double[] LOWER_WIDTHS = {0.54, 0.60, 0.70, 0.70, 0.72, 1.0};

  private final Surface upper = new Surface();
  private final Surface lower = new Surface();
  private final Surface tongue = new Surface();
  private final Noise noise;

  /**
   * A part as it stands at a moment: vertices in head space, normals, and how deep behind the lips
   * each lies.
   */
  record Piece(Surface surface, float[] positions, float[] normals) {}

  Mouth(long seed) {
    noise = new Noise(seed);
    row(upper, UPPER_WIDTHS, UPPER_FRONT, UPPER_EDGE, 0.98, true);
    row(lower, LOWER_WIDTHS, LOWER_FRONT, LOWER_EDGE, -0.86, false);
    gum(upper, UPPER_FRONT - 0.05, UPPER_EDGE + 0.80, true);
    gum(lower, LOWER_FRONT - 0.05, LOWER_EDGE - 0.68, false);
    tongue.grid(
        24,
        16,
        (u, v, p) -> {
          // an upper half of an ellipsoid, from the back to the tip, with a shallow groove
          double across = Math.PI * (u - 0.5);
          double along = (1 - v) * 0.62 * Math.PI;
          double half = 1.85 * Math.pow(Math.sin(Math.min(Math.PI / 2, along + 0.02)), 0.6);
          p[0] = half * Math.sin(across);
          double groove = 0.12 * Math.exp(-Math.pow(p[0] / 0.35, 2)) * Math.sin(along);
          p[1] = -5.02 + 0.70 * Math.sin(along) * Math.cos(across) - groove + 0.75 * (1 - v);
          p[2] = 4.0 - 4.2 * (1 - v);
          double speck = 1 + 0.10 * noise.at((float) p[0] * 7, (float) p[2] * 7, 0);
          p[3] = 0.40 * speck;
          p[4] = 0.135 * speck;
          p[5] = 0.13 * speck;
          p[6] = 0.10;
        });
  }

  /** Teeth from the middle outwards on both sides. */
  private void row(
      Surface surface, double[] widths, double front, double edge, double height, boolean isUpper) {
    for (int side = -1; side <= 1; side += 2) {
      double angle = 0;
      for (int i = 0; i < widths.length; i++) {
        double w = widths[i];
        // walk along the arch by the tooth's width
        double from = angle;
        double to = angle;
        for (double walked = 0; walked < w; ) {
          double step = 0.004;
          double dx = ARCH_WIDTH * Math.cos(to) * step;
          double dz = ARCH_DEPTH * Math.sin(to) * step;
          walked += Math.hypot(dx, dz);
          to += step;
        }
        angle = to;
        tooth(surface, side, from, to, front, edge, height, i, isUpper);
      }
    }
  }

  private void tooth(
      Surface surface,
      int side,
      double from,
      double to,
      double front,
      double edge,
      double height,
      int index,
      boolean isUpper) {
    long id = index + (side > 0 ? 10 : 20) + (isUpper ? 100 : 200);
    double tall =
        height
            * (index == 1 ? 0.92 : index == 2 ? 1.03 : index > 2 ? 0.86 : 1)
            * (1 + 0.03 * noise.gaussian(id));
    double shift = 0.025 * noise.gaussian(id + 1000);
    double tint = 0.03 * noise.gaussian(id + 2000);
    double round = isUpper ? 0.10 + (index == 2 ? 0.12 : 0) : 0.07;
    surface.grid(
        10,
        12,
        (u, v, p) -> {
          // v from the gum (0) over the edge (0.9) to its underside (1); u across, seen from the
          // front left to right
          double s = 2 * u - 1;
          double flat = Math.signum(s) * Math.pow(Math.abs(s), 0.75);
          double neck = 0.88 + 0.12 * Ramp.smooth(0, 0.5, v);
          double middle = (from + to) / 2;
          double at = middle + side * flat * neck * (to - from) / 2 * 0.995;
          double x = side * ARCH_WIDTH * Math.sin(at);
          double z = front - ARCH_DEPTH * (1 - Math.cos(at));
          double nx = side * Math.sin(at) * ARCH_DEPTH;
          double nz = Math.cos(at) * ARCH_WIDTH;
          double n = Math.hypot(nx, nz);
          double down = Math.min(1, v / 0.92);
          double under = Math.max(0, (v - 0.92) / 0.08);
          double bulge =
              0.13 * Math.pow(Math.sin(Math.PI * (0.25 + 0.55 * down)), 0.7)
                  - 0.30 * Math.pow(Math.abs(s), 5)
                  - 0.32 * under;
          double corner = round * Math.pow(Math.abs(s), 3.5) * Ramp.smooth(0.6, 1, down);
          double collar = 0.10 * s * s * (1 - down);
          double y0 = edge + tall;
          p[0] = x + (bulge + shift) * nx / n;
          p[1] = y0 - down * (tall) + Math.signum(tall) * (corner - collar);
          p[2] = z + (bulge + shift) * nz / n;
          double root = Ramp.smooth(0.45, 0.0, down);
          double tip = Ramp.smooth(0.78, 1, down);
          double between = Math.pow(Math.abs(s), 6);
          double back = index > 2 ? 0.88 : 1;
          p[3] = (0.70 - 0.06 * root - 0.06 * tip + tint) * (1 - 0.45 * between) * back;
          p[4] = (0.635 - 0.10 * root - 0.03 * tip + tint) * (1 - 0.52 * between) * back;
          p[5] = (0.53 - 0.14 * root + 0.02 * tip + tint) * (1 - 0.55 * between) * back;
          p[6] = 0.16;
        });
    if (!isUpper) {
      flipLast(surface, 10 * 12 * 6);
    }
  }

  private static void flipLast(Surface surface, int indices) {
    int[] t = surface.triangles;
    for (int i = t.length - indices; i < t.length; i += 3) {
      int swap = t[i + 1];
      t[i + 1] = t[i + 2];
      t[i + 2] = swap;
    }
  }

  private void gum(Surface surface, double front, double line, boolean isUpper) {
    double away = isUpper ? 1 : -1;
    surface.grid(
        40,
        6,
        (u, v, p) -> {
          double at = (u - 0.5) * 2 * 1.35;
          double scallop = 0.07 * Math.cos(at * 14);
          p[0] = ARCH_WIDTH * Math.sin(at) * (1 + 0.02 * v);
          p[1] =
              line
                  + away
                      * (1.2 * (isUpper ? 1 - v : v)
                          + (((isUpper ? v : 1 - v) > 0.9) ? scallop : 0))
                  - away * 0.02;
          p[2] = front - ARCH_DEPTH * (1 - Math.cos(at)) + 0.10 * Math.sin(Math.PI * v);
          p[3] = 0.44;
          p[4] = 0.17;
          p[5] = 0.17;
          p[6] = 0.10;
        });
  }

  /** The pieces with jaw and tongue where a mouth shape has them. */
  List<Piece> pose(MouthShape shape) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(upper, upper.positions, upper.normals()));
    float[] low = lower.positions.clone();
    for (int i = 0; i < lower.vertices(); i++) {
      FaceRig.turnJaw(low, i, shape.jaw(), 1);
    }
    pieces.add(new Piece(lower, low, HeadMesh.normals(low, lower.triangles)));
    float[] body = tongue.positions.clone();
    for (int i = 0; i < tongue.vertices(); i++) {
      double front = Ramp.smooth(1.0, 3.6, body[3 * i + 2]);
      FaceRig.turnJaw(body, i, shape.jaw(), 0.85);
      body[3 * i + 1] += (float) (shape.tongue() * front * (0.62 + 0.75 * shape.jaw()));
      body[3 * i + 2] += (float) (0.35 * shape.tongue() * front);
    }
    pieces.add(new Piece(tongue, body, HeadMesh.normals(body, tongue.triangles)));
    return pieces;
  }
}
