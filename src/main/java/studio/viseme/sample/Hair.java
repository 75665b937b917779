package studio.viseme.sample;

import java.util.Arrays;

/**
 * A bob of single strands. Each grows from the skull, runs away from a parting, falls around the
 * head at its own distance and curls in at the tip. Strands are fixed to the head; they are shaded
 * in every frame after Kajiya and Kay (1989), "Rendering fur with three dimensional textures", with
 * two shifted highlights as in Marschner et al. (2003).
 */
final class Hair {
  private static final int STRANDS = 5200;
  private static final int MOST_POINTS = 44;
  private static final double STEP = 0.62;
  private static final double PARTING = 1.7;

  /** Strands on sides of the head that face the camera less than this are hidden behind it. */
  private static final float BEHIND = -0.35f;

  /** All points, head space; strand s owns {@code start[s] … start[s + 1] − 1}. */
  final float[] positions;

  final int[] start;

  private final float[] tangents;

  /** How much of the light reaches a point through the hair above it. */
  private final float[] exposure;

  private final float[] tint;
  private final float[] breadth;

  Hair(HeadMesh mesh, float[] rest, long seed) {
    Noise noise = new Noise(seed);
    int[] scalp = mesh.trianglesOf(HeadCage.Part.SKULL);
    double[] areas = new double[scalp.length / 3];
    double total = 0;
    for (int t = 0; t < areas.length; t++) {
      total += area(rest, scalp, t);
      areas[t] = total;
    }
    float[] all = new float[STRANDS * MOST_POINTS * 3];
    float[] open = new float[STRANDS * MOST_POINTS];
    start = new int[STRANDS + 1];
    tint = new float[STRANDS];
    breadth = new float[STRANDS];
    int count = 0;
    int strands = 0;
    for (int candidate = 0; strands < STRANDS && candidate < 40 * STRANDS; candidate++) {
      long id = 16L * candidate;
      int t = Arrays.binarySearch(areas, noise.uniform(id) * total);
      t = Math.min(areas.length - 1, t < 0 ? -t - 1 : t);
      double a = noise.uniform(id + 1);
      double b = noise.uniform(id + 2);
      if (a + b > 1) {
        a = 1 - a;
        b = 1 - b;
      }
      double[] p = new double[3];
      for (int k = 0; k < 3; k++) {
        double p0 = rest[3 * scalp[3 * t] + k];
        p[k] =
            p0
                + a * (rest[3 * scalp[3 * t + 1] + k] - p0)
                + b * (rest[3 * scalp[3 * t + 2] + k] - p0);
      }
      if (p[1] < -1.5 || (p[2] > -4.2 && p[1] < 2.5)) {
        continue;
      }
      // outer strands come first: what they hide need not be painted
      double layer = 1 - (strands + noise.uniform(id + 3)) / STRANDS;
      int points = grow(p, layer, noise, id, all, count);
      for (int i = 0; i < points; i++) {
        double along = (double) i / points;
        open[count + i] =
            (float)
                ((0.30 + 0.70 * Math.pow(layer, 1.3))
                    * (0.86 + 0.14 * along)
                    * (0.55 + 0.45 * Ramp.smooth(0, 4, i)));
      }
      tint[strands] = (float) (1 + 0.22 * noise.gaussian(id + 4));
      breadth[strands] = (float) (layer < 0.35 ? 4.4 : 2.3);
      start[++strands] = count + points;
      count += points;
    }
    Arrays.fill(start, strands, STRANDS + 1, count);
    positions = Arrays.copyOf(all, 3 * count);
    exposure = Arrays.copyOf(open, count);
    tangents = new float[3 * count];
    for (int s = 0; s < STRANDS; s++) {
      for (int i = start[s]; i < start[s + 1]; i++) {
        int from = Math.max(start[s], i - 1);
        int to = Math.min(start[s + 1] - 1, i + 1);
        double dx = positions[3 * to] - positions[3 * from];
        double dy = positions[3 * to + 1] - positions[3 * from + 1];
        double dz = positions[3 * to + 2] - positions[3 * from + 2];
        double n = Math.max(1e-6, Math.sqrt(dx * dx + dy * dy + dz * dz));
        tangents[3 * i] = (float) (dx / n);
        tangents[3 * i + 1] = (float) (dy / n);
        tangents[3 * i + 2] = (float) (dz / n);
      }
    }
  }

  private static double area(float[] p, int[] triangles, int t) {
    int a = 3 * triangles[3 * t];
    int b = 3 * triangles[3 * t + 1];
    int c = 3 * triangles[3 * t + 2];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    double x = uy * vz - uz * vy;
    double y = uz * vx - ux * vz;
    double z = ux * vy - uy * vx;
    return 0.5 * Math.sqrt(x * x + y * y + z * z);
  }

  /** Lets one strand grow from p; returns how many points it has. */
  private static int grow(double[] p, double layer, Noise noise, long id, float[] out, int at) {
    double side = p[0] < PARTING + 0.12 * noise.gaussian(id + 5) ? -1 : 1;
    double lift = 0.25 + 1.25 * layer;
    double tip = -7.6 + 0.9 * noise.gaussian(id + 6) - 0.7 * layer;
    double wave = noise.uniform(id + 7) * 6;
    // strands of a lock share their waywardness
    double lock = noise.at((float) p[0] * 0.9f, (float) p[1] * 0.9f, (float) p[2] * 0.9f);
    double x = p[0];
    double y = p[1];
    double z = p[2];
    int n = 0;
    for (; n < MOST_POINTS; n++) {
      out[3 * (at + n)] = (float) x;
      out[3 * (at + n) + 1] = (float) y;
      out[3 * (at + n) + 2] = (float) z;
      if (y < tip) {
        return n + 1;
      }
      double top = Ramp.smooth(4.5, 9.5, y);
      double vx = side * (1.25 * top + 0.12);
      double vy = -1 + 0.72 * top;
      double vz = -0.55 * top - 0.12 * lock;
      // keep out of the face
      double front = Ramp.smooth(-0.6, 1.6, z) * Ramp.smooth(7.6, 5.0, y);
      vx += 1.3 * side * front;
      vz -= 1.35 * front;
      double inward = Ramp.smooth(-3.5, -8, y);
      vx -= side * 0.55 * inward;
      x += STEP * vx / norm(vx, vy, vz);
      y += STEP * vy / norm(vx, vy, vz);
      z += STEP * vz / norm(vx, vy, vz);
      // hold the strand at its own distance from the head
      double rise = lift * Ramp.smooth(0, 7, n) + 0.10 * Math.sin(0.55 * n + wave);
      double cy = y - 2.2;
      double axisY = cy < 0 ? 23 : 10.1;
      double ax = 8.0 + rise;
      double az = 9.9 + rise;
      double ay = axisY + rise;
      double dx = x / ax;
      double dy = cy / ay;
      double dz = (z + 3.6) / az;
      double r = Math.sqrt(dx * dx + dy * dy + dz * dz);
      double pull = r < 1 ? 1 / r : 1 + 0.35 * (1 / r - 1);
      x *= pull;
      z = (z + 3.6) * pull - 3.6;
      if (cy > 0) {
        y = 2.2 + cy * pull;
      }
    }
    return n;
  }

  private static double norm(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }

  /** Flat strips along some strands, wide enough to cast the shadow of all. */
  Occlusion.Body shadow() {
    int every = 4;
    float[] p = new float[positions.length * 2 / every + 600];
    int[] triangles = new int[positions.length * 2 / every + 600];
    int v = 0;
    int t = 0;
    for (int s = 0; s < STRANDS; s += every) {
      for (int i = start[s];
          i < start[s + 1] - 1 && t + 6 <= triangles.length && 3 * v + 12 <= p.length;
          i++) {
        for (int e = 0; e < 2; e++) {
          for (int w = -1; w <= 1; w += 2) {
            p[3 * v] = positions[3 * (i + e)] + 0.22f * w * Math.abs(tangents[3 * i + 2]);
            p[3 * v + 1] = positions[3 * (i + e) + 1];
            p[3 * v + 2] = positions[3 * (i + e) + 2] + 0.22f * w;
            v++;
          }
        }
        int[] two = {v - 4, v - 3, v - 2, v - 2, v - 3, v - 1};
        System.arraycopy(two, 0, triangles, t, 6);
        t += 6;
      }
    }
    p = Arrays.copyOf(p, 3 * v);
    return new Occlusion.Body(p, new float[p.length], Arrays.copyOf(triangles, t));
  }

  private static final float[] MELANIN = {0.078f, 0.040f, 0.022f};

  /** Draws all strands. */
  void draw(Raster raster, float[] screen, Lighting light, float scale, byte region) {
    float[] key = Vectors.floats(light.key());
    float[] rim = Vectors.floats(light.rim());
    float[] view = Vectors.floats(light.view());
    float[] keyHalf = Vectors.floats(light.keyHalf());
    float[] color = new float[3];
    float[] last = new float[3];
    for (int s = 0; s < STRANDS; s++) {
      boolean before = false;
      for (int i = start[s]; i < start[s + 1]; i++) {
        // below the ears, hair behind the neck shows on either side of it
        boolean visible = positions[3 * i + 1] < 1 || facing(i, view) > BEHIND;
        if (!visible) {
          before = false;
          continue;
        }
        shade(i, tint[s], key, rim, view, keyHalf, color);
        if (before) {
          boolean end = i > start[s + 1] - 4 || i < start[s] + 3;
          float b = breadth[s] * scale * (end ? 0.55f : 1);
          int p = 3 * i;
          raster.line(
              screen[p - 3],
              screen[p - 2],
              screen[p - 1],
              screen[p],
              screen[p + 1],
              screen[p + 2],
              b,
              last[0],
              last[1],
              last[2],
              color[0],
              color[1],
              color[2],
              region);
        }
        before = true;
        float[] swap = last;
        last = color;
        color = swap;
      }
    }
  }

  /** How much the side of the head that a point lies on faces the camera, −1..1. */
  private float facing(int i, float[] view) {
    float x = positions[3 * i];
    float y = positions[3 * i + 1] < 2.2f ? 0 : positions[3 * i + 1] - 2.2f;
    float z = positions[3 * i + 2] + 3.5f;
    return (x * view[0] + y * view[1] + z * view[2])
        / (float) Math.sqrt(x * x + y * y + z * z + 1e-6f);
  }

  private void shade(
      int i, float shade, float[] key, float[] rim, float[] view, float[] half, float[] rgb) {
    float tx = tangents[3 * i];
    float ty = tangents[3 * i + 1];
    float tz = tangents[3 * i + 2];
    float open = exposure[i];
    // the side of the head that a strand lies on, for what a single strand can't know
    float px = positions[3 * i];
    float py = positions[3 * i + 1] - 1;
    float pz = positions[3 * i + 2] + 3.5f;
    float pn = 1 / (float) Math.sqrt(px * px + 0.5f * py * py + pz * pz);
    float facing = (px * key[0] + py * key[1] + pz * key[2]) * pn;
    float lit = Math.clamp(0.45f + 0.75f * facing, 0.04f, 1.1f);
    float back = Math.max(0, (px * rim[0] + py * rim[1] + pz * rim[2]) * pn);
    float along = tx * key[0] + ty * key[1] + tz * key[2];
    float diffuse = (float) Math.sqrt(Math.max(0, 1 - along * along));
    float th = tx * half[0] + ty * half[1] + tz * half[2];
    float first = lobe(th + 0.10f);
    float second = lobe(th - 0.14f);
    float narrow = first * first * first;
    float rimAlong = tx * (rim[0] + view[0]) + ty * (rim[1] + view[1]) + tz * (rim[2] + view[2]);
    float edge = lobe(rimAlong * 0.8f) * back;
    for (int c = 0; c < 3; c++) {
      float body = MELANIN[c] * shade;
      rgb[c] =
          open
              * (body
                      * (Lighting.KEY[c] * 0.95f * diffuse * lit
                          + Lighting.CEILING[c] * 0.8f
                          + 0.25f * Lighting.FILL[c])
                  + Lighting.KEY[c] * lit * (0.050f * narrow + 1.3f * body * second * second)
                  + Lighting.RIM[c] * edge * (0.05f + 1.6f * body));
    }
  }

  /** sin(tangent, half)^24. */
  private static float lobe(float cosine) {
    float s2 = Math.max(0, 1 - cosine * cosine);
    float s4 = s2 * s2;
    float s8 = s4 * s4;
    return s8 * s8 * s8;
  }
}
