package studio.viseme.sample;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Numbers from a seed, one after the other. */
final class Draw {
  private final RandomGenerator random;

  Draw(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** About normal, never beyond ±{@code spread}·2. */
  double around(double middle, double spread) {
    return middle + spread * Math.clamp(random.nextGaussian(), -2, 2);
  }

  /** A colour on the way from one to another. */
  float[] mix(float[] from, float[] to) {
    return mix(from, to, random.nextDouble());
  }

  static float[] mix(float[] from, float[] to, double share) {
    float[] color = new float[3];
    for (int c = 0; c < 3; c++) {
      color[c] = (float) (from[c] + (to[c] - from[c]) * share);
    }
    return color;
  }
}
