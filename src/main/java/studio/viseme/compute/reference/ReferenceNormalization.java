package studio.viseme.compute.reference;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Normalization;
import studio.viseme.compute.Shapes;

/** Layer normalisation item by item. */
final class ReferenceNormalization implements Normalization {
  private final int channels;
  private double[] parameters = new double[0];
  private @Nullable Batch input;

  ReferenceNormalization(int channels) {
    this.channels = channels;
  }

  @Override
  public int channels() {
    return channels;
  }

  private static double mean(Batch in, int item) {
    double sum = 0;
    for (int c = 0; c < in.channels(); c++) {
      sum += ReferenceFloats.get(in, c, item);
    }
    return sum / in.channels();
  }

  private static double deviation(Batch in, int item, double mean) {
    double squares = 0;
    for (int c = 0; c < in.channels(); c++) {
      double d = ReferenceFloats.get(in, c, item) - mean;
      squares += d * d;
    }
    return Math.sqrt(squares / in.channels() + EPSILON);
  }

  @Override
  public void forward(Batch parameterVector, Batch input, Batch output) {
    Shapes.normalization(channels, parameterVector, input, output);
    this.input = input;
    parameters = ReferenceFloats.vector(parameterVector);
    for (int i = 0; i < input.count(); i++) {
      double mean = mean(input, i);
      double deviation = deviation(input, i, mean);
      for (int c = 0; c < channels; c++) {
        double unit = (ReferenceFloats.get(input, c, i) - mean) / deviation;
        ReferenceFloats.set(output, c, i, parameters[c] * unit + parameters[channels + c]);
      }
    }
  }

  @Override
  public void backward(
      Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient) {
    if (input == null) {
      throw new IllegalStateException("backward before forward");
    }
    Batch in = Objects.requireNonNull(input);
    Shapes.normalizationBackward(
        channels, in.count(), outputGradient, parameterGradient, inputGradient);
    double[] byParameters = new double[parameters()];
    for (int i = 0; i < in.count(); i++) {
      double mean = mean(in, i);
      double deviation = deviation(in, i, mean);
      double[] unit = new double[channels];
      double[] by = new double[channels];
      double sum = 0;
      double along = 0;
      for (int c = 0; c < channels; c++) {
        double g = ReferenceFloats.get(outputGradient, c, i);
        unit[c] = (ReferenceFloats.get(in, c, i) - mean) / deviation;
        byParameters[c] += g * unit[c];
        byParameters[channels + c] += g;
        by[c] = g * parameters[c];
        sum += by[c] / channels;
        along += by[c] * unit[c] / channels;
      }
      if (inputGradient != null) {
        for (int c = 0; c < channels; c++) {
          ReferenceFloats.set(inputGradient, c, i, (by[c] - sum - along * unit[c]) / deviation);
        }
      }
    }
    ReferenceFloats.setVector(parameterGradient, byParameters);
  }

  @Override
  public void close() {
    input = null;
  }
}
