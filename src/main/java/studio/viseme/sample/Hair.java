package studio.viseme.sample;

import java.util.Arrays;
import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;

/**
 * A bob of single strands. Each grows from the skull, runs away from a parting, falls around the
 * head at its own distance and curls in at the tip. Strands are fixed to the head; they are shaded
 * in every frame after Kajiya and Kay (1989), "Rendering fur with three dimensional textures", with
 * two shifted highlights as in Marschner et al. (2003).
 */
final class Hair {
  private static final int MOST_STRANDS = 5200;
  private static final double STEP = 0.62;

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

  private static final float[] GREY = {0.24f, 0.23f, 0.22f};
  private static final double[] BUN = {0, 11.6, -5.2};

  /** How much higher shoulders may be than the presenter's. */
  private static final double RISE = 2.6;

  private static final double BUN_RADIUS = 2.7;

  private final HairStyle style;
  private final double width;
  private final int strands;

  /** Strands that have lost their colour. */
  private final boolean[] grey;

  Hair(HeadMesh mesh, float[] rest, HairStyle style, double width, long seed) {
    this.style = style;
    this.width = width;
    int wanted = style.cut() == HairStyle.Cut.BALD ? 0 : MOST_STRANDS;
    Noise noise = new Noise(seed);
    int[] scalp = mesh.trianglesOf(HeadCage.Part.SKULL);
    double[] areas = new double[scalp.length / 3];
    double total = 0;
    for (int t = 0; t < areas.length; t++) {
      total += area(rest, scalp, t);
      areas[t] = total;
    }
    float[] all = new float[wanted * style.length() * 3];
    float[] open = new float[wanted * style.length()];
    start = new int[wanted + 1];
    tint = new float[wanted];
    breadth = new float[wanted];
    grey = new boolean[wanted];
    int count = 0;
    int grown = 0;
    for (int candidate = 0; grown < wanted && candidate < 40 * wanted; candidate++) {
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
      if (p[1] < -1.5 || (p[2] > -4.2 && p[1] < 2.5) || isBeyondShort(p)) {
        continue;
      }
      // outer strands come first: what they hide need not be painted
      double layer = 1 - (grown + noise.uniform(id + 3)) / wanted;
      int points = grow(p, layer, noise, id, all, count);
      curl(all, count, points, noise, id);
      for (int i = 0; i < points; i++) {
        double along = (double) i / points;
        open[count + i] =
            (float)
                ((0.30 + 0.70 * Math.pow(layer, 1.3))
                    * (0.86 + 0.14 * along)
                    * (0.55 + 0.45 * Ramp.smooth(0, 4, i)));
      }
      grey[grown] = noise.uniform(id + 8) < style.grey();
      tint[grown] = (float) (1 + 0.22 * noise.gaussian(id + 4));
      breadth[grown] = (float) (layer < 0.35 ? 4.4 : 2.3);
      start[++grown] = count + points;
      count += points;
    }
    Arrays.fill(start, grown, wanted + 1, count);
    strands = wanted;
    positions = Arrays.copyOf(all, 3 * count);
    exposure = Arrays.copyOf(open, count);
    tangents = new float[3 * count];
    for (int s = 0; s < strands; s++) {
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

  /** Winds a strand about its way; the root stays. */
  private void curl(float[] p, int at, int points, Noise noise, long id) {
    if (style.curl() == 0) {
      return;
    }
    double turn = style.cut() == HairStyle.Cut.CURLY ? 1.35 : 0.55;
    double from = 6 * noise.at(p[3 * at] * 0.8f, p[3 * at + 1] * 0.8f, p[3 * at + 2] * 0.8f);
    double own = noise.uniform(id + 13);
    for (int i = 1; i < points; i++) {
      double phi = from + 2 * own + turn * i;
      double r = style.curl() * Ramp.smooth(0, 5, i);
      p[3 * (at + i)] += (float) (r * Math.cos(phi));
      p[3 * (at + i) + 1] += (float) (0.6 * r * Math.sin(phi));
      p[3 * (at + i) + 2] += (float) (r * Math.sin(phi + 0.8));
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
  private int grow(double[] p, double layer, Noise noise, long id, float[] out, int at) {
    double side = p[0] < style.parting() + 0.12 * noise.gaussian(id + 5) ? -1 : 1;
    double lift = style.lift() + style.volume() * layer;
    double tip = style.tip() + 0.9 * noise.gaussian(id + 6) - 0.7 * layer;
    double wave = noise.uniform(id + 7) * 6;
    boolean fringe = isFringe(p, noise, id);
    tip = fringe ? 4.5 + 0.35 * noise.gaussian(id + 6) : tip;
    int most = most(p);
    // strands of a lock share their waywardness
    double lock = noise.at((float) p[0] * 0.9f, (float) p[1] * 0.9f, (float) p[2] * 0.9f);
    double x = p[0];
    double y = p[1];
    double z = p[2];
    int n = 0;
    for (; n < most; n++) {
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
      if (fringe) {
        vx = 0.10 * x;
        vy = -1;
        vz = 0.25;
      } else if (style.cut() == HairStyle.Cut.BUN) {
        vx = BUN[0] - x;
        vy = BUN[1] - y;
        vz = BUN[2] - z;
        if (norm(vx, vy, vz) < BUN_RADIUS) {
          return coil(n, most, noise, id, out, at);
        }
      } else if (style.cut() == HairStyle.Cut.SHORT) {
        double sweep = style.parting() > 0 ? -1 : 1;
        vx = 0.8 * sweep * top + 0.12 * side * (1 - top);
        vy = -1 + 0.95 * top;
        vz = -0.5 * top - 0.45;
      }
      double inward = Ramp.smooth(-3.5, -8, y);
      vx -= side * 0.55 * inward;
      x += STEP * vx / norm(vx, vy, vz);
      y += STEP * vy / norm(vx, vy, vz);
      z += STEP * vz / norm(vx, vy, vz);
      // hold the strand at its own distance from the head
      double rise = lift * Ramp.smooth(0, 7, n) + 0.10 * Math.sin(0.55 * n + wave);
      double cy = y - 2.2;
      double axisY = cy < 0 ? Math.max(23, 1.35 * (2.2 - style.tip())) : 10.1;
      double ax = 8.0 * width + rise;
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
      if (style.cut() == HairStyle.Cut.LONG && y < -10) {
        z = Math.max(z, overShoulder(x, y, p[2], layer));
      }
    }
    return n;
  }

  /** Strands of the fringe: many of those that begin over the forehead. */
  private boolean isFringe(double[] p, Noise noise, long id) {
    return style.cut() == HairStyle.Cut.FRINGE
        && p[2] > -2.5
        && p[1] > 6.5
        && Math.abs(p[0]) < 5.2
        && noise.uniform(id + 9) < 0.6;
  }

  /** Short hair ends above and before the ears. */
  private boolean isBeyondShort(double[] p) {
    return style.cut() == HairStyle.Cut.SHORT && p[1] < 1.8 && p[2] > -7;
  }

  /** How many points a strand from a place may have: short hair is longest on top. */
  private int most(double[] p) {
    if (style.cut() != HairStyle.Cut.SHORT) {
      return style.length();
    }
    return (int) Math.round(Ramp.mix(3, style.length(), Ramp.smooth(2, 8.5, p[1])));
  }

  /** Winds the rest of a strand about the bun. */
  private static int coil(int n, int most, Noise noise, long id, float[] out, int at) {
    double height = 2 * noise.uniform(id + 10) - 1;
    double ring = BUN_RADIUS * Math.sqrt(1 - height * height);
    double from = 2 * Math.PI * noise.uniform(id + 11);
    double tilt = 0.5 * noise.gaussian(id + 12);
    for (int k = n; k < most; k++) {
      double phi = from + 0.32 * (k - n);
      out[3 * (at + k)] = (float) (BUN[0] + ring * Math.cos(phi));
      out[3 * (at + k) + 1] =
          (float) (BUN[1] + BUN_RADIUS * height + tilt * ring * 0.4 * Math.sin(phi));
      out[3 * (at + k) + 2] = (float) (BUN[2] + ring * Math.sin(phi));
    }
    return most;
  }

  /** How far forward a long strand must lie so as not to fall through the shoulder. */
  private static double overShoulder(double x, double y, double root, double layer) {
    boolean behind = root < -5.5;
    return behind ? -99 : Torso.front(x, y - RISE) + 0.35 + 0.8 * layer;
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
    for (int s = 0; s < strands; s += every) {
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

  /** Draws all strands. */
  void draw(Raster raster, float[] screen, Lighting light, float scale, byte region) {
    Lamps lamps = light.lamps();
    float[] key = Vectors.floats(light.key());
    float[] rim = Vectors.floats(light.rim());
    float[] view = Vectors.floats(light.view());
    float[] keyHalf = Vectors.floats(light.keyHalf());
    float[] color = new float[3];
    float[] last = new float[3];
    for (int s = 0; s < strands; s++) {
      boolean before = false;
      for (int i = start[s]; i < start[s + 1]; i++) {
        // below the ears, hair behind the neck shows on either side of it
        boolean visible = positions[3 * i + 1] < 1 || facing(i, view) > BEHIND;
        if (!visible) {
          before = false;
          continue;
        }
        shade(i, tint[s], grey[s] ? GREY : style.melanin(), lamps, key, rim, view, keyHalf, color);
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
      int i,
      float shade,
      float[] melanin,
      Lamps lamps,
      float[] key,
      float[] rim,
      float[] view,
      float[] half,
      float[] rgb) {
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
      float body = melanin[c] * shade;
      rgb[c] =
          open
              * (body
                      * (lamps.key()[c] * 0.95f * diffuse * lit
                          + lamps.ceiling()[c] * 0.8f
                          + 0.25f * lamps.fill()[c])
                  + lamps.key()[c] * lit * (0.050f * narrow + 1.3f * body * second * second)
                  + lamps.rim()[c] * edge * (0.05f + 1.6f * body));
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
