package studio.viseme.compute.reference;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.AttentionPool;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;

/** Attention sequence by sequence. */
final class ReferenceAttentionPool implements AttentionPool {
  private final int moments;
  private double[][] weights = new double[0][];
  private @Nullable Batch values;

  ReferenceAttentionPool(int moments) {
    this.moments = moments;
  }

  @Override
  public int moments() {
    return moments;
  }

  @Override
  public void forward(Batch scores, Batch values, Batch output) {
    Shapes.attentionPool(moments, scores, values, output);
    this.values = values;
    weights = new double[output.count()][moments];
    for (int n = 0; n < output.count(); n++) {
      double sum = 0;
      for (int t = 0; t < moments; t++) {
        weights[n][t] = Math.exp(ReferenceFloats.get(scores, t, n));
        sum += weights[n][t];
      }
      for (int t = 0; t < moments; t++) {
        weights[n][t] /= sum;
      }
      for (int c = 0; c < output.channels(); c++) {
        double pooled = 0;
        for (int t = 0; t < moments; t++) {
          pooled += weights[n][t] * ReferenceFloats.get(values, c, n * moments + t);
        }
        ReferenceFloats.set(output, c, n, pooled);
      }
    }
  }

  @Override
  public void backward(Batch outputGradient, Batch scoreGradient, Batch valueGradient) {
    if (values == null) {
      throw new IllegalStateException("backward before forward");
    }
    Batch from = Objects.requireNonNull(values);
    Shapes.attentionPool(moments, scoreGradient, valueGradient, outputGradient);
    Shapes.same("value gradient", valueGradient, from);
    for (int n = 0; n < outputGradient.count(); n++) {
      double[] by = new double[moments];
      double mean = 0;
      for (int t = 0; t < moments; t++) {
        int item = n * moments + t;
        for (int c = 0; c < from.channels(); c++) {
          double g = ReferenceFloats.get(outputGradient, c, n);
          by[t] += g * ReferenceFloats.get(from, c, item);
          ReferenceFloats.set(valueGradient, c, item, g * weights[n][t]);
        }
        mean += weights[n][t] * by[t];
      }
      for (int t = 0; t < moments; t++) {
        ReferenceFloats.set(scoreGradient, t, n, weights[n][t] * (by[t] - mean));
      }
    }
  }

  @Override
  public void close() {
    values = null;
  }
}
