package studio.viseme.compute.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * The stack for a few sequences at a time, from the first moment to the last and back, without
 * waiting for anybody: sequences don't know each other. Only the gradients of the weights are
 * summed over all of them, when all are done.
 *
 * <p>States and gates are kept item by item, a gate's values padded to whole panels; what is beyond
 * the width is multiplied by weights of 0 and stays 0 in the state.
 */
final class CpuGru implements Gru {
  /** Sequences of a piece of work. */
  private static final int BLOCK = 2 * RowKernels.ROWS;

  private static final int COLUMNS = RowKernels.COLUMNS;

  private final GruSpec spec;
  private final Workers workers;
  private final int width;
  private final int padded;
  private final int panels;
  private final float[] parameters;
  private final Layer[] layers;
  private float[] xs = new float[0];
  private int moments;
  private int sequences = -1;

  CpuGru(GruSpec spec, Workers workers) {
    this.spec = spec;
    this.workers = workers;
    this.width = spec.hidden();
    this.panels = RowKernels.panels(width);
    this.padded = panels * COLUMNS;
    this.parameters = new float[spec.parameters()];
    this.layers = new Layer[spec.layers()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new Layer(l);
    }
  }

  /** What a layer keeps from forward for backward: everything item by item. */
  private final class Layer {
    final int index;
    final int fanIn;
    final float[][] packedInput = new float[3][];
    final float[][] packedRecurrent = new float[3][];

    /** z, r and c after their functions, then, on the way back, the gradients before them. */
    float[] gates = new float[0];

    float[] reset = new float[0];
    float[] h = new float[0];
    float[] byGates = new float[0];

    Layer(int index) {
      this.index = index;
      this.fanIn = spec.fanIn(index);
    }

    boolean isPacked() {
      return packedInput[0] != null;
    }

    void pack() {
      for (int gate = 0; gate < 3; gate++) {
        packedInput[gate] = RowKernels.pack(parameters, inputWeights(gate), fanIn, 1, width, fanIn);
        packedRecurrent[gate] =
            RowKernels.pack(parameters, recurrentWeights(gate), width, 1, width, width);
      }
    }

    void reserve(int items) {
      if (h.length != items * padded) {
        gates = new float[items * 3 * padded];
        reset = new float[items * padded];
        h = new float[items * padded];
      }
    }

    /** Of the layer below: what this one reads, and how far its rows lie apart. */
    float[] input() {
      return index == 0 ? xs : layers[index - 1].h;
    }

    int inputRow() {
      return index == 0 ? spec.inputs() : padded;
    }

    int inputWeights(int gate) {
      return spec.inputOffset(index) + gate * width * fanIn;
    }

    int recurrentWeights(int gate) {
      return spec.recurrentOffset(index) + gate * width * width;
    }
  }

  @Override
  public GruSpec spec() {
    return spec;
  }

  @Override
  public void forward(Batch parameterVector, int moments, Batch input, Batch output) {
    this.sequences = Shapes.gru(spec, parameterVector, moments, input, output);
    this.moments = moments;
    int items = moments * sequences;
    prepare(parameterVector, items);
    if (xs.length != items * spec.inputs()) {
      xs = new float[items * spec.inputs()];
    }
    toItems(input, xs, spec.inputs());
    Parts.forEach(
        workers,
        sequences,
        BLOCK,
        (block, from, to) -> {
          for (Layer layer : layers) {
            readInput(layer, from, to - from);
            followStates(layer, from, to - from);
          }
        });
    fromItems(layers[layers.length - 1].h, padded, output);
  }

  @Override
  public void last(Batch parameterVector, int moments, Batch input, int[] starts, Batch output) {
    Shapes.gruLast(spec, parameterVector, moments, input, starts, output);
    this.sequences = starts.length;
    this.moments = moments;
    prepare(parameterVector, moments * sequences);
    float[] vectors = new float[input.count() * spec.inputs()];
    toItems(input, vectors, spec.inputs());
    float[] read = new float[input.count() * 3 * padded];
    Parts.forEach(
        workers,
        input.count(),
        BLOCK,
        (block, from, to) -> readVectors(layers[0], vectors, from, to - from, read));
    float[] ends = new float[sequences * padded];
    Parts.forEach(
        workers,
        sequences,
        BLOCK,
        (block, from, to) -> {
          for (Layer layer : layers) {
            if (layer.index > 0) {
              readInput(layer, from, to - from);
            } else {
              takeRead(read, starts, from, to);
            }
            followStates(layer, from, to - from);
          }
          float[] h = layers[layers.length - 1].h;
          int end = (moments - 1) * sequences;
          System.arraycopy(h, (end + from) * padded, ends, from * padded, (to - from) * padded);
        });
    fromItems(ends, padded, output);
    this.sequences = -1;
  }

  /** Makes room, and packs the parameters where they aren't the ones that are packed. */
  private void prepare(Batch parameterVector, int items) {
    boolean changed = CpuFloats.loadIfChanged(parameterVector, parameters);
    workers.forEach(
        layers.length,
        l -> {
          layers[l].reserve(items);
          if (changed || !layers[l].isPacked()) {
            layers[l].pack();
          }
        });
  }

  /** Rearranges channels × items to rows of {@code row} floats an item. */
  private void toItems(Batch batch, float[] rows, int row) {
    Parts.forEach(
        workers,
        batch.count(),
        RowKernels.DEPTH,
        (block, from, to) -> {
          float[] line = new float[to - from];
          for (int c = 0; c < batch.channels(); c++) {
            CpuFloats.load(batch, c, from, line, 0, line.length);
            for (int i = 0; i < line.length; i++) {
              rows[(from + i) * row + c] = line[i];
            }
          }
        });
  }

  private void fromItems(float[] rows, int row, Batch batch) {
    Parts.forEach(
        workers,
        batch.count(),
        RowKernels.DEPTH,
        (block, from, to) -> {
          float[] line = new float[to - from];
          for (int c = 0; c < batch.channels(); c++) {
            for (int i = 0; i < line.length; i++) {
              line[i] = rows[(from + i) * row + c];
            }
            CpuFloats.store(line, 0, batch, c, from, line.length);
          }
        });
  }

  /** Gates before what the states add to them. */
  private void readInput(Layer layer, int first, int count) {
    for (int t = 0; t < moments; t++) {
      startGates(layer, t * sequences + first, count, layer.gates);
    }
    for (int gate = 0; gate < 3; gate++) {
      for (int p = 0; p < panels; p++) {
        for (int t = 0; t < moments; t++) {
          readPanel(layer, layer.input(), t * sequences + first, count, gate, p, layer.gates);
        }
      }
    }
  }

  /** The same of vectors that lie one after the other. */
  private void readVectors(Layer layer, float[] vectors, int first, int count, float[] gates) {
    startGates(layer, first, count, gates);
    for (int gate = 0; gate < 3; gate++) {
      for (int p = 0; p < panels; p++) {
        readPanel(layer, vectors, first, count, gate, p, gates);
      }
    }
  }

  private void startGates(Layer layer, int first, int count, float[] gates) {
    for (int i = first; i < first + count; i++) {
      for (int gate = 0; gate < 3; gate++) {
        int to = (3 * i + gate) * padded;
        System.arraycopy(parameters, spec.biasOffset(layer.index) + gate * width, gates, to, width);
        Arrays.fill(gates, to + width, to + padded, 0);
      }
    }
  }

  private void readPanel(
      Layer layer, float[] in, int first, int count, int gate, int panel, float[] gates) {
    multiply(
        in,
        first,
        layer.inputRow(),
        0,
        count,
        layer.packedInput[gate],
        panel,
        layer.fanIn,
        gates,
        first,
        3 * padded,
        gate * padded);
  }

  /** The first layer's gates of windows, out of those of the vectors that they share. */
  private void takeRead(float[] read, int[] starts, int from, int to) {
    int row = 3 * padded;
    for (int t = 0; t < moments; t++) {
      for (int n = from; n < to; n++) {
        int item = t * sequences + n;
        System.arraycopy(read, (starts[n] + t) * row, layers[0].gates, item * row, row);
      }
    }
  }

  private void followStates(Layer layer, int first, int count) {
    float[] gates = layer.gates;
    for (int t = 0; t < moments; t++) {
      int now = t * sequences + first;
      int before = now - sequences;
      if (t > 0) {
        for (int gate = 0; gate < 2; gate++) {
          for (int p = 0; p < panels; p++) {
            multiply(
                layer.h,
                before,
                padded,
                0,
                count,
                layer.packedRecurrent[gate],
                p,
                width,
                gates,
                now,
                3 * padded,
                gate * padded);
          }
        }
      }
      for (int i = 0; i < count; i++) {
        sigmoid(gates, 3 * (now + i) * padded, 2 * padded);
        if (t > 0) {
          product(
              gates,
              (3 * (now + i) + 1) * padded,
              layer.h,
              (before + i) * padded,
              layer.reset,
              (now + i) * padded);
        }
      }
      if (t > 0) {
        for (int p = 0; p < panels; p++) {
          multiply(
              layer.reset,
              now,
              padded,
              0,
              count,
              layer.packedRecurrent[2],
              p,
              width,
              gates,
              now,
              3 * padded,
              2 * padded);
        }
      }
      for (int i = 0; i < count; i++) {
        int gate = 3 * (now + i) * padded;
        tanh(gates, gate + 2 * padded, padded);
        if (t > 0) {
          blend(gates, gate, layer.h, (before + i) * padded, (now + i) * padded);
        } else {
          product(gates, gate, gates, gate + 2 * padded, layer.h, (now + i) * padded);
        }
      }
    }
  }

  /**
   * Adds one panel of a product to rows of items.
   *
   * @param aItem first item of A, whose rows are {@code aRow} long and are read from {@code aShift}
   * @param cItem first item of C, whose rows are {@code cRow} long and are written from {@code
   *     cShift} on
   */
  private static void multiply(
      float[] a,
      int aItem,
      int aRow,
      int aShift,
      int count,
      float[] packed,
      int panel,
      int depth,
      float[] c,
      int cItem,
      int cRow,
      int cShift) {
    for (int i = 0; i < count; i += RowKernels.ROWS) {
      RowKernels.tile(
          a,
          (aItem + i) * aRow + aShift,
          aRow,
          Math.min(RowKernels.ROWS, count - i),
          packed,
          panel * depth * COLUMNS,
          depth,
          c,
          (cItem + i) * cRow + cShift + panel * COLUMNS,
          cRow);
    }
  }

  @Override
  public void backward(
      Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient) {
    if (sequences < 0) {
      throw new IllegalStateException("backward before forward");
    }
    int items = moments * sequences;
    Shapes.gruBackward(spec, items, outputGradient, parameterGradient, inputGradient);
    float[] by = new float[items * padded];
    toItems(outputGradient, by, padded);
    for (int l = layers.length - 1; l >= 0; l--) {
      Layer layer = layers[l];
      if (layer.byGates.length != layer.gates.length) {
        layer.byGates = new float[layer.gates.length];
      }
      float[] byState = by;
      int inputRow = RowKernels.panels(layer.fanIn) * COLUMNS;
      float[] byInput = l == 0 && inputGradient == null ? null : new float[items * inputRow];
      float[][] recurrent = new float[3][];
      float[][] input = new float[3][];
      for (int gate = 0; gate < 3; gate++) {
        recurrent[gate] =
            RowKernels.pack(parameters, layer.recurrentWeights(gate), width, width, width, 1);
        if (byInput != null) {
          input[gate] =
              RowKernels.pack(
                  parameters, layer.inputWeights(gate), width, layer.fanIn, layer.fanIn, 1);
        }
      }
      Parts.forEach(
          workers,
          sequences,
          BLOCK,
          (block, from, to) -> {
            backward(layer, from, to - from, byState, recurrent);
            if (byInput != null) {
              inputBackward(layer, from, to - from, input, byInput, inputRow);
            }
          });
      if (byInput != null) {
        by = byInput;
      }
    }
    float[] gradient = new float[spec.parameters()];
    for (Layer layer : layers) {
      weightGradients(layer, gradient);
    }
    CpuFloats.store(gradient, parameterGradient);
    if (inputGradient != null) {
      fromItems(by, RowKernels.panels(spec.inputs()) * COLUMNS, inputGradient);
    }
  }

  private void backward(Layer layer, int first, int count, float[] byState, float[][] recurrent) {
    float[] later = new float[count * padded];
    float[] earlier = new float[count * padded];
    float[] byReset = new float[count * padded];
    float[] byGates = layer.byGates;
    for (int t = moments - 1; t >= 0; t--) {
      int now = t * sequences + first;
      int before = now - sequences;
      for (int i = 0; i < count; i++) {
        byStateBackward(layer, now + i, t > 0 ? before + i : -1, byState, later, earlier, i);
      }
      if (t > 0) {
        Arrays.fill(byReset, 0);
        for (int p = 0; p < panels; p++) {
          multiply(
              byGates,
              now,
              3 * padded,
              2 * padded,
              count,
              recurrent[2],
              p,
              width,
              byReset,
              0,
              padded,
              0);
        }
      }
      for (int i = 0; i < count; i++) {
        resetBackward(layer, now + i, t > 0 ? before + i : -1, byReset, earlier, i);
      }
      if (t > 0) {
        for (int gate = 0; gate < 2; gate++) {
          for (int p = 0; p < panels; p++) {
            multiply(
                byGates,
                now,
                3 * padded,
                gate * padded,
                count,
                recurrent[gate],
                p,
                width,
                earlier,
                0,
                padded,
                0);
          }
        }
      }
      float[] swap = later;
      later = earlier;
      earlier = swap;
    }
  }

  /** Through h = (1 − z) h₀ + z c, and the functions of z and c. */
  private void byStateBackward(
      Layer layer, int item, int before, float[] byState, float[] later, float[] earlier, int i) {
    int gate = 3 * item * padded;
    for (int k = 0; k < padded; k++) {
      float z = layer.gates[gate + k];
      float c = layer.gates[gate + 2 * padded + k];
      float h0 = before < 0 ? 0 : layer.h[before * padded + k];
      float by = byState[item * padded + k] + later[i * padded + k];
      layer.byGates[gate + k] = by * (c - h0) * z * (1 - z);
      layer.byGates[gate + 2 * padded + k] = by * z * (1 - c * c);
      earlier[i * padded + k] = by * (1 - z);
    }
  }

  /** Through r ⊙ h₀ and the function of r. */
  private void resetBackward(
      Layer layer, int item, int before, float[] byReset, float[] earlier, int i) {
    int gate = (3 * item + 1) * padded;
    if (before < 0) {
      Arrays.fill(layer.byGates, gate, gate + padded, 0);
      return;
    }
    for (int k = 0; k < padded; k++) {
      float r = layer.gates[gate + k];
      float by = byReset[i * padded + k];
      layer.byGates[gate + k] = by * layer.h[before * padded + k] * r * (1 - r);
      earlier[i * padded + k] += by * r;
    }
  }

  private void inputBackward(
      Layer layer, int first, int count, float[][] input, float[] byInput, int row) {
    for (int gate = 0; gate < 3; gate++) {
      for (int p = 0; p < row / COLUMNS; p++) {
        for (int t = 0; t < moments; t++) {
          multiply(
              layer.byGates,
              t * sequences + first,
              3 * padded,
              gate * padded,
              count,
              input[gate],
              p,
              width,
              byInput,
              t * sequences + first,
              row,
              0);
        }
      }
    }
  }

  private void weightGradients(Layer layer, float[] gradient) {
    int items = moments * sequences;
    float[] channels = new float[3 * width * items];
    workers.forEach(
        3,
        gate -> {
          for (int i = 0; i < items; i++) {
            int from = (3 * i + gate) * padded;
            for (int k = 0; k < width; k++) {
              channels[(gate * width + k) * items + i] = layer.byGates[from + k];
            }
          }
          for (int row = gate * width; row < (gate + 1) * width; row++) {
            double sum = 0;
            for (int i = 0; i < items; i++) {
              sum += channels[row * items + i];
            }
            gradient[spec.biasOffset(layer.index) + row] = (float) sum;
          }
        });
    Outer input =
        new Outer(
            0,
            3 * width,
            0,
            layer.input(),
            0,
            layer.inputRow(),
            layer.fanIn,
            layer.inputWeights(0));
    Outer state =
        new Outer(0, 2 * width, sequences, layer.h, 0, padded, width, layer.recurrentWeights(0));
    Outer reset =
        new Outer(
            2 * width,
            width,
            sequences,
            layer.reset,
            sequences,
            padded,
            width,
            layer.recurrentWeights(2));
    int inputPanels = RowKernels.panels(layer.fanIn);
    workers.forEach(
        inputPanels + 2 * panels,
        piece -> {
          if (piece < inputPanels) {
            input.panel(piece, channels, items, gradient);
          } else if (piece < inputPanels + panels) {
            state.panel(piece - inputPanels, channels, items, gradient);
          } else {
            reset.panel(piece - inputPanels - panels, channels, items, gradient);
          }
        });
  }

  /**
   * The gradient of a weight matrix: of what went into rows of gates, and what they read.
   *
   * @param from first row of gates, {@code rows} of them
   * @param skip items that read nothing, those of the first moment
   * @param x what the others read, from item {@code first} on, {@code stride} floats an item, of
   *     which {@code inputs} are in use
   * @param to where the matrix lies among the parameters
   */
  private record Outer(
      int from, int rows, int skip, float[] x, int first, int stride, int inputs, int to) {
    /** Writes one panel of columns. */
    void panel(int panel, float[] byGates, int items, float[] gradient) {
      int column = panel * COLUMNS;
      int valid = Math.min(COLUMNS, inputs - column);
      float[] sums = new float[rows * COLUMNS];
      RowKernels.outer(
          byGates,
          from * items + skip,
          items,
          rows,
          (item, out, at) -> System.arraycopy(x, (first + item) * stride + column, out, at, valid),
          items - skip,
          sums,
          new float[RowKernels.DEPTH * COLUMNS]);
      for (int m = 0; m < rows; m++) {
        System.arraycopy(sums, m * COLUMNS, gradient, to + m * inputs + column, valid);
      }
    }
  }

  private void product(float[] a, int aAt, float[] b, int bAt, float[] out, int at) {
    for (int k = 0; k < padded; k++) {
      out[at + k] = a[aAt + k] * b[bAt + k];
    }
  }

  /** h = h₀ + z (c − h₀). */
  private void blend(float[] gates, int gate, float[] h, int before, int now) {
    for (int k = 0; k < padded; k++) {
      float h0 = h[before + k];
      h[now + k] = h0 + gates[gate + k] * (gates[gate + 2 * padded + k] - h0);
    }
  }

  private static final float FARTHEST = 40;

  /** σ(x) = 1 / (1 + e^−x), in place. */
  private static void sigmoid(float[] x, int from, int count) {
    squash(x, from, count, -1, 1, 0);
  }

  /** tanh(x) = 2 σ(2x) − 1, in place. */
  private static void tanh(float[] x, int from, int count) {
    squash(x, from, count, -2, 2, -1);
  }

  /** scale / (1 + e^(factor · x)) + shift; the exponential as in {@link TileRenderer}. */
  private static void squash(
      float[] x, int from, int count, float factor, float scale, float shift) {
    for (int i = from; i < from + count; i += Lanes.WIDTH) {
      FloatVector e =
          FloatVector.fromArray(Lanes.FLOAT, x, i)
              .mul(factor)
              .max(-FARTHEST)
              .min(FARTHEST)
              .mul(TileRenderer.LOG2_E);
      FloatVector rounded = e.add(TileRenderer.ROUND);
      FloatVector f = e.sub(rounded.sub(TileRenderer.ROUND));
      FloatVector p =
          f.mul(E6)
              .add(E5)
              .mul(f)
              .add(E4)
              .mul(f)
              .add(E3)
              .mul(f)
              .add(E2)
              .mul(f)
              .add(E1)
              .mul(f)
              .add(1);
      FloatVector power =
          p.reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      FloatVector.broadcast(Lanes.FLOAT, scale).div(power.add(1)).add(shift).intoArray(x, i);
    }
  }

  /** Coefficients (ln 2)^k / k! of 2^f, |f| ≤ ½: relative error below 2e-7. */
  private static final float E1 = 0.693147181f;

  private static final float E2 = 0.240226507f;
  private static final float E3 = 0.0555041087f;
  private static final float E4 = 0.00961812911f;
  private static final float E5 = 0.00133335581f;
  private static final float E6 = 1.54035304e-4f;

  @Override
  public void close() {
    xs = new float[0];
    sequences = -1;
    for (Layer layer : layers) {
      layer.gates = new float[0];
      layer.reset = new float[0];
      layer.h = new float[0];
      layer.byGates = new float[0];
    }
  }
}
