package studio.viseme.compute;

import org.jspecify.annotations.Nullable;

/**
 * Renders 3-D Gaussians by projecting them to 2-D ones (EWA splatting) and blending these front to
 * back, and takes the gradient (3D Gaussian splatting, Kerbl et al. 2023).
 *
 * <p>For a Gaussian with centre m, scales s and rotation Q: camera-space centre p = W(R m) + t,
 * covariance on screen Σ' = J W R Q diag(s²) Qᵀ Rᵀ Wᵀ Jᵀ + dilation·I with J the Jacobian of the
 * projection at p. In a pixel whose centre is d away from the projected centre its opacity is α =
 * min(maxAlpha, o·exp(−½ dᵀΣ'⁻¹d)). With T the product of (1 − α) of all nearer ones, the pixel is
 * Σ T α c, and its opacity 1 − the last T. Nearer means a smaller z of the centre, or of z plus
 * what the Gaussian is set back; of equals the lower index is nearer.
 *
 * <p>One object serves one forward/backward pair at a time; N, region and camera may change from
 * call to call.
 */
public interface Splatter extends AutoCloseable {
  /**
   * Renders.
   *
   * @param gaussians any number, also none
   * @param poseShift null, or a vector of 6 on the engine that corrects the pose: a rotation vector
   *     r (radians, camera axes, about the head's origin) and a translation u (cm): p = exp(r)·(R
   *     m) + t + u
   * @param rgba 4 channels, just as large as the region; colour is premultiplied
   */
  default void forward(
      Gaussians gaussians, SplatView view, @Nullable Batch poseShift, Picture rgba) {
    forward(gaussians, view, poseShift, null, rgba);
  }

  /**
   * Renders Gaussians of which some lie behind others whatever their depths say: layers without
   * pictures of their own.
   *
   * @param setBack null, or 1 × N: how much deeper than it lies each is sorted, cm. It moves
   *     nothing on screen and has no gradient. What would be sorted before the camera is the
   *     nearest
   */
  void forward(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      Picture rgba);

  /**
   * Renders for the eye, into the host's memory. There is no gradient of it, and none of what
   * {@link #forward} did before it any more.
   *
   * @param view whose region lies inside the camera's frame
   * @param poseShift as in {@link #forward}
   * @param setBack as there
   * @param rgba the camera's frame, interleaved, 4 × width × height; premultiplied. Pixels of the
   *     region that no Gaussian comes near may stay as they are, so hand over zeros; pixels outside
   *     it do stay
   */
  void draw(
      Gaussians gaussians,
      SplatView view,
      @Nullable Batch poseShift,
      @Nullable Batch setBack,
      float[] rgba);

  /**
   * The gradient of the latest {@link #forward}, whose parameters and picture must be as they were.
   *
   * @param rgbaGradient the loss differentiated with respect to the four channels of the picture
   * @param gradients overwritten; zeros for Gaussians that were not drawn
   * @param poseGradient null, or a vector of 6: overwritten with the gradient with respect to the
   *     pose shift, at the shift that was given (exact also away from zero; at zero where none was
   *     given)
   * @param screenStatistics null, or 2 × N: for every Gaussian that was drawn <em>adds</em> to
   *     channel 0 the length of the gradient with respect to its centre on screen (loss a pixel),
   *     and to channel 1 one. Their quotient is what densification sorts by; zero both when
   *     Gaussians are moved
   */
  void backward(
      Picture rgbaGradient,
      Gaussians gradients,
      @Nullable Batch poseGradient,
      @Nullable Batch screenStatistics);

  @Override
  void close();
}
