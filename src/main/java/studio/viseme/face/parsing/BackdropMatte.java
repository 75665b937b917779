package studio.viseme.face.parsing;

import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * How much of each pixel at the person's outline is the person: strands of hair are thinner than a
 * pixel. The colour is taken for a mixture {@code I = αF + (1 − α)B} of the person's colours
 * nearby, which lie along a line (Levin, Lischinski, Weiss, "A Closed-Form Solution to Natural
 * Image Matting", 2008), and the backdrop, which is known from the plate; α is the most probable
 * one, as in Bayesian matting (Chuang et al. 2001), with a Gaussian prior around what the guided
 * filter says.
 *
 * <p>How well the plate holds is measured in the frame itself, on the sure background nearby: light
 * that changed shifts it, and where the backdrop moves, or was never seen, the frame's own
 * background nearby takes the plate's place if it is the better guess. So the prior decides just
 * where person and backdrop look alike.
 */
final class BackdropMatte {
  /** Pixels of the small map to a place of the grids of colours. */
  private static final int COARSE = 4;

  private static final double PERSON_REACH = 2.5;
  private static final double BACKGROUND_REACH = 3.5;

  /** The camera's and the codec's noise, squared grey levels. */
  private static final float NOISE = 12;

  /** How far the guided filter's alpha strays, squared. */
  private static final float PRIOR_VARIANCE = 0.05f;

  /**
   * The outline's colours aren't quite those of the inside, squared grey levels along their line
   * and across.
   */
  private static final float STRAY_ALONG = 150;

  private static final float STRAY_ACROSS = 20;

  private static final int ROUNDS = 2;

  /** A smaller prior is none where the backdrop explains the colour to within its own noise. */
  private static final float SETTLED = 0.02f;

  /** Alphas nearer to 0 or 1 than this are noise. */
  private static final float SNAP = 0.06f;

  private final int w;
  private final int h;
  private final int gw;
  private final int gh;
  private final GrayImage band;
  private final LocalColours person;
  private final LocalColours backdrop;
  private final LocalColours change;

  /** Line of the person's colours at each place of the grid, five numbers. */
  private final float[] lines;

  private BackdropMatte(GrayImage band) {
    this.w = band.width();
    this.h = band.height();
    this.gw = (w + COARSE - 1) / COARSE;
    this.gh = (h + COARSE - 1) / COARSE;
    this.band = band;
    this.person = new LocalColours(gw, gh);
    this.backdrop = new LocalColours(gw, gh);
    this.change = new LocalColours(gw, gh);
    this.lines = new float[5 * gw * gh];
  }

  /**
   * Replaces the alphas in the band.
   *
   * @param labels of the small picture
   * @param band where to look, at the small picture's size
   * @param plate the background at full size and at the small one
   * @param alpha at full size: the guided filter's in, the matte's out
   */
  static void refine(
      RgbImage picture,
      RgbImage small,
      byte[] labels,
      GrayImage band,
      BackgroundPlate plate,
      BackgroundPlate smallPlate,
      FloatPlane alpha) {
    BackdropMatte matte = new BackdropMatte(band);
    matte.learn(small, labels, smallPlate);
    matte.solve(picture, plate, alpha);
  }

  private void learn(RgbImage small, byte[] labels, BackgroundPlate plate) {
    byte[] near = nearBand();
    byte[] c = small.data();
    byte[] b = plate.image().data();
    for (int y = 0, i = 0; y < h; y++) {
      int row = y / COARSE * gw;
      for (int x = 0; x < w; x++, i++) {
        int cell = row + x / COARSE;
        if (near[cell] == 0 || band.data()[i] != 0) {
          continue;
        }
        float red = c[3 * i] & 255;
        float green = c[3 * i + 1] & 255;
        float blue = c[3 * i + 2] & 255;
        if (labels[i] != FaceRegion.BACKGROUND.code()) {
          person.add(cell, red, green, blue);
        } else {
          backdrop.add(cell, red, green, blue);
          if (plate.reliability().data()[i] != 0) {
            change.add(
                cell,
                red - (b[3 * i] & 255),
                green - (b[3 * i + 1] & 255),
                blue - (b[3 * i + 2] & 255));
          }
        }
      }
    }
    person.spread(PERSON_REACH);
    backdrop.spread(BACKGROUND_REACH);
    change.spread(BACKGROUND_REACH);
    float[] line = new float[5];
    for (int cell = 0; cell < near.length; cell++) {
      if (near[cell] != 0) {
        person.line(cell, line);
        System.arraycopy(line, 0, lines, 5 * cell, 5);
      }
    }
  }

  /** Places of the grid within a few of the band: what lies farther says nothing about it. */
  private byte[] nearBand() {
    byte[] out = new byte[gw * gh];
    int reach = 4;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        if (band.data()[y * w + x] == 0) {
          continue;
        }
        int cx = x / COARSE;
        int cy = y / COARSE;
        if (out[cy * gw + cx] == 2) {
          continue;
        }
        for (int v = Math.max(0, cy - reach); v <= Math.min(gh - 1, cy + reach); v++) {
          for (int u = Math.max(0, cx - reach); u <= Math.min(gw - 1, cx + reach); u++) {
            out[v * gw + u] = (byte) Math.max(1, out[v * gw + u]);
          }
        }
        out[cy * gw + cx] = 2;
      }
    }
    return out;
  }

  private void solve(RgbImage picture, BackgroundPlate plate, FloatPlane alpha) {
    int width = picture.width();
    int height = picture.height();
    Mixture mixture = new Mixture();
    for (int y = 0; y < h; y++) {
      int top = (int) ((long) y * height / h);
      int bottom = (int) ((y + 1L) * height / h);
      for (int x = 0; x < w; x++) {
        if (band.data()[y * w + x] == 0 || !mixture.at(x, y)) {
          continue;
        }
        int left = (int) ((long) x * width / w);
        int right = (int) ((x + 1L) * width / w);
        for (int v = top; v < bottom; v++) {
          for (int i = v * width + left; i < v * width + right; i++) {
            alpha.data()[i] = mixture.alpha(picture, plate, i, alpha.data()[i]);
          }
        }
      }
    }
  }

  private static float unit(float value) {
    return Math.min(1, Math.max(0, value));
  }

  /** What mixes around one pixel of the small map. */
  private final class Mixture {
    private final float[] front = new float[3];
    private final float[] behind = new float[3];
    private final float[] shift = new float[3];
    private boolean plateHolds;
    private float behindVariance;
    private float shiftVariance;
    private int cell;

    /** False when nothing is known of the person or of the background there. */
    boolean at(int x, int y) {
      cell = y / COARSE * gw + x / COARSE;
      if (!person.known(cell) || !backdrop.known(cell)) {
        return false;
      }
      // Means are interpolated between places, or their squares would show in the matte.
      float gx = Math.clamp((x + 0.5f) / COARSE - 0.5f, 0, gw - 1);
      float gy = Math.clamp((y + 0.5f) / COARSE - 0.5f, 0, gh - 1);
      plateHolds = change.known(cell);
      interpolate(person, gx, gy, front);
      interpolate(backdrop, gx, gy, behind);
      if (plateHolds) {
        interpolate(change, gx, gy, shift);
      }
      behindVariance = backdrop.variance(cell);
      shiftVariance = change.variance(cell);
      return true;
    }

    private void interpolate(LocalColours colours, float gx, float gy, float[] out) {
      int x0 = (int) gx;
      int y0 = (int) gy;
      int x1 = Math.min(gw - 1, x0 + 1);
      int y1 = Math.min(gh - 1, y0 + 1);
      float fx = gx - x0;
      float fy = gy - y0;
      out[0] = 0;
      out[1] = 0;
      out[2] = 0;
      float total =
          blend(colours, y0 * gw + x0, (1 - fx) * (1 - fy), out)
              + blend(colours, y0 * gw + x1, fx * (1 - fy), out)
              + blend(colours, y1 * gw + x0, (1 - fx) * fy, out)
              + blend(colours, y1 * gw + x1, fx * fy, out);
      for (int c = 0; c < 3 && total > 0; c++) {
        out[c] /= total;
      }
    }

    private float blend(LocalColours colours, int place, float weight, float[] out) {
      if (!colours.known(place)) {
        return 0;
      }
      for (int c = 0; c < 3; c++) {
        out[c] += weight * colours.mean(c, place);
      }
      return weight;
    }

    float alpha(RgbImage picture, BackgroundPlate plate, int i, float prior) {
      byte[] pixel = picture.data();
      byte[] known = plate.image().data();
      boolean seen = plateHolds && plate.reliability().data()[i] != 0;
      boolean fromPlate = seen && shiftVariance < behindVariance;
      float variance = fromPlate ? shiftVariance : behindVariance;
      // The line from backdrop to person, and the pixel on it; the person's own line is e.
      float d2 = 0;
      float de = 0;
      float dp = 0;
      float pe = 0;
      float p2 = 0;
      for (int c = 0; c < 3; c++) {
        float back = fromPlate ? (known[3 * i + c] & 255) + shift[c] : behind[c];
        float d = front[c] - back;
        float p = (pixel[3 * i + c] & 255) - back;
        float e = lines[5 * cell + c];
        d2 += d * d;
        de += d * e;
        dp += d * p;
        pe += p * e;
        p2 += p * p;
      }
      if (prior < SETTLED && p2 < 3 * (variance + NOISE)) {
        return 0;
      }
      float along = lines[5 * cell + 3] + STRAY_ALONG;
      float across = lines[5 * cell + 4] + STRAY_ACROSS;
      float start = unit(prior);
      float a = start;
      for (int round = 0; round < ROUNDS; round++) {
        float rest = 1 - a;
        float s = a * a * across + rest * rest * variance + NOISE;
        float k = a * a * along / (s + a * a * along);
        // Sherman and Morrison's inverse of sI + a²·along·eeᵀ.
        float certainty = (d2 - k * de * de) / s;
        float evidence = (dp - k * de * pe) / s;
        a = unit((evidence + start / PRIOR_VARIANCE) / (certainty + 1 / PRIOR_VARIANCE));
      }
      return unit((a - SNAP) / (1 - 2 * SNAP));
    }
  }
}
