package studio.viseme.sample;

import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;

/**
 * The skin as a picture: colour, gloss and fine relief, painted by rules in the head's own space,
 * so that neither seams nor stretching show. Red at cheeks, nose and lips, cooler around the mouth,
 * darker under the eyes, pores, freckles, brows of single hairs.
 */
final class SkinTexture {
  static final int SIZE = 1024;

  /** Red, green, blue (linear), gloss, and the relief's gradient in head space. */
  static final int CHANNELS = 7;

  final float[] texels = new float[SIZE * SIZE * CHANNELS];
  private final Noise noise;
  private final Complexion look;

  SkinTexture(HeadMesh mesh, float[] positions, HeadCage cage, Complexion look, long seed) {
    this.look = look;
    noise = new Noise(seed);
    boolean[] painted = new boolean[SIZE * SIZE];
    for (int t = 0; t < mesh.triangles.length; t += 3) {
      HeadCage.Part part = mesh.parts[t / 3];
      if (part != HeadCage.Part.LID_RIM && part != HeadCage.Part.MOUTH_BAG) {
        paint(
            mesh,
            positions,
            mesh.triangles[t],
            mesh.triangles[t + 1],
            mesh.triangles[t + 2],
            painted);
      }
    }
    spread(painted);
    brows(cage, mesh);
  }

  private void paint(HeadMesh mesh, float[] positions, int a, int b, int c, boolean[] painted) {
    float ax = mesh.uv[2 * a] * SIZE;
    float ay = mesh.uv[2 * a + 1] * SIZE;
    float bx = mesh.uv[2 * b] * SIZE - ax;
    float by = mesh.uv[2 * b + 1] * SIZE - ay;
    float cx = mesh.uv[2 * c] * SIZE - ax;
    float cy = mesh.uv[2 * c + 1] * SIZE - ay;
    float area = bx * cy - by * cx;
    if (Math.abs(area) < 1e-6f) {
      return;
    }
    int left = Math.max(0, (int) Math.floor(ax + Math.min(0, Math.min(bx, cx))));
    int right = Math.min(SIZE - 1, (int) Math.ceil(ax + Math.max(0, Math.max(bx, cx))));
    int top = Math.max(0, (int) Math.floor(ay + Math.min(0, Math.min(by, cy))));
    int bottom = Math.min(SIZE - 1, (int) Math.ceil(ay + Math.max(0, Math.max(by, cy))));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float dx = x + 0.5f - ax;
        float dy = y + 0.5f - ay;
        float wb = (dx * cy - dy * cx) / area;
        float wc = (dy * bx - dx * by) / area;
        if (wb < -0.02f || wc < -0.02f || wb + wc > 1.02f || painted[y * SIZE + x]) {
          continue;
        }
        float wa = 1 - wb - wc;
        painted[y * SIZE + x] = true;
        skin(
            (y * SIZE + x) * CHANNELS,
            wa * positions[3 * a] + wb * positions[3 * b] + wc * positions[3 * c],
            wa * positions[3 * a + 1] + wb * positions[3 * b + 1] + wc * positions[3 * c + 1],
            wa * positions[3 * a + 2] + wb * positions[3 * b + 2] + wc * positions[3 * c + 2],
            wa * mesh.lip[a] + wb * mesh.lip[b] + wc * mesh.lip[c],
            wa * mesh.lash[a] + wb * mesh.lash[b] + wc * mesh.lash[c],
            wa * mesh.fold[a] + wb * mesh.fold[b] + wc * mesh.fold[c],
            wa * mesh.scalp[a] + wb * mesh.scalp[b] + wc * mesh.scalp[c]);
      }
    }
  }

  private static double blob(
      double x, double y, double z, double cx, double cy, double cz, double r) {
    double d = ((x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz)) / (r * r);
    return Math.exp(-d);
  }

  /** 1 on the line from the wing of the nose to beside the mouth, soft around it. */
  private static double smileLine(double side, double y) {
    double along = Math.clamp((-1.2 - y) / 3.6, 0, 1);
    double at = 1.75 + 1.35 * Math.pow(along, 0.8);
    double fade = Ramp.smooth(-0.6, -1.6, y) * Ramp.smooth(-5.2, -3.6, y);
    return fade * Math.exp(-Math.pow((side - at) / 0.28, 2));
  }

  private void skin(
      int at, float x, float y, float z, float lip, float lash, float crease01, float scalp) {
    double side = Math.abs(x);
    double blotch = noise.fractal(x * 0.35f, y * 0.35f, z * 0.35f, 3);
    double mottle = noise.fractal(x * 1.7f, y * 1.7f, z * 1.7f, 3);
    double red = 0.42 * blob(side, y, z, 4.6, -0.6, 3.2, 2.9);
    red += 0.35 * blob(x, y, z, 0, -0.7, 7.3, 1.4);
    red += 0.25 * blob(x, y, z, 0, -7.9, 5, 1.6);
    red += 0.07 * blotch + 0.05 * mottle;
    red *= look.blood();
    double under = blob(side, y, z, 2.7, 1.35, 3.9, 1.15);
    double lidShade = blob(side, y, z, 3.1, 3.35, 4.0, 0.75);
    double mouthCool = blob(side, y, z, 1.8, -5.2, 5, 2.2);
    // haemoglobin takes green and blue; melanin takes blue most
    double melanin =
        0.04 * blotch + 0.03 * mottle + 0.22 * under + 0.20 * lidShade + 0.05 * mouthCool;
    double freckle = Math.max(0, noise.at(x * 5.5f, y * 5.5f, z * 5.5f) - 0.56) * 2.6;
    freckle *= 0.35 + blob(side, y, z, 3.0, 0.2, 5, 3.0);
    melanin += 0.30 * look.freckles() * freckle;
    melanin += look.age() * (0.12 * under + wrinkles(x, y, z));
    double r = look.skin()[0] * Math.exp(-0.30 * red - 0.75 * melanin);
    double g = look.skin()[1] * Math.exp(-0.72 * red - 1.20 * melanin);
    double b = look.skin()[2] * Math.exp(-0.66 * red - 1.55 * melanin + 0.1 * under);
    double fine = noise.fractal(x * 9, y * 9, z * 9, 2);
    double grain = 1 + 0.035 * fine;
    r *= grain;
    g *= grain;
    b *= grain;

    double red01 = Ramp.smooth(0.42, 0.86, lip + 0.05 * noise.at(x * 4, y * 4, z * 4));
    double crease = noise.fractal(x * 6f, y * 1.6f, z * 1.6f, 3);
    double lipShade = 1 + 0.06 * crease;
    r = Ramp.mix(r, look.lips()[0] * lipShade, 0.92 * red01);
    g = Ramp.mix(g, look.lips()[1] * lipShade, 0.92 * red01);
    b = Ramp.mix(b, look.lips()[2] * lipShade, 0.92 * red01);

    double nostril = blob(side * 1.15, y * 1.2, z, 0.82, -1.68 * 1.2, 6.02, 0.36);
    double dark = 1 - 0.93 * Math.min(1, 1.5 * nostril);
    double liner = Ramp.smooth(0.25, 1.0, lash);
    r *= dark * (1 - 0.80 * liner);
    g *= dark * (1 - 0.86 * liner);
    b *= dark * (1 - 0.87 * liner);

    double fold = Ramp.smooth(0.45, 0.95, crease01);
    double line =
        1
            - (0.10 + 0.22 * look.age()) * smileLine(side, y)
            - 0.06 * blob(x * 2.2, y * 0.8, 0, 0, -2.75 * 0.8, 0, 0.5);
    r *= line * (1 - 0.16 * fold);
    g *= line * (1 - 0.28 * fold);
    b *= line * (1 - 0.30 * fold);
    double hair =
        Ramp.smooth(
            0.12,
            0.75,
            scalp + 0.30 * Math.min(1, 8 * scalp) * noise.fractal(x * 3.5f, y * 1.5f, z * 1.5f, 3));
    r = Ramp.mix(r, look.scalp()[0], look.scalpCover() * hair);
    g = Ramp.mix(g, look.scalp()[1], look.scalpCover() * hair);
    b = Ramp.mix(b, look.scalp()[2], look.scalpCover() * hair);
    dark *= 1 - 0.8 * hair;
    double beard = look.beardCover() > 0 ? look.beardCover() * beard(x, y, z) * (1 - red01) : 0;
    r = Ramp.mix(r, look.beard()[0], beard);
    g = Ramp.mix(g, look.beard()[1], beard);
    b = Ramp.mix(b, look.beard()[2], beard);
    dark *= 1 - 0.7 * beard;

    texels[at] = (float) r;
    texels[at + 1] = (float) g;
    texels[at + 2] = (float) b;
    double oily =
        0.5 * blob(x, y, z, 0, 5.8, 5, 3.2)
            + 0.65 * blob(x, y, z, 0, 0, 7, 2.0)
            + 0.2 * blob(x, y, z, 0, -8, 5, 2);
    texels[at + 3] =
        (float)
            ((0.34 + 0.4 * oily + 0.12 * fine) * dark * (1 - 0.6 * liner)
                + 0.85 * red01 * (0.8 + 0.35 * crease));
    relief(at + 4, x, y, z, red01);
  }

  /**
   * Lines of age: across the forehead, beside the eyes. The upper forehead has none, as the neck
   * borrows its skin from there.
   */
  private double wrinkles(float x, float y, float z) {
    double side = Math.abs(x);
    double forehead =
        Ramp.smooth(4.5, 4.9, y) * Ramp.smooth(6.05, 5.7, y) * Ramp.smooth(4.8, 3, side);
    double bend = y + 0.12 * noise.at(x * 0.8f, 0, 3) - 0.02 * side * side;
    double across = Math.pow(0.5 + 0.5 * Math.cos(bend * 7.5), 6);
    double crow = blob(side, y, z, 5.7, 2.6, 2.6, 0.9);
    double rays = Math.pow(0.5 + 0.5 * Math.cos(14 * Math.atan2(y - 2.6, side - 4.4)), 4);
    return 0.30 * forehead * across + 0.30 * crow * rays;
  }

  /** How much beard grows at a place, 0..1: jaw, chin and above the lip, in single hairs. */
  private double beard(float x, float y, float z) {
    double side = Math.abs(x);
    double edge = Ramp.mix(-4.4, 0.6, Ramp.smooth(3.0, 6.6, side));
    edge += 0.25 * noise.at(x * 1.5f, y * 1.5f, z * 1.5f);
    double jaw = Ramp.smooth(edge + 0.3, edge - 0.5, y) * Ramp.smooth(2.0, 2.9, side);
    double chin = Ramp.smooth(-5.6, -6.2, y) * Ramp.smooth(3.2, 2.4, side);
    double above = Ramp.smooth(-2.15, -2.6, y) * Ramp.smooth(-4.6, -3.9, y);
    double lip = above * Ramp.smooth(3.2, 2.6, side);
    double mouthSide = blob(side, y, 0, 2.9, -5.0, 0, 0.9);
    double grows = Math.min(1, jaw + chin + lip + 0.8 * mouthSide);
    double hairs = noise.fractal(x * 8f, y * 3f, z * 8f, 3);
    return grows * Math.clamp(0.75 + 0.6 * hairs, 0, 1);
  }

  /** The gradient of the skin's relief: pores and the fine lines of the lips. */
  private void relief(int at, float x, float y, float z, double lip) {
    float e = 0.03f;
    float strength = (float) Ramp.mix(0.0085, 0.012, lip);
    for (int k = 0; k < 3; k++) {
      float dx = k == 0 ? e : 0;
      float dy = k == 1 ? e : 0;
      float dz = k == 2 ? e : 0;
      float up = height(x + dx, y + dy, z + dz, lip);
      float down = height(x - dx, y - dy, z - dz, lip);
      texels[at + k] = strength * (up - down) / (2 * e);
    }
  }

  private float height(float x, float y, float z, double lip) {
    float pores = noise.at(x * 7.5f, y * 7.5f, z * 7.5f) + 0.45f * noise.at(x * 14, y * 14, z * 14);
    float lines = noise.fractal(x * 6f, y * 1.6f, z * 1.6f, 3);
    return (float) Ramp.mix(pores, lines, lip);
  }

  /**
   * Lets the painted texels run over the edges of the unpainted, so that interpolation finds skin
   * everywhere.
   */
  private void spread(boolean[] painted) {
    for (int round = 0; round < 24; round++) {
      boolean[] before = painted.clone();
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          if (before[y * SIZE + x]) {
            continue;
          }
          for (int k = 0; k < 4; k++) {
            int nx = x + (k == 0 ? 1 : k == 1 ? -1 : 0);
            int ny = y + (k == 2 ? 1 : k == 3 ? -1 : 0);
            if (nx >= 0 && ny >= 0 && nx < SIZE && ny < SIZE && before[ny * SIZE + nx]) {
              System.arraycopy(
                  texels, (ny * SIZE + nx) * CHANNELS, texels, (y * SIZE + x) * CHANNELS, CHANNELS);
              painted[y * SIZE + x] = true;
              break;
            }
          }
        }
      }
    }
    int skin = (SIZE / 5 * SIZE + SIZE / 2) * CHANNELS;
    for (int i = 0; i < painted.length; i++) {
      if (!painted[i]) {
        System.arraycopy(texels, skin, texels, i * CHANNELS, CHANNELS);
      }
    }
  }

  /** Single hairs from the lower edge of each brow to the upper, leaning to the temple. */
  private void brows(HeadCage cage, HeadMesh mesh) {
    int hairs = (int) Math.round(420 * look.brows());
    for (int[][] brow : new int[][][] {FacePoints.LEFT_BROW, FacePoints.RIGHT_BROW}) {
      for (int h = 0; h < hairs; h++) {
        long id = h + 1000L * brow[0][0];
        double along = 0.02 + 0.96 * noise.uniform(id);
        double across = noise.uniform(id + 500_000);
        // thick over the inner half, tapering to the temple
        double body = Ramp.smooth(0, 0.45, along) * (1 - 0.25 * Ramp.smooth(0.85, 1, along));
        double root = 0.5 + (across - 0.62) * (0.30 + 0.52 * body);
        double[] from = onBrow(brow, mesh.uv, along, root);
        double lean =
            Ramp.mix(0.11, 0.03, Ramp.smooth(0.75, 1, along))
                * (0.7 + 0.6 * noise.uniform(id + 900_000));
        double[] to = onBrow(brow, mesh.uv, along - lean, root + 0.28 * (0.6 + 0.4 * along));
        double shade = 0.55 + 0.4 * noise.uniform(id + 700_000);
        stroke(from, to, shade * Ramp.smooth(0, 0.12, along));
      }
    }
  }

  /**
   * A point between the brow's lower (0) and upper (1) edge, along from the temple (0) to the nose
   * (1), texels.
   */
  private static double[] onBrow(int[][] brow, float[] uv, double along, double across) {
    double at = Math.clamp(along, 0, 1) * 4;
    int k = (int) Math.min(3, at);
    double f = at - k;
    double[] p = new double[2];
    for (int c = 0; c < 2; c++) {
      double upper = Ramp.mix(uv[2 * brow[0][k] + c], uv[2 * brow[0][k + 1] + c], f);
      double lower = Ramp.mix(uv[2 * brow[1][k] + c], uv[2 * brow[1][k + 1] + c], f);
      p[c] = Ramp.mix(lower, upper, across) * SIZE;
    }
    return p;
  }

  private void stroke(double[] from, double[] to, double strength) {
    int steps = (int) Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1])) + 1;
    for (int s = 0; s <= steps; s++) {
      double f = (double) s / steps;
      double taper = strength * (1 - 0.75 * f) * 0.5;
      double px = Ramp.mix(from[0], to[0], f) - 0.5;
      double py = Ramp.mix(from[1], to[1], f) - 0.5;
      int x = (int) Math.floor(px);
      int y = (int) Math.floor(py);
      for (int k = 0; k < 4; k++) {
        int tx = x + (k & 1);
        int ty = y + (k >> 1);
        double w =
            ((k & 1) == 1 ? px - x : 1 - px + x) * ((k >> 1) == 1 ? py - y : 1 - py + y) * taper;
        int i = (ty * SIZE + tx) * CHANNELS;
        texels[i] = (float) Ramp.mix(texels[i], look.brow()[0], w);
        texels[i + 1] = (float) Ramp.mix(texels[i + 1], look.brow()[1], w);
        texels[i + 2] = (float) Ramp.mix(texels[i + 2], look.brow()[2], w);
        texels[i + 3] *= (float) (1 - 0.7 * w);
      }
    }
  }
}
