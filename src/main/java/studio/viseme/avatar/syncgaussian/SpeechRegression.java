package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.math.Cholesky;

/**
 * Hears a speech window and says where the lower face is: kernel ridge regression on examples from
 * the person's own footage (Saunders, Gammerman, Vovk 1998, "Ridge regression learning algorithm in
 * dual variables"). With a minute of speech it is more right than nets, in a fraction of their
 * time, and has one answer. The kernel of two windows x, y, whose squared lengths are D in the
 * mean, is half linear, half Gaussian:
 *
 * <pre>  k(x, y) = x·y / 2D + exp(−|x − y|² / D) / 2 </pre>
 *
 * <p>The answer is taken over the moment and, with little weight, its two neighbours.
 */
final class SpeechRegression implements AutoCloseable {
  /** What is said besides the code: how narrow the lips' opening is, and whether it is speech. */
  static final int EXTRAS = 2;

  /** Of many examples, and of few. */
  private static final double LEAST_RIDGE = 0.5;

  private static final double MOST_RIDGE = 2;

  /** Examples that a ridge of 1 suits. */
  private static final double RIDGE_EXAMPLES = 500;

  /** The moments heard: before, now, after. */
  private static final int MOMENTS = 3;

  private static final float[] MOMENT_WEIGHTS = {0.1f, 0.8f, 0.1f};

  final SpeechTaps taps;
  final int dims;

  /** Examples × taps. */
  final float[] examples;

  /** (dims + 2) × examples. */
  final float[] coefficients;

  /** dims + 2: the answer to what is like no example. */
  final float[] offsets;

  private final double[] squares;
  private final BatchOperations ops;
  private final Batch matrix;
  private final Batch moments;
  private final Batch products;

  SpeechRegression(
      Engine engine,
      SpeechTaps taps,
      int dims,
      float[] examples,
      float[] coefficients,
      float[] offsets) {
    int count = examples.length / taps.size();
    if (examples.length != count * taps.size()
        || offsets.length != dims + EXTRAS
        || coefficients.length != offsets.length * count) {
      throw new IllegalArgumentException("a regression whose parts don't fit");
    }
    this.taps = taps;
    this.dims = dims;
    this.examples = examples;
    this.coefficients = coefficients;
    this.offsets = offsets;
    this.squares = squares(examples, taps.size());
    this.ops = engine.batches();
    this.matrix = Batch.vector(engine.floats(examples));
    this.moments = Batch.allocate(engine, MOMENTS, taps.size());
    this.products = Batch.allocate(engine, MOMENTS, count);
  }

  /** A layer without biases whose weights are the examples gives the products with all of them. */
  private static PerceptronSpec spec(int size, int examples) {
    return new PerceptronSpec(size, 0, List.of(), examples, false);
  }

  private static double[] squares(float[] examples, int size) {
    double[] squares = new double[examples.length / size];
    for (int i = 0; i < examples.length; i++) {
      squares[i / size] += (double) examples[i] * examples[i];
    }
    return squares;
  }

  private static double kernel(double product, double square, double otherSquare, double length) {
    double distance = Math.max(0, square + otherSquare - 2 * product);
    return 0.5 * product / length + 0.5 * Math.exp(-distance / length);
  }

  /**
   * @param lag seconds by which the sound is behind what shall be shown
   * @return dims values of a code; the opening between the lips as far as it is below {@link
   *     MouthCalibration#NARROW}, centimetres; the share of speech, 0..1
   */
  float[] hear(float[] window, double lag) {
    int size = taps.size();
    int count = squares.length;
    float[] heard = new float[MOMENTS * size];
    double[] heardSquares = new double[MOMENTS];
    float[] moment = new float[size];
    for (int m = 0; m < MOMENTS; m++) {
      taps.read(window, lag + (m - 1) * SpeechTaps.NEIGHBOUR_SECONDS, moment, 0, 1);
      heardSquares[m] = squares(moment, size)[0];
      System.arraycopy(moment, 0, heard, m * size, size);
    }
    moments.upload(heard);
    ops.matrixVectors(matrix, moments, products);
    float[] dots = products.download();
    double length = taps.squaredLength();
    double[] similar = new double[count];
    for (int i = 0; i < count; i++) {
      for (int m = 0; m < MOMENTS; m++) {
        similar[i] +=
            MOMENT_WEIGHTS[m] * kernel(dots[m * count + i], squares[i], heardSquares[m], length);
      }
    }
    float[] answer = new float[offsets.length];
    for (int k = 0; k < answer.length; k++) {
      double sum = offsets[k];
      for (int i = 0; i < count; i++) {
        sum += similar[i] * coefficients[k * count + i];
      }
      answer[k] = (float) sum;
    }
    return answer;
  }

  /** The kernel of all pairs of examples, from which regressions on some of them are solved. */
  static final class Fit {
    private final SpeechTaps taps;
    private final float[] examples;
    private final float[] targets;
    private final int count;
    private final int rows;
    private final float[] kernel;

    /**
     * @param examples count × taps
     * @param targets rows × count
     */
    Fit(Engine engine, SpeechTaps taps, float[] examples, float[] targets) {
      int size = taps.size();
      this.taps = taps;
      this.examples = examples;
      this.targets = targets;
      this.count = examples.length / size;
      this.rows = targets.length / count;
      double[] squares = squares(examples, size);
      float[] columns = new float[examples.length];
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < size; k++) {
          columns[k * count + i] = examples[i * size + k];
        }
      }
      try (Perceptron products = engine.perceptron(spec(size, count))) {
        Batch weights = Batch.vector(engine.floats(examples));
        Batch input = Batch.of(engine.floats(columns), size, count);
        Batch output = Batch.allocate(engine, count, count);
        products.forward(weights, input, null, output);
        kernel = output.download();
        for (Batch batch : List.of(weights, input, output)) {
          batch.buffer().close();
        }
      }
      double length = taps.squaredLength();
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          kernel[i * count + j] =
              (float) kernel(kernel[i * count + j], squares[i], squares[j], length);
        }
      }
    }

    private double mean(int row, int[] some) {
      return IntStream.of(some).mapToDouble(i -> targets[row * count + i]).average().orElse(0);
    }

    /** rows × some: solves (K + ridge) a = target − mean. */
    private double[][] solve(int[] some) {
      int n = some.length;
      double ridge = Math.clamp(RIDGE_EXAMPLES / n, LEAST_RIDGE, MOST_RIDGE);
      double[] matrix = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          matrix[i * n + j] = kernel[some[i] * count + some[j]];
        }
        matrix[i * n + i] += ridge;
      }
      Cholesky factor = Cholesky.tryFactor(matrix, n);
      if (factor == null) {
        throw new ArithmeticException("a kernel that isn't positive definite");
      }
      double[][] solution = new double[rows][n];
      for (int k = 0; k < rows; k++) {
        double mean = mean(k, some);
        for (int i = 0; i < n; i++) {
          solution[k][i] = targets[k * count + some[i]] - mean;
        }
        factor.solve(solution[k]);
      }
      return solution;
    }

    /**
     * What a regression on some examples answers to others.
     *
     * @return others × rows
     */
    float[][] answers(int[] some, int[] others) {
      double[][] solution = solve(some);
      float[][] answers = new float[others.length][rows];
      for (int k = 0; k < rows; k++) {
        double mean = mean(k, some);
        for (int i = 0; i < others.length; i++) {
          double sum = mean;
          for (int j = 0; j < some.length; j++) {
            sum += solution[k][j] * kernel[others[i] * count + some[j]];
          }
          answers[i][k] = (float) sum;
        }
      }
      return answers;
    }

    /** The regression on all examples. */
    SpeechRegression all(Engine engine) {
      int[] every = IntStream.range(0, count).toArray();
      double[][] solution = solve(every);
      float[] coefficients = new float[rows * count];
      float[] offsets = new float[rows];
      for (int k = 0; k < rows; k++) {
        offsets[k] = (float) mean(k, every);
        for (int i = 0; i < count; i++) {
          coefficients[k * count + i] = (float) solution[k][i];
        }
      }
      return new SpeechRegression(engine, taps, rows - EXTRAS, examples, coefficients, offsets);
    }
  }

  @Override
  public void close() {
    for (Batch batch : List.of(matrix, moments, products)) {
      batch.buffer().close();
    }
  }
}
