package studio.viseme.sample;

import java.util.Arrays;
import studio.viseme.math.Noise;
import studio.viseme.math.Ramp;

/**
 * What is behind the person. Colours are linear.
 *
 * @param kind of place
 * @param color its main colour
 * @param seed of its details
 */
record Backdrop(Kind kind, float[] color, long seed) {
  /** Kinds of places. */
  enum Kind {
    /** A wall with a pool of light on it, darker to the corners. */
    POOL,
    /** A plain wall, a little brighter to one side. */
    WALL,
    /** Shelves full of books, out of focus. */
    SHELVES,
    /** A wall with a screen on which something moves. */
    SCREEN,
    /** A wall of the hair's own colour. */
    LIKE_HAIR,
    /** A wall of the clothes' own colour. */
    LIKE_CLOTHES
  }

  static final Backdrop PRESENTER = new Backdrop(Kind.POOL, new float[3], 0);

  /** The screen's place in the picture, 0..1: left, top, right, bottom. */
  private static final double[] SCREEN = {0.02, 0.06, 0.36, 0.44};

  static Backdrop drawn(Draw draw, HairStyle hair, Wardrobe wardrobe) {
    Kind[] kinds = {
      Kind.POOL,
      Kind.WALL,
      Kind.WALL,
      Kind.SHELVES,
      Kind.SHELVES,
      Kind.SCREEN,
      Kind.LIKE_HAIR,
      Kind.LIKE_CLOTHES
    };
    Kind kind = kinds[draw.below(kinds.length)];
    double light = draw.between(0.08, 0.55);
    float[] color = {
      (float) (light * draw.between(0.85, 1.1)),
      (float) (light * draw.between(0.9, 1.05)),
      (float) (light * draw.between(0.8, 1.15))
    };
    long seed = draw.below(1 << 30);
    return switch (kind) {
      case LIKE_HAIR -> new Backdrop(kind, lighter(hair.melanin(), 1.4f), seed);
      case LIKE_CLOTHES -> new Backdrop(kind, lighter(wardrobe.color(), 1.1f), seed);
      default -> new Backdrop(kind, color, seed);
    };
  }

  /** Somewhat lighter, but no wall gives back more light than falls on it. */
  private static float[] lighter(float[] color, float factor) {
    return new float[] {
      Math.min(1, color[0] * factor), Math.min(1, color[1] * factor), Math.min(1, color[2] * factor)
    };
  }

  /** All that stands still, linear RGB of {@code n} × {@code n} samples. */
  float[] paint(int n) {
    return switch (kind) {
      case POOL -> pool(n);
      case SHELVES -> blurred(shelves(n), n, n / 64);
      default -> wall(n);
    };
  }

  boolean moves() {
    return kind == Kind.SCREEN;
  }

  /** Whether something may move at a place, 0..1. */
  boolean movesAt(double x, double y) {
    return moves() && x >= SCREEN[0] && x < SCREEN[2] && y >= SCREEN[1] && y < SCREEN[3];
  }

  /** Paints what moves over what stands still. */
  void move(float[] samples, int n, double seconds) {
    if (!moves()) {
      return;
    }
    for (int y = (int) (SCREEN[1] * n); y < (int) (SCREEN[3] * n); y++) {
      for (int x = (int) (SCREEN[0] * n); x < (int) (SCREEN[2] * n); x++) {
        double u = (x / (double) n - SCREEN[0]) / (SCREEN[2] - SCREEN[0]);
        double v = (y / (double) n - SCREEN[1]) / (SCREEN[3] - SCREEN[1]);
        double wave = Math.sin(9 * u + 2.2 * seconds) * Math.cos(7 * v - 1.3 * seconds);
        double bar = Ramp.smooth(0.04, 0.0, Math.abs(u - (0.15 * seconds) % 1.2));
        boolean rim = u < 0.03 || u > 0.97 || v < 0.04 || v > 0.96;
        double light = rim ? 0.01 : 0.25 + 0.18 * wave + 0.5 * bar;
        int i = 3 * (y * n + x);
        samples[i] = (float) (light * (rim ? 1 : 0.5 + 0.3 * wave));
        samples[i + 1] = (float) (light * (rim ? 1 : 0.7));
        samples[i + 2] = (float) (light * (rim ? 1 : 1.1));
      }
    }
  }

  private static float[] pool(int n) {
    float[] wall = new float[n * n * 3];
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        double dx = (x + 0.5) / n - 0.62;
        double dy = (y + 0.5) / n - 0.36;
        double pool = Math.exp(-(dx * dx * 1.5 + dy * dy * 1.9) / 0.16);
        double r = 0.050 + 0.150 * pool;
        double g = 0.060 + 0.155 * pool;
        double b = 0.072 + 0.158 * pool;
        int i = 3 * (y * n + x);
        wall[i] = (float) r;
        wall[i + 1] = (float) g;
        wall[i + 2] = (float) b;
      }
    }
    return wall;
  }

  private float[] wall(int n) {
    Noise noise = new Noise(seed);
    float[] wall = new float[n * n * 3];
    double side = noise.uniform(1) - 0.5;
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        double light = 1 + 0.5 * side * ((x + 0.5) / n - 0.5) - 0.15 * (y + 0.5) / n;
        light *= 1 + 0.02 * noise.fractal(x * 30f / n, y * 30f / n, 0, 3);
        for (int c = 0; c < 3; c++) {
          wall[3 * (y * n + x) + c] = (float) (color[c] * light);
        }
      }
    }
    return wall;
  }

  private float[] shelves(int n) {
    Noise noise = new Noise(seed);
    float[] picture = new float[n * n * 3];
    int rows = 4 + (int) (2 * noise.uniform(1));
    int tall = n / rows;
    for (int row = 0; row < rows; row++) {
      int top = row * tall;
      int board = tall / 10;
      int x = 0;
      for (long book = 1000L * row; x < n; book++) {
        int wide = (int) (n * (0.02 + 0.035 * noise.uniform(10 * book)));
        double high = 0.70 + 0.25 * noise.uniform(10 * book + 1);
        double dark = Math.pow(noise.uniform(10 * book + 2), 1.5);
        float[] back = {
          (float) (0.02 + 0.45 * dark * noise.uniform(10 * book + 3)),
          (float) (0.02 + 0.40 * dark * noise.uniform(10 * book + 4)),
          (float) (0.02 + 0.40 * dark * noise.uniform(10 * book + 5))
        };
        for (int y = top; y < Math.min(n, top + tall); y++) {
          boolean wood = y >= top + tall - board;
          boolean cover = y >= top + (1 - high) * tall;
          for (int k = x; k < Math.min(n, x + wide); k++) {
            double round = 0.6 + 0.4 * Math.sin(Math.PI * (k - x + 0.5) / wide);
            for (int c = 0; c < 3; c++) {
              picture[3 * (y * n + k) + c] =
                  wood ? color[c] * 0.8f : cover ? (float) (back[c] * round) : 0.015f;
            }
          }
        }
        x += wide;
      }
    }
    return picture;
  }

  /** Two running means each way, cut at the rim. */
  private static float[] blurred(float[] picture, int n, int radius) {
    float[] out = picture;
    for (int round = 0; round < 2; round++) {
      out = smear(smear(out, n, radius, 3, 3 * n), n, radius, 3 * n, 3);
    }
    return out;
  }

  private static float[] smear(float[] in, int n, int radius, int along, int across) {
    float[] out = new float[in.length];
    double[] sums = new double[n + 1];
    for (int line = 0; line < n; line++) {
      for (int c = 0; c < 3; c++) {
        int from = line * across + c;
        Arrays.fill(sums, 0);
        for (int i = 0; i < n; i++) {
          sums[i + 1] = sums[i] + in[from + i * along];
        }
        for (int i = 0; i < n; i++) {
          int low = Math.max(0, i - radius);
          int high = Math.min(n, i + radius + 1);
          out[from + i * along] = (float) ((sums[high] - sums[low]) / (high - low));
        }
      }
    }
    return out;
  }
}
