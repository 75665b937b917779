package studio.viseme.compute.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.ConditionGates;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * A net over a batch, a tile of {@link DenseKernels#TILE} items at a time through all its layers,
 * so that activations stay in the second-level cache. Hidden activations are kept for the way back,
 * if there is one. The condition's share of the first layer is the same for all items: it becomes
 * part of the bias, or where there are {@link ConditionGates gates} a weight for each of them.
 *
 * <p>Weight gradients are summed in at most {@link #MAX_BLOCKS} blocks of consecutive tiles, and
 * the blocks in their order.
 */
final class CpuPerceptron implements Perceptron {
  private static final int TILE = DenseKernels.TILE;
  private static final int ROW = DenseKernels.ROW;
  private static final int MAX_BLOCKS = 32;
  private static final int SUM_PIECE = 2048;

  private final PerceptronSpec spec;
  private final Workers workers;
  private final int widest;
  private final float[] parameters;
  private final float[] conditions;
  private final float[][] hidden;

  /** The weights of the latest {@link #forward} in the order of {@link DenseKernels}. */
  private final float[][] packed;

  private final ThreadLocal<Scratch> scratch;
  private float[][] blockGradients = new float[0][];
  private @Nullable Batch input;
  private @Nullable ConditionGates gates;

  CpuPerceptron(PerceptronSpec spec, Workers workers) {
    this.spec = spec;
    this.workers = workers;
    int width = Math.max(spec.inputs(), spec.outputs());
    for (int h : spec.hidden()) {
      width = Math.max(width, h);
    }
    int rows = DenseKernels.rows(width);
    this.widest = rows;
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(spec.fanIn(0), rows));
    this.parameters = new float[spec.parameters()];
    this.conditions = new float[spec.conditions()];
    this.hidden = new float[spec.hidden().size()][0];
    this.packed = new float[spec.layers()][];
  }

  /**
   * Two layers' worth of one tile, and the inputs. It doesn't know the net, or threads would keep
   * both forever.
   */
  private static final class Scratch {
    final float[] input;
    final float[] a;
    final float[] b;

    Scratch(int inputs, int widest) {
      input = new float[DenseKernels.rows(inputs) * ROW];
      a = new float[widest * ROW];
      b = new float[widest * ROW];
    }
  }

  @Override
  public PerceptronSpec spec() {
    return spec;
  }

  @Override
  public void forward(
      Batch parameterVector,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output) {
    run(parameterVector, input, condition, gates, output, true);
    this.input = input;
  }

  @Override
  public void answer(
      Batch parameterVector,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output) {
    run(parameterVector, input, condition, gates, output, false);
    this.input = null;
  }

  private void run(
      Batch parameterVector,
      Batch input,
      @Nullable Batch condition,
      @Nullable ConditionGates gates,
      Batch output,
      boolean kept) {
    Shapes.perceptron(spec, parameterVector, input, condition, gates, output);
    boolean changed = loadParameters(parameterVector);
    this.gates = gates;
    if (condition != null) {
      CpuFloats.load(condition, conditions);
    }
    int n = input.count();
    int tiles = Parts.blocks(n, TILE);
    for (int l = 0; l < hidden.length && kept; l++) {
      int size = Math.multiplyExact(tiles, DenseKernels.rows(spec.fanOut(l)) * ROW);
      if (hidden[l].length < size) {
        hidden[l] = new float[size];
      }
    }
    int layers = spec.layers();
    float[][] biases = new float[layers][];
    for (int l = 0; l < layers; l++) {
      if (l == 0 && gates != null) {
        packed[0] = packGated(gates);
      } else if (changed || packed[l] == null) {
        packed[l] =
            DenseKernels.pack(
                parameters, spec.weightOffset(l), spec.fanIn(l), spec.fanOut(l), columns(l), false);
      }
      biases[l] = biases(l);
    }
    Parts.forEach(
        workers,
        n,
        TILE,
        (tile, from, to) -> forwardTile(kept ? tile : -1, from, to - from, biases, input, output));
  }

  /** The first layer, with a weight for each gate in place of those of the condition. */
  private float[] packGated(ConditionGates gates) {
    int columns = columns(0);
    float[] weights = new float[spec.fanOut(0) * columns];
    for (int o = 0; o < spec.fanOut(0); o++) {
      int row = spec.weightOffset(0) + o * spec.fanIn(0);
      System.arraycopy(parameters, row, weights, o * columns, spec.inputs());
      int k = 0;
      for (int part = 0; part < gates.count(); part++) {
        double sum = 0;
        for (int end = k + gates.length(part); k < end; k++) {
          sum += (double) parameters[row + spec.inputs() + k] * conditions[k];
        }
        weights[o * columns + spec.inputs() + part] = (float) sum;
      }
    }
    return DenseKernels.pack(weights, 0, columns, spec.fanOut(0), columns, false);
  }

  /** Whether they differ from those of the call before: those of a finished net never do. */
  private boolean loadParameters(Batch vector) {
    float[] before = parameters.clone();
    CpuFloats.load(vector, parameters);
    return !Arrays.equals(before, parameters);
  }

  /** Inputs of a layer that differ from item to item. */
  private int columns(int layer) {
    return layer == 0 ? spec.inputs() + (gates == null ? 0 : gates.count()) : spec.fanIn(layer);
  }

  /** Of these, those whose gradient is asked for. */
  private int wanted(int layer) {
    return layer == 0 ? spec.inputs() : spec.fanIn(layer);
  }

  private float[] biases(int layer) {
    float[] biases = new float[DenseKernels.rows(spec.fanOut(layer))];
    if (spec.biased()) {
      System.arraycopy(parameters, spec.biasOffset(layer), biases, 0, spec.fanOut(layer));
    }
    if (layer == 0 && gates == null) {
      for (int o = 0; o < spec.fanOut(0); o++) {
        int row = spec.weightOffset(0) + o * spec.fanIn(0) + spec.inputs();
        double sum = biases[o];
        for (int k = 0; k < conditions.length; k++) {
          sum += (double) parameters[row + k] * conditions[k];
        }
        biases[o] = (float) sum;
      }
    }
    return biases;
  }

  /**
   * @param tile where hidden activations are kept; negative where they aren't
   */
  private void forwardTile(int tile, int from, int n, float[][] biases, Batch input, Batch output) {
    Scratch s = scratch.get();
    loadInput(input, from, n, s.input);
    float[] in = s.input;
    int inAt = 0;
    int layers = spec.layers();
    for (int l = 0; l < layers; l++) {
      boolean kept = tile >= 0 && l < layers - 1;
      float[] out = kept ? hidden[l] : in == s.a ? s.b : s.a;
      int outAt = kept ? tile * DenseKernels.rows(spec.fanOut(l)) * ROW : 0;
      DenseKernels.multiply(
          packed[l],
          spec.fanOut(l),
          columns(l),
          biases[l],
          l < layers - 1,
          in,
          inAt,
          out,
          outAt,
          n);
      in = out;
      inAt = outAt;
    }
    for (int c = 0; c < spec.outputs(); c++) {
      CpuFloats.store(in, c * ROW, output, c, from, n);
    }
  }

  /** What the first layer is multiplied with. */
  private void loadInput(Batch input, int from, int n, float[] tile) {
    load(input, from, n, tile, 0);
    if (gates != null) {
      load(gates.shares(), from, n, tile, spec.inputs());
    }
  }

  /** A tile of a batch from a row on, with zeros up to where kernels stop. */
  private static void load(Batch batch, int from, int n, float[] tile, int row) {
    int padded = DenseKernels.padded(n);
    for (int c = 0; c < batch.channels(); c++) {
      int at = (row + c) * ROW;
      CpuFloats.load(batch, c, from, tile, at, n);
      Arrays.fill(tile, at + n, at + padded, 0);
    }
  }

  @Override
  public void backward(
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient,
      @Nullable Batch conditionGradient) {
    Batch forward = input;
    if (forward == null) {
      throw new IllegalStateException("backward before forward");
    }
    int n = forward.count();
    Shapes.perceptronBackward(
        spec, n, outputGradient, parameterGradient, inputGradient, conditionGradient);
    float[][] transposed = new float[spec.layers()][];
    for (int l = inputGradient == null ? 1 : 0; l < spec.layers(); l++) {
      transposed[l] =
          DenseKernels.pack(
              parameters, spec.weightOffset(l), spec.fanIn(l), wanted(l), spec.fanOut(l), true);
    }
    int tiles = Parts.blocks(n, TILE);
    int tilesOfBlock = Math.max(1, Parts.blocks(tiles, MAX_BLOCKS));
    int blocks = Parts.blocks(tiles, tilesOfBlock);
    reserveBlocks(blocks);
    workers.forEach(
        blocks,
        block -> {
          float[] gradients = blockGradients[block];
          Arrays.fill(gradients, 0);
          for (int t = block * tilesOfBlock; t < Math.min(tiles, (block + 1) * tilesOfBlock); t++) {
            int from = t * TILE;
            backwardTile(
                t,
                from,
                Math.min(TILE, n - from),
                forward,
                outputGradient,
                transposed,
                gradients,
                inputGradient);
          }
        });
    float[] total = new float[spec.parameters() + spec.fanOut(0)];
    Parts.forEach(
        workers, total.length, SUM_PIECE, (piece, from, to) -> sumBlocks(blocks, from, to, total));
    conditionBackward(total, conditionGradient);
    CpuFloats.store(total, parameterGradient);
  }

  /**
   * A block's gradients: the parameters', and after them the sums of the first layer's rows, biased
   * or not.
   */
  private void reserveBlocks(int blocks) {
    int had = blockGradients.length;
    if (had < blocks) {
      blockGradients = Arrays.copyOf(blockGradients, blocks);
      for (int b = had; b < blocks; b++) {
        blockGradients[b] = new float[spec.parameters() + spec.fanOut(0)];
      }
    }
  }

  private void backwardTile(
      int tile,
      int from,
      int n,
      Batch in,
      Batch outputGradient,
      float[][] transposed,
      float[] gradients,
      @Nullable Batch inputGradient) {
    Scratch s = scratch.get();
    float[] d = s.a;
    float[] next = s.b;
    load(outputGradient, from, n, d, 0);
    float[] sums = new float[widest];
    float[] none = new float[widest];
    for (int l = spec.layers() - 1; l >= 0; l--) {
      float[] below = s.input;
      int belowAt = 0;
      if (l == 0) {
        loadInput(in, from, n, s.input);
      } else {
        below = hidden[l - 1];
        belowAt = tile * DenseKernels.rows(spec.fanOut(l - 1)) * ROW;
      }
      DenseKernels.outer(
          d,
          spec.fanOut(l),
          below,
          belowAt,
          columns(l),
          gradients,
          spec.weightOffset(l),
          spec.fanIn(l),
          n);
      if (spec.biased() || l == 0) {
        Arrays.fill(sums, 0);
        DenseKernels.rowSums(d, spec.fanOut(l), sums, n);
        for (int o = 0; o < spec.fanOut(l); o++) {
          if (spec.biased()) {
            gradients[spec.biasOffset(l) + o] += sums[o];
          }
          if (l == 0) {
            gradients[spec.parameters() + o] += sums[o];
          }
        }
      }
      if (l > 0 || inputGradient != null) {
        DenseKernels.multiply(
            transposed[l], wanted(l), spec.fanOut(l), none, false, d, 0, next, 0, n);
        if (l > 0) {
          DenseKernels.rectifyBackward(next, below, belowAt, columns(l), n);
        }
        float[] swap = d;
        d = next;
        next = swap;
      }
    }
    if (inputGradient != null) {
      for (int c = 0; c < spec.inputs(); c++) {
        CpuFloats.store(d, c * ROW, inputGradient, c, from, n);
      }
    }
  }

  private void sumBlocks(int blocks, int from, int to, float[] total) {
    for (int block = 0; block < blocks; block++) {
      float[] part = blockGradients[block];
      for (int i = from; i < to; i++) {
        total[i] += part[i];
      }
    }
  }

  /**
   * A number of the condition has the gradient of its gate, or without gates of the bias, times its
   * weight, and the weight that times the number.
   */
  private void conditionBackward(float[] total, @Nullable Batch conditionGradient) {
    int width = conditions.length;
    double[] gradient = new double[width];
    int parts = gates == null ? 1 : gates.count();
    float[] sums = new float[parts];
    for (int o = 0; o < spec.fanOut(0); o++) {
      int row = spec.weightOffset(0) + o * spec.fanIn(0) + spec.inputs();
      if (gates == null) {
        sums[0] = total[spec.parameters() + o];
      } else {
        System.arraycopy(total, row, sums, 0, parts);
      }
      int k = 0;
      for (int part = 0; part < parts; part++) {
        int end = gates == null ? width : k + gates.length(part);
        for (; k < end; k++) {
          total[row + k] = sums[part] * conditions[k];
          gradient[k] += (double) sums[part] * parameters[row + k];
        }
      }
    }
    if (conditionGradient != null) {
      float[] rounded = new float[width];
      for (int k = 0; k < width; k++) {
        rounded[k] = (float) gradient[k];
      }
      CpuFloats.store(rounded, conditionGradient);
    }
  }

  @Override
  public void close() {
    input = null;
    Arrays.fill(hidden, new float[0]);
    blockGradients = new float[0][];
    // what the thread holds refers back to this net and would keep both for as long as it lives
    scratch.remove();
  }
}
