package studio.viseme.math;

/**
 * Linear least squares with a penalty on the squares of the coefficients: W that makes Σ |y − W x|²
 * + λ |W|² least. Observations are summed up one by one, and not kept.
 */
public final class RidgeRegression {
  private final int inputs;
  private final double[] gram;
  private final double[][] products;

  public RidgeRegression(int inputs, int outputs) {
    this.inputs = inputs;
    this.gram = new double[inputs * inputs];
    this.products = new double[outputs][inputs];
  }

  /**
   * Takes an observation.
   *
   * @param x the inputs
   * @param y the outputs
   */
  public void add(double[] x, double[] y) {
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < inputs; j++) {
        gram[i * inputs + j] += x[i] * x[j];
      }
    }
    for (int row = 0; row < products.length; row++) {
      double[] sums = products[row];
      for (int i = 0; i < inputs; i++) {
        sums[i] += x[i] * y[row];
      }
    }
  }

  /** The sum of an input's squares over the observations. */
  public double squares(int input) {
    return gram[input * inputs + input];
  }

  /**
   * @param penalty λ, more than 0 where inputs may depend on each other
   * @return outputs × inputs
   * @throws ArithmeticException when no penalty makes up for inputs that depend on each other
   */
  public double[][] solve(double penalty) {
    double[] penalized = gram.clone();
    for (int i = 0; i < inputs; i++) {
      penalized[i * inputs + i] += penalty;
    }
    Cholesky factor = Cholesky.factor(penalized, inputs);
    double[][] coefficients = new double[products.length][];
    for (int row = 0; row < products.length; row++) {
      coefficients[row] = products[row].clone();
      factor.solve(coefficients[row]);
    }
    return coefficients;
  }
}
