package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * Lays a rendered RGBA picture over a background and compares it with a target:
 *
 * <pre>
 *   x = rgb + (1 − alpha) · background
 *   loss = l1 · mean(w |x − y|) + dssim · mean(w (1 − SSIM(x, y)))
 * </pre>
 *
 * Means are over all pixels and channels, whatever the weights add up to. SSIM (Wang et al. 2004)
 * has an 11 × 11 Gaussian window of sigma 1.5, C1 = 0.01², C2 = 0.03² and sees zeros beyond the
 * picture's edge, as in 3D Gaussian splatting. Nothing is clamped.
 */
public interface PictureLoss extends AutoCloseable {
  /**
   * Loss and gradient in one go.
   *
   * @param rgba 4 channels, premultiplied
   * @param background 3 channels, of the same size as all others
   * @param target 3 channels
   * @param weights null for 1 everywhere, or 1 channel, at least 0
   * @param rgbaGradient 4 channels: overwritten with the gradient with respect to {@code rgba}
   * @param losses a vector of 3: overwritten with the loss, mean(w |x − y|), and mean(w (1 −
   *     SSIM)); the latter is 0 where its weight is 0
   */
  void evaluate(
      Picture rgba,
      Picture background,
      Picture target,
      @Nullable Picture weights,
      Picture rgbaGradient,
      Batch losses);

  @Override
  void close();
}
