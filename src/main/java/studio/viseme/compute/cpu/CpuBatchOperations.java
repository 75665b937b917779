package studio.viseme.compute.cpu;

import static java.nio.ByteOrder.nativeOrder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Ints;
import studio.viseme.compute.Philox;
import studio.viseme.compute.RandomKey;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * Elementwise work in pieces of one channel and at most {@link #BLOCK} items; sums are taken a
 * piece at a time, in order.
 */
final class CpuBatchOperations implements BatchOperations {
  private static final int BLOCK = 1 << 14;

  /** Rows of a matrix in a piece of {@link #matrixVectors}. */
  private static final int ROWS = 64;

  private final Workers workers;

  CpuBatchOperations(Workers workers) {
    this.workers = workers;
  }

  @FunctionalInterface
  private interface Piece {
    void accept(int channel, int from, int count);
  }

  @FunctionalInterface
  private interface Term {
    double of(int channel, int from, int count);
  }

  private void forEachPiece(Batch batch, Piece piece) {
    int blocks = Parts.blocks(batch.count(), BLOCK);
    workers.forEach(
        Math.multiplyExact(blocks, batch.channels()),
        p -> {
          int from = p % blocks * BLOCK;
          piece.accept(p / blocks, from, Math.min(BLOCK, batch.count() - from));
        });
  }

  /** The sums of all pieces of each channel. */
  private double[] sums(Batch batch, Term term) {
    int blocks = Parts.blocks(batch.count(), BLOCK);
    double[][] parts = new double[batch.channels()][blocks];
    forEachPiece(batch, (c, from, count) -> parts[c][from / BLOCK] = term.of(c, from, count));
    double[] sums = new double[batch.channels()];
    for (int c = 0; c < sums.length; c++) {
      for (double part : parts[c]) {
        sums[c] += part;
      }
    }
    return sums;
  }

  // Masks are for the last few items alone: a masked store takes several times as long as a whole
  // one.

  private static FloatVector load(MemorySegment memory, int i, VectorMask<Float> on) {
    return FloatVector.fromMemorySegment(
        Lanes.FLOAT, memory, (long) i * Float.BYTES, nativeOrder(), on);
  }

  private static void store(FloatVector v, MemorySegment memory, int i, VectorMask<Float> on) {
    v.intoMemorySegment(memory, (long) i * Float.BYTES, nativeOrder(), on);
  }

  private static FloatVector load(MemorySegment memory, int i) {
    return FloatVector.fromMemorySegment(
        Lanes.FLOAT, memory, (long) i * Float.BYTES, nativeOrder());
  }

  private static void store(FloatVector v, MemorySegment memory, int i) {
    v.intoMemorySegment(memory, (long) i * Float.BYTES, nativeOrder());
  }

  private static float[] vector(Batch vector) {
    float[] values = new float[vector.count()];
    CpuFloats.load(vector, values);
    return values;
  }

  private static void storeRounded(double[] values, Batch vector) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    CpuFloats.store(rounded, vector);
  }

  @Override
  public void fill(Batch out, float value) {
    forEachPiece(out, (c, from, count) -> fill(out, c, from, count, value));
  }

  private static void fill(Batch out, int channel, int from, int count, float value) {
    MemorySegment to = CpuFloats.slice(out, channel, from, count);
    FloatVector v = FloatVector.broadcast(Lanes.FLOAT, value);
    int i = 0;
    for (; i <= count - Lanes.WIDTH; i += Lanes.WIDTH) {
      store(v, to, i);
    }
    store(v, to, i, Lanes.FLOAT.indexInRange(i, count));
  }

  @Override
  public void copy(Batch in, Batch out) {
    Shapes.same("in", in, out);
    forEachPiece(
        out,
        (c, from, count) ->
            MemorySegment.copy(
                CpuFloats.slice(in, c, from, count),
                0,
                CpuFloats.slice(out, c, from, count),
                0,
                4L * count));
  }

  @Override
  public void accumulate(float factor, Batch in, Batch out) {
    Shapes.same("in", in, out);
    forEachPiece(
        out,
        (c, from, count) -> {
          MemorySegment x = CpuFloats.slice(in, c, from, count);
          MemorySegment y = CpuFloats.slice(out, c, from, count);
          int i = 0;
          for (; i <= count - Lanes.WIDTH; i += Lanes.WIDTH) {
            store(load(y, i).add(load(x, i).mul(factor)), y, i);
          }
          VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
          store(load(y, i, on).add(load(x, i, on).mul(factor)), y, i, on);
        });
  }

  @Override
  public void multiply(Batch a, Batch b, Batch out) {
    Shapes.factor(a, b);
    Shapes.same("out", out, a);
    product(a, b, out, false);
  }

  @Override
  public void multiplyAccumulate(Batch a, Batch b, Batch out) {
    Shapes.factor(a, b);
    Shapes.same("out", out, a);
    product(a, b, out, true);
  }

  private void product(Batch a, Batch b, Batch out, boolean adds) {
    forEachPiece(
        out,
        (c, from, count) -> {
          MemorySegment x = CpuFloats.slice(a, c, from, count);
          MemorySegment y = CpuFloats.slice(b, b.channels() == 1 ? 0 : c, from, count);
          MemorySegment z = CpuFloats.slice(out, c, from, count);
          int i = 0;
          for (; i <= count - Lanes.WIDTH; i += Lanes.WIDTH) {
            FloatVector p = load(x, i).mul(load(y, i));
            store(adds ? load(z, i).add(p) : p, z, i);
          }
          VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
          FloatVector p = load(x, i, on).mul(load(y, i, on));
          store(adds ? load(z, i, on).add(p) : p, z, i, on);
        });
  }

  @Override
  public void channelDots(Batch a, Batch b, Batch out) {
    Shapes.same("b", b, a);
    Shapes.vector("out", out, a.count());
    forEachPiece(
        out,
        (channel, from, count) -> {
          float[] sum = new float[count];
          float[] x = new float[count];
          float[] y = new float[count];
          for (int c = 0; c < a.channels(); c++) {
            CpuFloats.load(a, c, from, x, 0, count);
            CpuFloats.load(b, c, from, y, 0, count);
            for (int i = 0; i < count; i++) {
              sum[i] += x[i] * y[i];
            }
          }
          CpuFloats.store(sum, 0, out, 0, from, count);
        });
  }

  @Override
  public void clamp(Batch in, float low, float high, Batch out) {
    Shapes.same("in", in, out);
    forEachPiece(
        out,
        (c, from, count) -> {
          MemorySegment x = CpuFloats.slice(in, c, from, count);
          MemorySegment y = CpuFloats.slice(out, c, from, count);
          for (int i = 0; i < count; i += Lanes.WIDTH) {
            VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
            store(load(x, i, on).max(low).min(high), y, i, on);
          }
        });
  }

  @Override
  public void apply(Function function, Batch in, Batch out) {
    Shapes.same("in", in, out);
    forEachPiece(
        out,
        (c, from, count) -> {
          float[] x = new float[count];
          CpuFloats.load(in, c, from, x, 0, count);
          for (int i = 0; i < count; i++) {
            x[i] =
                switch (function) {
                  case SIGMOID -> (float) (1 / (1 + Math.exp(-x[i])));
                  case TANH -> (float) Math.tanh(x[i]);
                  case RELU -> Math.max(0, x[i]);
                  case LEAKY_RELU -> x[i] > 0 ? x[i] : LEAK * x[i];
                  case EXP -> (float) Math.exp(x[i]);
                };
          }
          CpuFloats.store(x, 0, out, c, from, count);
        });
  }

  @Override
  public void applyBackward(Function function, Batch out, Batch outGradient, Batch inGradient) {
    Shapes.same("out", out, inGradient);
    Shapes.same("out gradient", outGradient, inGradient);
    forEachPiece(
        inGradient,
        (c, from, count) -> {
          float[] y = new float[count];
          float[] g = new float[count];
          CpuFloats.load(out, c, from, y, 0, count);
          CpuFloats.load(outGradient, c, from, g, 0, count);
          for (int i = 0; i < count; i++) {
            g[i] *=
                switch (function) {
                  case SIGMOID -> y[i] * (1 - y[i]);
                  case TANH -> 1 - y[i] * y[i];
                  case RELU -> y[i] > 0 ? 1 : 0;
                  case LEAKY_RELU -> y[i] > 0 ? 1 : LEAK;
                  case EXP -> y[i];
                };
          }
          CpuFloats.store(g, 0, inGradient, c, from, count);
        });
  }

  @Override
  public void broadcast(Batch vector, Batch out) {
    Shapes.vector("vector", vector, out.channels());
    float[] values = vector(vector);
    forEachPiece(out, (c, from, count) -> fill(out, c, from, count, values[c]));
  }

  @Override
  public void channelSums(Batch in, Batch vector) {
    Shapes.vector("vector", vector, in.channels());
    storeRounded(
        sums(
            in,
            (c, from, count) -> {
              MemorySegment x = CpuFloats.slice(in, c, from, count);
              FloatVector sum = FloatVector.zero(Lanes.FLOAT);
              for (int i = 0; i < count; i += Lanes.WIDTH) {
                sum = sum.add(load(x, i, Lanes.FLOAT.indexInRange(i, count)));
              }
              return Lanes.sum(sum);
            }),
        vector);
  }

  @Override
  public void dot(Batch a, Batch b, Batch out) {
    Shapes.same("b", b, a);
    Shapes.vector("out", out, 1);
    double total = 0;
    for (double sum : sums(a, (c, from, count) -> dot(a, c, b, c, from, count))) {
      total += sum;
    }
    storeRounded(new double[] {total}, out);
  }

  private static float dot(Batch a, int channelA, Batch b, int channelB, int from, int count) {
    MemorySegment x = CpuFloats.slice(a, channelA, from, count);
    MemorySegment y = CpuFloats.slice(b, channelB, from, count);
    FloatVector sum = FloatVector.zero(Lanes.FLOAT);
    int i = 0;
    for (; i <= count - Lanes.WIDTH; i += Lanes.WIDTH) {
      sum = load(x, i).fma(load(y, i), sum);
    }
    VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
    sum = load(x, i, on).fma(load(y, i, on), sum);
    return Lanes.sum(sum);
  }

  @Override
  public void matrixVector(Batch matrix, Batch vector, Batch result) {
    int columns = vector.count();
    int rows = result.count();
    Shapes.vector("vector", vector, columns);
    Shapes.vector("result", result, rows);
    Shapes.vector("matrix", matrix, (long) rows * columns);
    float[] m = vector(matrix);
    float[] v = vector(vector);
    double[] sums = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        sums[r] += (double) m[r * columns + c] * v[c];
      }
    }
    storeRounded(sums, result);
  }

  @Override
  public void matrixVectors(Batch matrix, Batch vectors, Batch results) {
    int columns = vectors.count();
    int rows = results.count();
    Shapes.batch("results", results, vectors.channels(), rows);
    Shapes.vector("matrix", matrix, (long) rows * columns);
    int padded = Lanes.roundUp(columns);
    float[][] factors = new float[vectors.channels()][padded];
    float[][] products = new float[factors.length][rows];
    for (int m = 0; m < factors.length; m++) {
      CpuFloats.load(vectors, m, 0, factors[m], 0, columns);
    }
    Parts.forEach(
        workers,
        rows,
        ROWS,
        (block, from, to) -> {
          float[] row = new float[padded];
          for (int r = from; r < to; r++) {
            CpuFloats.load(matrix, 0, (long) r * columns, row, 0, columns);
            for (int m = 0; m < factors.length; m++) {
              products[m][r] = dot(row, factors[m]);
            }
          }
        });
    for (int m = 0; m < factors.length; m++) {
      CpuFloats.store(products[m], 0, results, m, 0, rows);
    }
  }

  /** Of whole vectors. */
  private static float dot(float[] a, float[] b) {
    FloatVector even = FloatVector.zero(Lanes.FLOAT);
    FloatVector odd = even;
    int i = 0;
    for (; i <= a.length - 2 * Lanes.WIDTH; i += 2 * Lanes.WIDTH) {
      int next = i + Lanes.WIDTH;
      even =
          FloatVector.fromArray(Lanes.FLOAT, a, i)
              .fma(FloatVector.fromArray(Lanes.FLOAT, b, i), even);
      odd =
          FloatVector.fromArray(Lanes.FLOAT, a, next)
              .fma(FloatVector.fromArray(Lanes.FLOAT, b, next), odd);
    }
    if (i < a.length) {
      even =
          FloatVector.fromArray(Lanes.FLOAT, a, i)
              .fma(FloatVector.fromArray(Lanes.FLOAT, b, i), even);
    }
    return Lanes.sum(even.add(odd));
  }

  @Override
  public void matrixVectorBackward(
      Batch matrix,
      Batch vector,
      Batch resultGradient,
      @Nullable Batch matrixGradient,
      @Nullable Batch vectorGradient) {
    int columns = vector.count();
    int rows = resultGradient.count();
    Shapes.vector("matrix", matrix, (long) rows * columns);
    Shapes.optionalVector("matrix gradient", matrixGradient, (long) rows * columns);
    Shapes.optionalVector("vector gradient", vectorGradient, columns);
    float[] m = vector(matrix);
    float[] v = vector(vector);
    float[] g = vector(resultGradient);
    double[] sums = new double[columns];
    float[] products = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        products[r * columns + c] = g[r] * v[c];
        sums[c] += (double) m[r * columns + c] * g[r];
      }
    }
    if (matrixGradient != null) {
      CpuFloats.store(products, matrixGradient);
    }
    if (vectorGradient != null) {
      storeRounded(sums, vectorGradient);
    }
  }

  @Override
  public void blend(Batch base, Batch basis, Batch code, Batch out) {
    int shapes = Shapes.blend(base, basis, code);
    Shapes.same("out", out, base);
    float[] weights = vector(code);
    int channels = base.channels();
    forEachPiece(
        out,
        (c, from, count) -> {
          float[] sum = new float[Lanes.roundUp(count)];
          float[] shape = new float[Lanes.roundUp(count)];
          CpuFloats.load(base, c, from, sum, 0, count);
          for (int k = 0; k < shapes; k++) {
            if (weights[k] != 0) {
              CpuFloats.load(basis, k * channels + c, from, shape, 0, count);
              FloatVector w = FloatVector.broadcast(Lanes.FLOAT, weights[k]);
              for (int i = 0; i < count; i += Lanes.WIDTH) {
                FloatVector.fromArray(Lanes.FLOAT, shape, i)
                    .fma(w, FloatVector.fromArray(Lanes.FLOAT, sum, i))
                    .intoArray(sum, i);
              }
            }
          }
          CpuFloats.store(sum, 0, out, c, from, count);
        });
  }

  @Override
  public void blendBackward(
      Batch basis,
      Batch code,
      Batch outGradient,
      @Nullable Batch mask,
      @Nullable Batch basisGradient,
      @Nullable Batch codeGradient) {
    int shapes = Shapes.blend(outGradient, basis, code);
    int channels = outGradient.channels();
    Shapes.optionalVector("mask", mask, outGradient.count());
    Shapes.optionalVector("code gradient", codeGradient, shapes);
    if (basisGradient != null) {
      Shapes.same("basis gradient", basisGradient, basis);
      float[] weights = vector(code);
      forEachPiece(
          basisGradient,
          (c, from, count) -> {
            MemorySegment g = CpuFloats.slice(outGradient, c % channels, from, count);
            MemorySegment to = CpuFloats.slice(basisGradient, c, from, count);
            MemorySegment only = mask == null ? null : CpuFloats.slice(mask, 0, from, count);
            float w = weights[c / channels];
            for (int i = 0; i < count; i += Lanes.WIDTH) {
              VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
              VectorMask<Float> moved =
                  only == null ? on : load(only, i, on).compare(VectorOperators.NE, 0f, on);
              store(FloatVector.zero(Lanes.FLOAT).blend(load(g, i, on).mul(w), moved), to, i, on);
            }
          });
    }
    if (codeGradient != null) {
      double[] ofChannels =
          sums(basis, (c, from, count) -> dot(basis, c, outGradient, c % channels, from, count));
      double[] gradient = new double[shapes];
      for (int c = 0; c < ofChannels.length; c++) {
        gradient[c / channels] += ofChannels[c];
      }
      storeRounded(gradient, codeGradient);
    }
  }

  @Override
  public void gather(Batch in, Ints indices, Batch out) {
    if (in.channels() != out.channels()) {
      throw new IllegalArgumentException(in.channels() + " channels into " + out.channels());
    }
    MemorySegment list = CpuInts.of(indices).memory();
    if (indices.size() < out.count()) {
      throw new IllegalArgumentException(indices.size() + " indices for " + out.count() + " items");
    }
    forEachPiece(
        out,
        (c, from, count) -> {
          MemorySegment source = CpuFloats.slice(in, c, 0, in.count());
          float[] picked = new float[count];
          for (int i = 0; i < count; i++) {
            int index = list.getAtIndex(ValueLayout.JAVA_INT, from + i);
            picked[i] = index < 0 ? 0 : source.getAtIndex(ValueLayout.JAVA_FLOAT, index);
          }
          CpuFloats.store(picked, 0, out, c, from, count);
        });
  }

  @Override
  public void stretch(Batch strains, Batch patches, Batch rotations, Batch logScales) {
    Shapes.stretch(strains, patches, rotations, logScales);
    CpuStretch.forward(workers, strains, patches, rotations, logScales);
  }

  @Override
  public void stretchBackward(
      Batch strains,
      Batch patches,
      Batch rotations,
      Batch logScaleGradient,
      Batch rotationGradient) {
    Shapes.stretch(strains, patches, rotations, logScaleGradient);
    Shapes.same("rotation gradient", rotationGradient, rotations);
    CpuStretch.backward(workers, strains, patches, rotations, logScaleGradient, rotationGradient);
  }

  @Override
  public void randomUniform(RandomKey key, float low, float high, Batch out) {
    forEachPiece(
        out,
        (c, from, count) -> {
          float[] draws = new float[count];
          int[] words = new int[4];
          long first = (long) c * out.count() + from;
          for (int i = 0; i < count; i++) {
            long e = first + i;
            if (i == 0 || (e & 3) == 0) {
              Philox.draw(key, e >> 2, words);
            }
            draws[i] = (float) (low + (high - low) * Philox.uniform(words[(int) e & 3]));
          }
          CpuFloats.store(draws, 0, out, c, from, count);
        });
  }

  @Override
  public void randomNormal(RandomKey key, float mean, float deviation, Batch out) {
    forEachPiece(
        out,
        (c, from, count) -> {
          float[] draws = new float[count];
          int[] words = new int[4];
          long first = (long) c * out.count() + from;
          for (int i = 0; i < count; i++) {
            long e = first + i;
            if (i == 0 || (e & 3) == 0) {
              Philox.draw(key, e >> 2, words);
            }
            int pair = (int) e & 2;
            double normal = Philox.normal(words[pair], words[pair + 1], (e & 1) != 0);
            draws[i] = (float) (mean + deviation * normal);
          }
          CpuFloats.store(draws, 0, out, c, from, count);
        });
  }
}
