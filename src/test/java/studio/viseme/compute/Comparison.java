package studio.viseme.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import studio.viseme.job.Workers;

/**
 * Runs the same work on the reference and on the CPU with one and with two threads. The reference's
 * result must be met within a tolerance; both CPU results must be the same bits.
 */
final class Comparison {
  private Comparison() {}

  /** What a piece of work made: named lists of floats, compared one by one. */
  static final class Results {
    private final List<String> names = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();

    Results add(String name, Batch batch) {
      return add(name, batch.download());
    }

    Results add(String name, float[] floats) {
      names.add(name);
      values.add(floats);
      return this;
    }

    Results add(String name, Gaussians g) {
      return add(name + " mean", g.means())
          .add(name + " log scale", g.logScales())
          .add(name + " rotation", g.rotations())
          .add(name + " opacity", g.opacityLogits())
          .add(name + " colour", g.colorLogits());
    }
  }

  /**
   * Compares.
   *
   * @param tolerance of the length of the difference, relative to the length of the reference's
   *     result
   * @return the reference's results in order
   */
  static List<float[]> check(double tolerance, Function<Engine, Results> work) {
    try (Engine reference = Engines.reference();
        Workers one = Workers.sameThread();
        Workers two = Workers.of(2);
        Engine cpu = Engines.cpu(one);
        Engine parallel = Engines.cpu(two)) {
      Results expected = work.apply(reference);
      Results actual = work.apply(cpu);
      Results again = work.apply(parallel);
      for (int k = 0; k < expected.names.size(); k++) {
        String name = expected.names.get(k);
        assertThat(again.values.get(k))
            .as("%s on two threads", name)
            .isEqualTo(actual.values.get(k));
        assertClose(name, actual.values.get(k), expected.values.get(k), tolerance);
      }
      return expected.values;
    }
  }

  static void assertClose(String name, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double error = 0;
    double length = 0;
    for (int i = 0; i < actual.length; i++) {
      error += Math.pow(actual[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    assertThat(Math.sqrt(error))
        .as("difference of %s", name)
        .isLessThanOrEqualTo(tolerance * Math.sqrt(length) + 1e-12);
  }

  /** Normal numbers in a batch whose rows have room to spare, so that strides matter. */
  static Batch random(Engine engine, Random random, int channels, int count, double scale) {
    Batch batch = Batch.allocate(engine, channels, count + 3).first(count);
    float[] values = new float[channels * count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    batch.upload(values);
    return batch;
  }

  /** A vector of normal numbers. */
  static Batch randomVector(Engine engine, Random random, long length, double scale) {
    return random(engine, random, 1, Math.toIntExact(length), scale);
  }

  /** Uniform numbers 0..1. */
  static Picture randomPicture(Engine engine, Random random, int channels, int width, int height) {
    Picture picture = Picture.allocate(engine, channels, width, height);
    float[] values = new float[channels * width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    picture.upload(values);
    return picture;
  }
}
