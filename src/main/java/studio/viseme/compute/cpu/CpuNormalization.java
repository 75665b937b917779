package studio.viseme.compute.cpu;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Normalization;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * Layer normalisation in blocks of {@link #BLOCK} items, each channel of a block a run of floats.
 * What an item was divided by is kept between forward and backward, not what came out.
 */
final class CpuNormalization implements Normalization {
  private static final int BLOCK = 256;

  private final int channels;
  private final Workers workers;
  private float[] parameters = new float[0];
  private float[] means = new float[0];
  private float[] scales = new float[0];
  private @Nullable Batch input;

  CpuNormalization(int channels, Workers workers) {
    this.channels = channels;
    this.workers = workers;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public void forward(Batch parameterVector, Batch input, Batch output) {
    Shapes.normalization(channels, parameterVector, input, output);
    this.input = input;
    parameters = new float[parameters()];
    CpuFloats.load(parameterVector, parameters);
    means = new float[input.count()];
    scales = new float[input.count()];
    Parts.forEach(
        workers,
        input.count(),
        BLOCK,
        (block, from, to) -> {
          int n = to - from;
          float[] x = load(input, from, n);
          float[] mean = new float[n];
          float[] variance = new float[n];
          for (int c = 0; c < channels; c++) {
            for (int i = 0; i < n; i++) {
              mean[i] += x[c * n + i] / channels;
            }
          }
          for (int c = 0; c < channels; c++) {
            for (int i = 0; i < n; i++) {
              float d = x[c * n + i] - mean[i];
              variance[i] += d * d / channels;
            }
          }
          for (int i = 0; i < n; i++) {
            means[from + i] = mean[i];
            scales[from + i] = (float) (1 / Math.sqrt(variance[i] + EPSILON));
          }
          for (int c = 0; c < channels; c++) {
            float gain = parameters[c];
            float shift = parameters[channels + c];
            for (int i = 0; i < n; i++) {
              x[c * n + i] = gain * (x[c * n + i] - mean[i]) * scales[from + i] + shift;
            }
            CpuFloats.store(x, c * n, output, c, from, n);
          }
        });
  }

  private float[] load(Batch batch, int from, int n) {
    float[] x = new float[channels * n];
    for (int c = 0; c < channels; c++) {
      CpuFloats.load(batch, c, from, x, c * n, n);
    }
    return x;
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
    double[][] sums = new double[Parts.blocks(in.count(), BLOCK)][];
    Parts.forEach(
        workers,
        in.count(),
        BLOCK,
        (block, from, to) ->
            sums[block] = backward(in, outputGradient, inputGradient, from, to - from));
    float[] byParameters = new float[parameters()];
    for (int k = 0; k < byParameters.length; k++) {
      double sum = 0;
      for (double[] part : sums) {
        sum += part[k];
      }
      byParameters[k] = (float) sum;
    }
    CpuFloats.store(byParameters, parameterGradient);
  }

  private double[] backward(
      Batch in, Batch outputGradient, @Nullable Batch inputGradient, int from, int n) {
    float[] unit = load(in, from, n);
    float[] by = load(outputGradient, from, n);
    float[] mean = new float[n];
    float[] along = new float[n];
    double[] sums = new double[parameters()];
    for (int c = 0; c < channels; c++) {
      double gains = 0;
      double shifts = 0;
      for (int i = 0; i < n; i++) {
        int at = c * n + i;
        unit[at] = (unit[at] - means[from + i]) * scales[from + i];
        gains += by[at] * unit[at];
        shifts += by[at];
        by[at] *= parameters[c];
        mean[i] += by[at] / channels;
        along[i] += by[at] * unit[at] / channels;
      }
      sums[c] = gains;
      sums[channels + c] = shifts;
    }
    if (inputGradient != null) {
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < n; i++) {
          int at = c * n + i;
          by[at] = (by[at] - mean[i] - along[i] * unit[at]) * scales[from + i];
        }
        CpuFloats.store(by, c * n, inputGradient, c, from, n);
      }
    }
    return sums;
  }

  @Override
  public void close() {
    input = null;
  }
}
