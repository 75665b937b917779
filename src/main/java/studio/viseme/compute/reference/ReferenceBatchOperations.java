package studio.viseme.compute.reference;

import static studio.viseme.compute.reference.ReferenceFloats.get;
import static studio.viseme.compute.reference.ReferenceFloats.set;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Ints;
import studio.viseme.compute.Philox;
import studio.viseme.compute.RandomKey;
import studio.viseme.compute.Shapes;

/** The small change, element by element. */
final class ReferenceBatchOperations implements BatchOperations {
  @FunctionalInterface
  private interface Element {
    double of(int channel, int item);
  }

  private static void assign(Batch out, Element value) {
    for (int c = 0; c < out.channels(); c++) {
      for (int i = 0; i < out.count(); i++) {
        set(out, c, i, value.of(c, i));
      }
    }
  }

  private static double sum(int channels, int count, Element value) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < count; i++) {
        sum += value.of(c, i);
      }
    }
    return sum;
  }

  @Override
  public void fill(Batch out, float value) {
    assign(out, (c, i) -> value);
  }

  @Override
  public void copy(Batch in, Batch out) {
    Shapes.same("in", in, out);
    assign(out, (c, i) -> get(in, c, i));
  }

  @Override
  public void accumulate(float factor, Batch in, Batch out) {
    Shapes.same("in", in, out);
    assign(out, (c, i) -> get(out, c, i) + factor * get(in, c, i));
  }

  @Override
  public void multiply(Batch a, Batch b, Batch out) {
    Shapes.factor(a, b);
    Shapes.same("out", out, a);
    assign(out, (c, i) -> get(a, c, i) * get(b, b.channels() == 1 ? 0 : c, i));
  }

  @Override
  public void multiplyAccumulate(Batch a, Batch b, Batch out) {
    Shapes.factor(a, b);
    Shapes.same("out", out, a);
    assign(out, (c, i) -> get(out, c, i) + get(a, c, i) * get(b, b.channels() == 1 ? 0 : c, i));
  }

  @Override
  public void channelDots(Batch a, Batch b, Batch out) {
    Shapes.same("b", b, a);
    Shapes.vector("out", out, a.count());
    assign(out, (z, i) -> sum(a.channels(), 1, (c, none) -> get(a, c, i) * get(b, c, i)));
  }

  @Override
  public void clamp(Batch in, float low, float high, Batch out) {
    Shapes.same("in", in, out);
    assign(out, (c, i) -> Math.min(high, Math.max(low, get(in, c, i))));
  }

  @Override
  public void apply(Function function, Batch in, Batch out) {
    Shapes.same("in", in, out);
    assign(
        out,
        (c, i) -> {
          double x = get(in, c, i);
          return switch (function) {
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : BatchOperations.LEAK * x;
            case EXP -> Math.exp(x);
          };
        });
  }

  @Override
  public void applyBackward(Function function, Batch out, Batch outGradient, Batch inGradient) {
    Shapes.same("out", out, inGradient);
    Shapes.same("out gradient", outGradient, inGradient);
    assign(
        inGradient,
        (c, i) -> {
          double y = get(out, c, i);
          return get(outGradient, c, i)
              * switch (function) {
                case SIGMOID -> y * (1 - y);
                case TANH -> 1 - y * y;
                case RELU -> y > 0 ? 1 : 0;
                case LEAKY_RELU -> y > 0 ? 1 : BatchOperations.LEAK;
                case EXP -> y;
              };
        });
  }

  @Override
  public void broadcast(Batch vector, Batch out) {
    Shapes.vector("vector", vector, out.channels());
    assign(out, (c, i) -> get(vector, 0, c));
  }

  @Override
  public void channelSums(Batch in, Batch vector) {
    Shapes.vector("vector", vector, in.channels());
    assign(vector, (z, c) -> sum(1, in.count(), (none, i) -> get(in, c, i)));
  }

  @Override
  public void dot(Batch a, Batch b, Batch out) {
    Shapes.same("b", b, a);
    Shapes.vector("out", out, 1);
    set(out, 0, 0, sum(a.channels(), a.count(), (c, i) -> get(a, c, i) * get(b, c, i)));
  }

  @Override
  public void matrixVector(Batch matrix, Batch vector, Batch result) {
    int columns = vector.count();
    Shapes.vector("vector", vector, columns);
    Shapes.vector("result", result, result.count());
    Shapes.vector("matrix", matrix, (long) result.count() * columns);
    assign(
        result,
        (z, r) ->
            sum(1, columns, (none, c) -> get(matrix, 0, r * columns + c) * get(vector, 0, c)));
  }

  @Override
  public void matrixVectors(Batch matrix, Batch vectors, Batch results) {
    int columns = vectors.count();
    Shapes.batch("results", results, vectors.channels(), results.count());
    Shapes.vector("matrix", matrix, (long) results.count() * columns);
    assign(
        results,
        (m, r) ->
            sum(1, columns, (none, c) -> get(matrix, 0, r * columns + c) * get(vectors, m, c)));
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
    if (matrixGradient != null) {
      assign(
          matrixGradient,
          (z, e) -> get(resultGradient, 0, e / columns) * get(vector, 0, e % columns));
    }
    if (vectorGradient != null) {
      assign(
          vectorGradient,
          (z, c) ->
              sum(
                  1,
                  rows,
                  (none, r) -> get(matrix, 0, r * columns + c) * get(resultGradient, 0, r)));
    }
  }

  @Override
  public void blend(Batch base, Batch basis, Batch code, Batch out) {
    int shapes = Shapes.blend(base, basis, code);
    Shapes.same("out", out, base);
    int channels = base.channels();
    assign(
        out,
        (c, i) ->
            get(base, c, i)
                + sum(1, shapes, (none, k) -> get(code, 0, k) * get(basis, k * channels + c, i)));
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
      assign(
          basisGradient,
          (kc, i) ->
              mask != null && get(mask, 0, i) == 0
                  ? 0
                  : get(code, 0, kc / channels) * get(outGradient, kc % channels, i));
    }
    if (codeGradient != null) {
      assign(
          codeGradient,
          (z, k) ->
              sum(
                  channels,
                  outGradient.count(),
                  (c, i) -> get(basis, k * channels + c, i) * get(outGradient, c, i)));
    }
  }

  @Override
  public void gather(Batch in, Ints indices, Batch out) {
    if (in.channels() != out.channels()) {
      throw new IllegalArgumentException(in.channels() + " channels into " + out.channels());
    }
    int[] list = ReferenceInts.values(indices);
    if (list.length < out.count()) {
      throw new IllegalArgumentException(list.length + " indices for " + out.count() + " items");
    }
    assign(out, (c, i) -> list[i] < 0 ? 0 : get(in, c, Objects.checkIndex(list[i], in.count())));
  }

  private static int word(RandomKey key, long draw) {
    int[] words = new int[4];
    Philox.draw(key, draw >> 2, words);
    return words[(int) draw & 3];
  }

  @Override
  public void randomUniform(RandomKey key, float low, float high, Batch out) {
    assign(
        out, (c, i) -> low + (high - low) * Philox.uniform(word(key, (long) c * out.count() + i)));
  }

  @Override
  public void randomNormal(RandomKey key, float mean, float deviation, Batch out) {
    assign(
        out,
        (c, i) -> {
          long e = (long) c * out.count() + i;
          return mean
              + deviation * Philox.normal(word(key, e & ~1L), word(key, e | 1L), (e & 1) != 0);
        });
  }
}
