package studio.viseme.compute.cpu;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * A net over a batch, a tile of {@link DenseKernels#TILE} items at a time through all its layers,
 * so that activations stay in the second-level cache. Hidden activations are kept for the way back.
 * The condition's share of the first layer is the same for all items: it becomes part of the bias.
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

  CpuPerceptron(PerceptronSpec spec, Workers workers) {
    this.spec = spec;
    this.workers = workers;
    int width = Math.max(spec.inputs(), spec.outputs());
    for (int h : spec.hidden()) {
      width = Math.max(width, h);
    }
    int rows = DenseKernels.rows(width);
    this.widest = rows;
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(spec.inputs(), rows));
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
  public void forward(Batch parameterVector, Batch input, @Nullable Batch condition, Batch output) {
    Shapes.perceptron(spec, parameterVector, input, condition, output);
    this.input = input;
    boolean changed = loadParameters(parameterVector);
    if (condition != null) {
      CpuFloats.load(condition, conditions);
    }
    int n = input.count();
    int tiles = Parts.blocks(n, TILE);
    for (int l = 0; l < hidden.length; l++) {
      int size = Math.multiplyExact(tiles, DenseKernels.rows(spec.fanOut(l)) * ROW);
      if (hidden[l].length < size) {
        hidden[l] = new float[size];
      }
    }
    int layers = spec.layers();
    float[][] biases = new float[layers][];
    for (int l = 0; l < layers; l++) {
      if (changed || packed[l] == null) {
        packed[l] =
            DenseKernels.pack(
                parameters, spec.weightOffset(l), spec.fanIn(l), spec.fanOut(l), columns(l), false);
      }
      biases[l] = biases(l);
    }
    Parts.forEach(
        workers, n, TILE, (tile, from, to) -> forwardTile(tile, from, to - from, biases, output));
  }

  /** Whether they differ from those of the call before: those of a finished net never do. */
  private boolean loadParameters(Batch vector) {
    float[] before = parameters.clone();
    CpuFloats.load(vector, parameters);
    return !Arrays.equals(before, parameters);
  }

  /** Inputs of a layer that differ from item to item. */
  private int columns(int layer) {
    return layer == 0 ? spec.inputs() : spec.fanIn(layer);
  }

  private float[] biases(int layer) {
    float[] biases = new float[DenseKernels.rows(spec.fanOut(layer))];
    if (spec.biased()) {
      System.arraycopy(parameters, spec.biasOffset(layer), biases, 0, spec.fanOut(layer));
    }
    if (layer == 0) {
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

  private void forwardTile(int tile, int from, int n, float[][] biases, Batch output) {
    Scratch s = scratch.get();
    load(Objects.requireNonNull(input), from, n, s.input);
    float[] in = s.input;
    int inAt = 0;
    for (int l = 0; l < hidden.length; l++) {
      int outAt = tile * DenseKernels.rows(spec.fanOut(l)) * ROW;
      DenseKernels.multiply(
          packed[l], spec.fanOut(l), columns(l), biases[l], true, in, inAt, hidden[l], outAt, n);
      in = hidden[l];
      inAt = outAt;
    }
    int top = hidden.length;
    DenseKernels.multiply(
        packed[top], spec.outputs(), columns(top), biases[top], false, in, inAt, s.a, 0, n);
    for (int c = 0; c < spec.outputs(); c++) {
      CpuFloats.store(s.a, c * ROW, output, c, from, n);
    }
  }

  /** A tile of a batch, with zeros up to where kernels stop. */
  private static void load(Batch batch, int from, int n, float[] tile) {
    int padded = DenseKernels.padded(n);
    for (int c = 0; c < batch.channels(); c++) {
      CpuFloats.load(batch, c, from, tile, c * ROW, n);
      Arrays.fill(tile, c * ROW + n, c * ROW + padded, 0);
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
              parameters, spec.weightOffset(l), spec.fanIn(l), columns(l), spec.fanOut(l), true);
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
    load(outputGradient, from, n, d);
    float[] sums = new float[widest];
    float[] none = new float[widest];
    for (int l = spec.layers() - 1; l >= 0; l--) {
      float[] below = s.input;
      int belowAt = 0;
      if (l == 0) {
        load(in, from, n, s.input);
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
            transposed[l], columns(l), spec.fanOut(l), none, false, d, 0, next, 0, n);
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

  private void conditionBackward(float[] total, @Nullable Batch conditionGradient) {
    int width = conditions.length;
    double[] gradient = new double[width];
    for (int o = 0; o < spec.fanOut(0); o++) {
      float sum = total[spec.parameters() + o];
      int row = spec.weightOffset(0) + o * spec.fanIn(0) + spec.inputs();
      for (int k = 0; k < width; k++) {
        total[row + k] = sum * conditions[k];
        gradient[k] += (double) sum * parameters[row + k];
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
