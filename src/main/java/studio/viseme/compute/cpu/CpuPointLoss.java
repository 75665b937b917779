package studio.viseme.compute.cpu;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.PointLoss;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/** Losses in blocks of {@link #BLOCK} items; the blocks' losses are added in their order. */
final class CpuPointLoss implements PointLoss {
  private static final int BLOCK = 256;

  private final Workers workers;

  CpuPointLoss(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void squaredDistance(Batch a, Batch b, Batch weights, Batch byA, Batch loss) {
    Shapes.squaredDistance(a, b, weights, byA, loss);
    float[] weight = new float[a.channels()];
    CpuFloats.load(weights, weight);
    double[] parts = new double[Parts.blocks(a.count(), BLOCK)];
    Parts.forEach(
        workers,
        a.count(),
        BLOCK,
        (block, from, to) -> {
          int n = to - from;
          float[] x = new float[n];
          float[] y = new float[n];
          for (int c = 0; c < a.channels(); c++) {
            CpuFloats.load(a, c, from, x, 0, n);
            CpuFloats.load(b, c, from, y, 0, n);
            float share = weight[c] / a.count();
            for (int i = 0; i < n; i++) {
              float d = x[i] - y[i];
              parts[block] += 0.5 * share * d * d;
              x[i] = share * d;
            }
            CpuFloats.store(x, 0, byA, c, from, n);
          }
        });
    CpuFloats.store(new float[] {sum(parts)}, loss);
  }

  @Override
  public void cosine(float factor, Batch a, Batch b, Batch byA, @Nullable Batch byB, Batch loss) {
    Shapes.cosine(a, b, byA, byB, loss);
    double[] parts = new double[Parts.blocks(a.count(), BLOCK)];
    float share = factor / Math.max(1, a.count());
    Parts.forEach(
        workers,
        a.count(),
        BLOCK,
        (block, from, to) -> parts[block] = cosine(share, a, b, byA, byB, from, to - from));
    CpuFloats.store(new float[] {sum(parts)}, loss);
  }

  private static double cosine(
      float share, Batch a, Batch b, Batch byA, @Nullable Batch byB, int from, int n) {
    int channels = a.channels();
    float[] x = new float[channels * n];
    float[] y = new float[channels * n];
    double[] aa = new double[n];
    double[] bb = new double[n];
    double[] ab = new double[n];
    for (int c = 0; c < channels; c++) {
      CpuFloats.load(a, c, from, x, c * n, n);
      CpuFloats.load(b, c, from, y, c * n, n);
      for (int i = 0; i < n; i++) {
        double u = x[c * n + i];
        double v = y[c * n + i];
        aa[i] += u * u;
        bb[i] += v * v;
        ab[i] += u * v;
      }
    }
    double loss = 0;
    double[] per = new double[n];
    for (int i = 0; i < n; i++) {
      double lengths = Math.sqrt(aa[i] * bb[i]);
      per[i] = lengths > 0 ? share / lengths : 0;
      loss += share * (1 - (lengths > 0 ? ab[i] / lengths : 0));
    }
    float[] row = new float[n];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < n; i++) {
        int at = c * n + i;
        row[i] = per[i] == 0 ? 0 : (float) (per[i] * (x[at] * ab[i] / aa[i] - y[at]));
      }
      CpuFloats.store(row, 0, byA, c, from, n);
      if (byB != null) {
        for (int i = 0; i < n; i++) {
          int at = c * n + i;
          row[i] = per[i] == 0 ? 0 : (float) (per[i] * (y[at] * ab[i] / bb[i] - x[at]));
        }
        CpuFloats.store(row, 0, byB, c, from, n);
      }
    }
    return loss;
  }

  private static float sum(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return (float) sum;
  }
}
