package studio.viseme.compute;

/**
 * Constants of the rasteriser (Kerbl et al. 2023, appendix C and its public implementation).
 *
 * @param nearPlane Gaussians whose centre is nearer than this (the unit of the pose, centimetres
 *     here) are not drawn
 * @param dilation pixels² added to both variances on screen, so that nothing is smaller than a
 *     pixel: 0.3
 * @param minAlpha a Gaussian leaves a pixel alone where its opacity there is less; 0 = it reaches
 *     every pixel of the region
 * @param maxAlpha opacity of a Gaussian in a pixel is clamped to this, and passes no gradient there
 * @param minTransmittance a pixel is done when less light than this passes; 0 = never
 */
public record SplatSettings(
    float nearPlane, float dilation, float minAlpha, float maxAlpha, float minTransmittance) {
  public SplatSettings {
    if (!(nearPlane > 0
        && dilation > 0
        && minAlpha >= 0
        && maxAlpha < 1
        && minTransmittance >= 0)) {
      throw new IllegalArgumentException(
          "near "
              + nearPlane
              + ", dilation "
              + dilation
              + ", alpha "
              + minAlpha
              + ".."
              + maxAlpha
              + ", transmittance "
              + minTransmittance);
    }
  }

  /** What training and rendering use. */
  public static SplatSettings standard() {
    return new SplatSettings(1f, 0.3f, 1 / 255f, 0.99f, 1e-4f);
  }

  /**
   * No cut-offs: the picture is a smooth function of the parameters. Slow; for checking gradients.
   */
  public static SplatSettings smooth() {
    return new SplatSettings(1f, 0.3f, 0f, 0.9999f, 0f);
  }
}
