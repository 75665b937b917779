package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
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
 * <p>Of many examples only some, the centres, are kept: answers are sums over them, but their
 * coefficients are found from all examples, so that the noise of each is averaged out ("subset of
 * regressors", Quiñonero-Candela, Rasmussen 2005, "A unifying view of sparse approximate Gaussian
 * process regression", section 6). Several times as many examples then cost little more time, and
 * the regression gets no larger.
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

  /** The centres: examples × taps. */
  final float[] examples;

  /** (dims + 2) × centres. */
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

  /** What examples have in common with centres, from which regressions on some are solved. */
  static final class Fit {
    /** Keeps centres that say the same apart; so much for every example. */
    private static final double STEADINESS = 1e-6;

    private final SpeechTaps taps;
    private final float[] examples;
    private final float[] targets;
    private final int count;
    private final int rows;

    /** Places among the examples, ascending. */
    private final int[] centres;

    /** Examples × centres. */
    private final float[] kernel;

    /** Of all examples, centres × centres; empty where all are centres. */
    private final double[] gram;

    /** Every example is a centre. */
    Fit(Engine engine, SpeechTaps taps, float[] examples, float[] targets) {
      this(engine, taps, examples, targets, Integer.MAX_VALUE);
    }

    /**
     * @param examples count × taps
     * @param targets rows × count
     * @param mostCentres that are kept, evenly spread
     */
    Fit(Engine engine, SpeechTaps taps, float[] examples, float[] targets, int mostCentres) {
      int size = taps.size();
      this.taps = taps;
      this.examples = examples;
      this.targets = targets;
      this.count = examples.length / size;
      this.rows = targets.length / count;
      int[] every = IntStream.range(0, count).toArray();
      this.centres = TrainingSet.spread(every, mostCentres);
      this.kernel = kernel(engine);
      this.gram = new double[centres.length < count ? centres.length * centres.length : 0];
      if (centres.length < count) {
        add(every, 1, gram);
      }
    }

    private float[] kernel(Engine engine) {
      int size = taps.size();
      int width = centres.length;
      double[] squares = squares(examples, size);
      float[] columns = new float[size * width];
      for (int c = 0; c < width; c++) {
        for (int k = 0; k < size; k++) {
          columns[k * width + c] = examples[centres[c] * size + k];
        }
      }
      float[] values;
      try (Perceptron products = engine.perceptron(spec(size, count))) {
        Batch weights = Batch.vector(engine.floats(examples));
        Batch input = Batch.of(engine.floats(columns), size, width);
        Batch output = Batch.allocate(engine, count, width);
        products.forward(weights, input, null, output);
        values = output.download();
        for (Batch batch : List.of(weights, input, output)) {
          batch.buffer().close();
        }
      }
      double length = taps.squaredLength();
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < width; c++) {
          int at = i * width + c;
          values[at] =
              (float) SpeechRegression.kernel(values[at], squares[i], squares[centres[c]], length);
        }
      }
      return values;
    }

    private double mean(int row, int[] some) {
      return IntStream.of(some).mapToDouble(i -> targets[row * count + i]).average().orElse(0);
    }

    /**
     * A regression on some examples.
     *
     * @param used places among the centres
     * @param coefficients rows × used
     */
    private record Solution(int[] used, double[][] coefficients) {}

    private Solution solve(int[] some) {
      double ridge = Math.clamp(RIDGE_EXAMPLES / some.length, LEAST_RIDGE, MOST_RIDGE);
      return centres.length < count ? byCentres(some, ridge) : byExamples(some, ridge);
    }

    /** Solves (K + ridge) a = target − mean. */
    private Solution byExamples(int[] some, double ridge) {
      int n = some.length;
      double[] matrix = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          matrix[i * n + j] = kernel[some[i] * count + some[j]];
        }
        matrix[i * n + i] += ridge;
      }
      double[][] right = new double[rows][n];
      for (int k = 0; k < rows; k++) {
        double mean = mean(k, some);
        for (int i = 0; i < n; i++) {
          right[k][i] = targets[k * count + some[i]] - mean;
        }
      }
      return solved(some, matrix, right);
    }

    /**
     * Solves (Cᵀ C + ridge K) a = Cᵀ (target − mean), C being the kernel of the examples and those
     * of the centres that are among them, K that of these centres.
     */
    private Solution byCentres(int[] some, double ridge) {
      int width = centres.length;
      boolean[] learned = new boolean[count];
      for (int i : some) {
        learned[i] = true;
      }
      int[] used = IntStream.range(0, width).filter(c -> learned[centres[c]]).toArray();
      int n = used.length;
      double[] products = products(some, learned);
      double[] matrix = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          matrix[i * n + j] =
              products[used[i] * width + used[j]]
                  + ridge * kernel[centres[used[i]] * width + used[j]];
        }
        matrix[i * n + i] += STEADINESS * some.length;
      }
      double[][] right = new double[rows][n];
      for (int k = 0; k < rows; k++) {
        double mean = mean(k, some);
        for (int example : some) {
          double target = targets[k * count + example] - mean;
          for (int i = 0; i < n; i++) {
            right[k][i] += kernel[example * width + used[i]] * target;
          }
        }
      }
      return solved(used, matrix, right);
    }

    /** The lower triangle of Cᵀ C of some examples: that of all less that of the others. */
    private double[] products(int[] some, boolean[] learned) {
      if (some.length == count) {
        return gram;
      }
      double[] products = gram.clone();
      add(IntStream.range(0, count).filter(i -> !learned[i]).toArray(), -1, products);
      return products;
    }

    /** Adds the lower triangle of Cᵀ C of some examples, four at a time. */
    private void add(int[] some, double sign, double[] products) {
      int width = centres.length;
      double[][] four = new double[4][width];
      for (int first = 0; first < some.length; first += four.length) {
        for (int k = 0; k < four.length; k++) {
          Arrays.fill(four[k], 0);
          for (int c = 0; first + k < some.length && c < width; c++) {
            four[k][c] = kernel[some[first + k] * width + c];
          }
        }
        add(four, sign, products);
      }
    }

    private static void add(double[][] four, double sign, double[] products) {
      double[] p = four[0];
      double[] q = four[1];
      double[] r = four[2];
      double[] s = four[3];
      int width = p.length;
      for (int i = 0; i < width; i++) {
        int at = i * width;
        double byP = sign * p[i];
        double byQ = sign * q[i];
        double byR = sign * r[i];
        double byS = sign * s[i];
        for (int j = 0; j <= i; j++) {
          products[at + j] += byP * p[j] + byQ * q[j] + byR * r[j] + byS * s[j];
        }
      }
    }

    private static Solution solved(int[] used, double[] matrix, double[][] right) {
      Cholesky factor = Cholesky.tryFactor(matrix, used.length);
      if (factor == null) {
        throw new ArithmeticException("a kernel that isn't positive definite");
      }
      for (double[] row : right) {
        factor.solve(row);
      }
      return new Solution(used, right);
    }

    /**
     * What a regression on some examples answers to others.
     *
     * @return others × rows
     */
    float[][] answers(int[] some, int[] others) {
      Solution solution = solve(some);
      int[] used = solution.used();
      float[][] answers = new float[others.length][rows];
      for (int k = 0; k < rows; k++) {
        double mean = mean(k, some);
        double[] coefficients = solution.coefficients()[k];
        for (int i = 0; i < others.length; i++) {
          double sum = mean;
          for (int j = 0; j < used.length; j++) {
            sum += coefficients[j] * kernel[others[i] * centres.length + used[j]];
          }
          answers[i][k] = (float) sum;
        }
      }
      return answers;
    }

    /** The regression on all examples. */
    SpeechRegression all(Engine engine) {
      int[] every = IntStream.range(0, count).toArray();
      double[][] solution = solve(every).coefficients();
      int size = taps.size();
      int width = centres.length;
      float[] kept = new float[width * size];
      for (int c = 0; c < width; c++) {
        System.arraycopy(examples, centres[c] * size, kept, c * size, size);
      }
      float[] coefficients = new float[rows * width];
      float[] offsets = new float[rows];
      for (int k = 0; k < rows; k++) {
        offsets[k] = (float) mean(k, every);
        for (int c = 0; c < width; c++) {
          coefficients[k * width + c] = (float) solution[k][c];
        }
      }
      return new SpeechRegression(engine, taps, rows - EXTRAS, kept, coefficients, offsets);
    }
  }

  @Override
  public void close() {
    for (Batch batch : List.of(matrix, moments, products)) {
      batch.buffer().close();
    }
  }
}
