package studio.viseme.compute.reference;

import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.Shapes;

/** The stack sequence by sequence, moment by moment. */
final class ReferenceGru implements Gru {
  private final GruSpec spec;
  private double[] parameters = new double[0];
  private int moments;
  private int sequences;
  private @Nullable Batch input;

  ReferenceGru(GruSpec spec) {
    this.spec = spec;
  }

  @Override
  public GruSpec spec() {
    return spec;
  }

  /** A layer at a moment: what it read, its gates, and its state before and after. */
  private record Cell(double[] x, double[] before, double[] z, double[] r, double[] c, double[] h) {
    double[] reset() {
      double[] product = new double[r.length];
      for (int i = 0; i < r.length; i++) {
        product[i] = r[i] * before[i];
      }
      return product;
    }
  }

  @Override
  public void forward(Batch parameterVector, int moments, Batch input, Batch output) {
    this.sequences = Shapes.gru(spec, parameterVector, moments, input, output);
    this.moments = moments;
    this.input = input;
    parameters = ReferenceFloats.vector(parameterVector);
    for (int n = 0; n < sequences; n++) {
      Cell[][] cells = run(input, n, sequences);
      for (int t = 0; t < moments; t++) {
        ReferenceFloats.setItem(output, t * sequences + n, cells[spec.layers() - 1][t].h());
      }
    }
  }

  @Override
  public void last(Batch parameterVector, int moments, Batch input, int[] starts, Batch output) {
    Shapes.gruLast(spec, parameterVector, moments, input, starts, output);
    this.input = null;
    this.moments = moments;
    parameters = ReferenceFloats.vector(parameterVector);
    for (int n = 0; n < starts.length; n++) {
      Cell[][] cells = run(input, starts[n], 1);
      ReferenceFloats.setItem(output, n, cells[spec.layers() - 1][moments - 1].h());
    }
  }

  /**
   * @param first item that is read
   * @param step items from a moment to the next
   */
  private Cell[][] run(Batch in, int first, int step) {
    Cell[][] cells = new Cell[spec.layers()][moments];
    for (int l = 0; l < spec.layers(); l++) {
      double[] h = new double[spec.hidden()];
      for (int t = 0; t < moments; t++) {
        double[] x = l == 0 ? ReferenceFloats.item(in, first + t * step) : cells[l - 1][t].h();
        cells[l][t] = cell(l, x, h);
        h = cells[l][t].h();
      }
    }
    return cells;
  }

  private Cell cell(int layer, double[] x, double[] h) {
    int width = spec.hidden();
    double[] z = new double[width];
    double[] r = new double[width];
    double[] c = new double[width];
    double[] after = new double[width];
    for (int i = 0; i < width; i++) {
      z[i] = 1 / (1 + Math.exp(-sum(layer, i, x, h)));
      r[i] = 1 / (1 + Math.exp(-sum(layer, width + i, x, h)));
    }
    Cell cell = new Cell(x, h, z, r, c, after);
    double[] reset = cell.reset();
    for (int i = 0; i < width; i++) {
      c[i] = Math.tanh(sum(layer, 2 * width + i, x, reset));
      after[i] = (1 - z[i]) * h[i] + z[i] * c[i];
    }
    return cell;
  }

  private double sum(int layer, int row, double[] x, double[] h) {
    double sum = parameters[spec.biasOffset(layer) + row];
    for (int k = 0; k < x.length; k++) {
      sum += parameters[spec.inputOffset(layer) + row * x.length + k] * x[k];
    }
    for (int k = 0; k < h.length; k++) {
      sum += parameters[spec.recurrentOffset(layer) + row * h.length + k] * h[k];
    }
    return sum;
  }

  @Override
  public void backward(
      Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient) {
    if (input == null) {
      throw new IllegalStateException("backward before forward");
    }
    Shapes.gruBackward(spec, moments * sequences, outputGradient, parameterGradient, inputGradient);
    double[] byParameters = new double[spec.parameters()];
    for (int n = 0; n < sequences; n++) {
      Cell[][] cells = run(input, n, sequences);
      double[][] by = new double[moments][];
      for (int t = 0; t < moments; t++) {
        by[t] = ReferenceFloats.item(outputGradient, t * sequences + n);
      }
      for (int l = spec.layers() - 1; l >= 0; l--) {
        by = layerBackward(l, cells[l], by, byParameters);
      }
      for (int t = 0; t < moments && inputGradient != null; t++) {
        ReferenceFloats.setItem(inputGradient, t * sequences + n, by[t]);
      }
    }
    ReferenceFloats.setVector(parameterGradient, byParameters);
  }

  /**
   * @param by the gradient of the layer's states as the layer above sees them
   * @return the gradient of what the layer read
   */
  private double[][] layerBackward(int layer, Cell[] cells, double[][] by, double[] byParameters) {
    int width = spec.hidden();
    double[][] byX = new double[moments][spec.fanIn(layer)];
    double[] later = new double[width];
    for (int t = moments - 1; t >= 0; t--) {
      Cell cell = cells[t];
      double[] earlier = new double[width];
      double[] byReset = new double[width];
      double[] byH = new double[width];
      for (int i = 0; i < width; i++) {
        byH[i] = by[t][i] + later[i];
        earlier[i] += byH[i] * (1 - cell.z[i]);
        double byC = byH[i] * cell.z[i] * (1 - cell.c[i] * cell.c[i]);
        back(layer, 2 * width + i, byC, cell.x, byX[t], cell.reset(), byReset, byParameters);
      }
      for (int i = 0; i < width; i++) {
        earlier[i] += byReset[i] * cell.r[i];
        double byR = byReset[i] * cell.before[i] * cell.r[i] * (1 - cell.r[i]);
        double byZ = byH[i] * (cell.c[i] - cell.before[i]) * cell.z[i] * (1 - cell.z[i]);
        back(layer, width + i, byR, cell.x, byX[t], cell.before, earlier, byParameters);
        back(layer, i, byZ, cell.x, byX[t], cell.before, earlier, byParameters);
      }
      later = earlier;
    }
    return byX;
  }

  /** The gradient of {@link #sum}. */
  private void back(
      int layer,
      int row,
      double by,
      double[] x,
      double[] byX,
      double[] h,
      double[] byH,
      double[] byParameters) {
    byParameters[spec.biasOffset(layer) + row] += by;
    for (int k = 0; k < x.length; k++) {
      int w = spec.inputOffset(layer) + row * x.length + k;
      byParameters[w] += by * x[k];
      byX[k] += by * parameters[w];
    }
    for (int k = 0; k < h.length; k++) {
      int u = spec.recurrentOffset(layer) + row * h.length + k;
      byParameters[u] += by * h[k];
      byH[k] += by * parameters[u];
    }
  }

  @Override
  public void close() {
    input = null;
  }
}
