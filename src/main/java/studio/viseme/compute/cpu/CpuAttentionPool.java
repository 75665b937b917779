package studio.viseme.compute.cpu;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.AttentionPool;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/** Attention in blocks of {@link #BLOCK} sequences. */
final class CpuAttentionPool implements AttentionPool {
  private static final int BLOCK = 64;

  private final int moments;
  private final Workers workers;

  /** Sequence after sequence, moment after moment. */
  private float[] weights = new float[0];

  private @Nullable Batch values;

  CpuAttentionPool(int moments, Workers workers) {
    this.moments = moments;
    this.workers = workers;
  }

  @Override
  public int moments() {
    return moments;
  }

  @Override
  public void forward(Batch scores, Batch values, Batch output) {
    Shapes.attentionPool(moments, scores, values, output);
    this.values = values;
    weights = new float[output.count() * moments];
    Parts.forEach(
        workers,
        output.count(),
        BLOCK,
        (block, from, to) -> {
          int n = to - from;
          softmax(scores, from, n);
          float[] moment = new float[n * moments];
          float[] pooled = new float[n];
          for (int c = 0; c < output.channels(); c++) {
            CpuFloats.load(values, c, (long) from * moments, moment, 0, n * moments);
            for (int i = 0; i < n; i++) {
              float sum = 0;
              for (int t = 0; t < moments; t++) {
                sum += weights[(from + i) * moments + t] * moment[i * moments + t];
              }
              pooled[i] = sum;
            }
            CpuFloats.store(pooled, 0, output, c, from, n);
          }
        });
  }

  /** The library's exponential may differ between the interpreter and compiled code. */
  private void softmax(Batch scores, int from, int n) {
    float[] row = new float[n];
    float[] most = new float[n];
    for (int t = 0; t < moments; t++) {
      CpuFloats.load(scores, t, from, row, 0, n);
      for (int i = 0; i < n; i++) {
        weights[(from + i) * moments + t] = row[i];
        most[i] = t == 0 ? row[i] : Math.max(most[i], row[i]);
      }
    }
    for (int i = 0; i < n; i++) {
      int at = (from + i) * moments;
      float sum = 0;
      for (int t = 0; t < moments; t++) {
        weights[at + t] = (float) StrictMath.exp(weights[at + t] - most[i]);
        sum += weights[at + t];
      }
      for (int t = 0; t < moments; t++) {
        weights[at + t] /= sum;
      }
    }
  }

  @Override
  public void backward(Batch outputGradient, Batch scoreGradient, Batch valueGradient) {
    if (values == null) {
      throw new IllegalStateException("backward before forward");
    }
    Batch in = Objects.requireNonNull(values);
    Shapes.attentionPool(moments, scoreGradient, valueGradient, outputGradient);
    Shapes.same("value gradient", valueGradient, in);
    Parts.forEach(
        workers,
        outputGradient.count(),
        BLOCK,
        (block, from, to) -> {
          int n = to - from;
          float[] moment = new float[n * moments];
          float[] byMoment = new float[n * moments];
          float[] by = new float[n];
          float[] byScores = new float[n * moments];
          for (int c = 0; c < in.channels(); c++) {
            CpuFloats.load(in, c, (long) from * moments, moment, 0, n * moments);
            CpuFloats.load(outputGradient, c, from, by, 0, n);
            for (int k = 0; k < n * moments; k++) {
              byScores[k] += by[k / moments] * moment[k];
              byMoment[k] = by[k / moments] * weights[from * moments + k];
            }
            CpuFloats.store(byMoment, 0, valueGradient, c, (long) from * moments, n * moments);
          }
          storeScores(byScores, from, n, scoreGradient);
        });
  }

  /** A softmax passes on by how much a moment's gradient exceeds their weighted mean. */
  private void storeScores(float[] byWeights, int from, int n, Batch scoreGradient) {
    float[] mean = new float[n];
    for (int k = 0; k < n * moments; k++) {
      mean[k / moments] += weights[from * moments + k] * byWeights[k];
    }
    float[] row = new float[n];
    for (int t = 0; t < moments; t++) {
      for (int i = 0; i < n; i++) {
        int at = i * moments + t;
        row[i] = weights[from * moments + at] * (byWeights[at] - mean[i]);
      }
      CpuFloats.store(row, 0, scoreGradient, t, from, n);
    }
  }

  @Override
  public void close() {
    values = null;
  }
}
