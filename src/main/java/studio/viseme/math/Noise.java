package studio.viseme.math;

/** Seeded smooth randomness: the same at the same place, whoever asks and whenever. */
public final class Noise {
  private final long seed;

  public Noise(long seed) {
    this.seed = seed;
  }

  /** 64 well mixed bits of a counter (the finaliser of SplitMix64; Steele et al. 2014). */
  public static long mix(long x) {
    x += 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  /** −1..1 at a lattice point. */
  private float lattice(int x, int y, int z) {
    long h =
        mix(
            seed
                ^ (x * 0x8da6b343L)
                ^ ((long) y * 0xd8163841L << 8)
                ^ ((long) z * 0xcb1ab31fL << 16));
    return (int) (h >> 32) * (1f / (1L << 31));
  }

  /** 0..1 for a number. */
  public double uniform(long index) {
    return (mix(seed * 31 + mix(index)) >>> 11) * 0x1p-53;
  }

  /** Standard normal for a number. */
  public double gaussian(long index) {
    double u = 1 - uniform(2 * index + 0x5bd1e995L);
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniform(2 * index + 0x5bd1e996L));
  }

  private static float fade(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  /** Smooth value noise in space, −1..1, features of size 1. */
  public float at(float x, float y, float z) {
    int ix = (int) Math.floor(x);
    int iy = (int) Math.floor(y);
    int iz = (int) Math.floor(z);
    float fx = fade(x - ix);
    float fy = fade(y - iy);
    float fz = fade(z - iz);
    float sum = 0;
    for (int c = 0; c < 8; c++) {
      int dx = c & 1;
      int dy = c >> 1 & 1;
      int dz = c >> 2;
      float w = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy) * (dz == 1 ? fz : 1 - fz);
      sum += w * lattice(ix + dx, iy + dy, iz + dz);
    }
    return sum;
  }

  /** Octaves of {@link #at}, each twice as fine and half as strong. */
  public float fractal(float x, float y, float z, int octaves) {
    float sum = 0;
    float gain = 1;
    for (int o = 0; o < octaves; o++) {
      sum += gain * at(x + 17.3f * o, y - 5.1f * o, z + 3.7f * o);
      x *= 2;
      y *= 2;
      z *= 2;
      gain /= 2;
    }
    return sum;
  }

  /** A smooth random walk in time, about −1..1, one feature a second for {@code rate} 1. */
  public double drift(double seconds, double rate, int channel) {
    float t = (float) (seconds * rate);
    return 0.75 * at(t, 100.5f * channel + 0.37f, 0.5f)
        + 0.4 * at(2.17f * t, 100.5f * channel + 50.2f, 7.5f);
  }
}
