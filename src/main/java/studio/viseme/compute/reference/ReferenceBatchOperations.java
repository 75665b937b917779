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
import studio.viseme.math.Quaternion;

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

  @Override
  public void stretch(Batch strains, Batch patches, Batch rotations, Batch logScales) {
    Shapes.stretch(strains, patches, rotations, logScales);
    for (int i = 0; i < logScales.count(); i++) {
      double[][] strain = strain(strains, patches, i);
      double[][] axes = Matrices.transposed(turn(rotations, i));
      for (int k = 0; k < 3; k++) {
        double[] along = Matrices.times(strain, axes[k]);
        double longer = 0;
        for (int c = 0; c < 3; c++) {
          longer += axes[k][c] * along[c];
        }
        set(logScales, k, i, get(logScales, k, i) + longer);
      }
    }
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
    for (int i = 0; i < logScaleGradient.count(); i++) {
      double[][] turn = turn(rotations, i);
      double[] by = ReferenceFloats.item(logScaleGradient, i);
      double[][] byTurn =
          Matrices.scaled(
              Matrices.times(
                  Matrices.times(strain(strains, patches, i), turn), Matrices.diagonal(by)),
              2);
      double[] q = ReferenceFloats.item(rotations, i);
      double norm = norm(q);
      // A small turn about axis e before the rotation changes it by [e]× R, the quaternion by
      // (0, e) q / 2: so the quaternion's gradient is (0, g) q · 2 / |q|², orthogonal to q.
      double[] about = new double[3];
      for (int e = 0; e < 3; e++) {
        double[] axis = new double[3];
        axis[e] = 1;
        about[e] = Matrices.dot(byTurn, Matrices.times(Matrices.cross(axis), turn));
      }
      Quaternion moved =
          new Quaternion(0, about[0], about[1], about[2])
              .times(new Quaternion(q[0], q[1], q[2], q[3]));
      double factor = 2 / (norm * norm);
      double[] byQ = {moved.w(), moved.x(), moved.y(), moved.z()};
      for (int c = 0; c < 4; c++) {
        set(rotationGradient, c, i, get(rotationGradient, c, i) + factor * byQ[c]);
      }
    }
  }

  private static double norm(double[] v) {
    double squares = 0;
    for (double x : v) {
      squares += x * x;
    }
    return Math.sqrt(squares);
  }

  private static double[][] turn(Batch rotations, int i) {
    double[] q = ReferenceFloats.item(rotations, i);
    return Matrices.of(new Quaternion(q[0], q[1], q[2], q[3]).normalized().matrix());
  }

  private static double[][] strain(Batch strains, Batch patches, int i) {
    double[] h =
        ReferenceFloats.item(
            strains, Objects.checkIndex((int) get(patches, 0, i), strains.count()));
    return new double[][] {{h[0], h[3], h[4]}, {h[3], h[1], h[5]}, {h[4], h[5], h[2]}};
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
