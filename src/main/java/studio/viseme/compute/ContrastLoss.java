package studio.viseme.compute;

/**
 * Compares how sharp two pictures are rather than what lies where: the part that LPIPS has in
 * papers on talking heads, whose weights can't be shipped. Where a face moves a little otherwise
 * than its model, the mean of sharp pictures is a soft one, and every loss that compares pixel with
 * pixel is content with it; a viewer isn't.
 *
 * <p>x and y are the lumas (0.299 R + 0.587 G + 0.114 B) of {@code rgb + (1 − alpha) · background}
 * and of the target. On level l of a pyramid, each pixel the mean of 2 × 2 of the level below, and
 * for both directions d of a forward difference ∂_d:
 *
 * <pre>
 *   c_d(x) = √(w ∗ (∂_d x)² + ε²)              local contrast, ε = 0.01
 *   loss   = weight / (2 L) · Σ_l Σ_d mean |c_d(x_l) − c_d(y_l)|
 * </pre>
 *
 * w is the window (1 4 6 4 1)/16 in both directions; beyond the edge are zeros. An odd last row or
 * column doesn't reach the next level. This is what SSIM compares as contrast (Wang et al. 2004),
 * without its correlation and of oriented bands, as texture statistics are (Portilla, Simoncelli
 * 2000): an edge that is a pixel off costs little, one that is blurred costs its missing steepness.
 */
public interface ContrastLoss extends AutoCloseable {
  /** Most levels; beyond, windows would be larger than a mouth. */
  int MOST_LEVELS = 6;

  /** Contrast below this, squared, is noise. */
  float LEAST_CONTRAST = 0.01f;

  /**
   * Loss and gradient in one go.
   *
   * @param rgba 4 channels, premultiplied
   * @param background 3 channels, of the same size as all others
   * @param target 3 channels
   * @param rgbaGradient 4 channels: to it the gradient with respect to {@code rgba} is
   *     <em>added</em>
   * @param loss a vector of 1: overwritten
   */
  void accumulate(
      Picture rgba, Picture background, Picture target, Picture rgbaGradient, Batch loss);

  @Override
  void close();
}
