package studio.viseme.compute.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleSupplier;
import studio.viseme.compute.Batch;

/**
 * Checks a gradient of the reference engine against central differences, in its own double
 * precision.
 */
public final class FiniteDifferences {
  private FiniteDifferences() {}

  /** Overwrites a batch with normal numbers times {@code scale}. */
  public static void randomize(Batch batch, Random random, double scale) {
    for (int c = 0; c < batch.channels(); c++) {
      for (int i = 0; i < batch.count(); i++) {
        ReferenceFloats.set(batch, c, i, scale * random.nextGaussian());
      }
    }
  }

  /** Σ a · b: a loss whose gradient by a is b. */
  public static double dot(Batch a, Batch b) {
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      for (int i = 0; i < a.count(); i++) {
        sum += ReferenceFloats.get(a, c, i) * ReferenceFloats.get(b, c, i);
      }
    }
    return sum;
  }

  /**
   * Moves every element of {@code parameters} and compares the change of {@code loss} with {@code
   * gradient}: the length of the difference must be below {@code tolerance} times the length of the
   * gradient, which must not be 0.
   */
  public static void check(
      String name,
      Batch parameters,
      Batch gradient,
      DoubleSupplier loss,
      double step,
      double tolerance) {
    double error = 0;
    double length = 0;
    for (int c = 0; c < parameters.channels(); c++) {
      for (int i = 0; i < parameters.count(); i++) {
        double value = ReferenceFloats.get(parameters, c, i);
        ReferenceFloats.set(parameters, c, i, value + step);
        double up = loss.getAsDouble();
        ReferenceFloats.set(parameters, c, i, value - step);
        double down = loss.getAsDouble();
        ReferenceFloats.set(parameters, c, i, value);
        double slope = (up - down) / (2 * step);
        double difference = slope - ReferenceFloats.get(gradient, c, i);
        error += difference * difference;
        length += slope * slope;
      }
    }
    assertThat(length).as("length of the gradient by %s", name).isGreaterThan(0);
    assertThat(Math.sqrt(error / length))
        .as("relative error of the gradient by %s", name)
        .isLessThan(tolerance);
  }
}
