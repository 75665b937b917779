package studio.viseme.compute;

/**
 * Constants of the optimiser (Kingma and Ba 2015).
 *
 * @param beta1 decay of the mean gradient, 0 … 1
 * @param beta2 decay of the mean squared gradient, 0 … 1
 * @param epsilon keeps the quotient finite; it also decides whether a parameter with tiny gradients
 *     moves, so it stays far below any gradient: 1e-12 … 1e-15
 */
public record AdamSettings(float beta1, float beta2, float epsilon) {
  public AdamSettings {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(beta1 + ", " + beta2 + ", " + epsilon);
    }
  }

  /** 0.9, 0.99, 1e-12: measured to work for heads. */
  public static AdamSettings standard() {
    return new AdamSettings(0.9f, 0.99f, 1e-12f);
  }
}
