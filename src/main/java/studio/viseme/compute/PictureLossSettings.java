package studio.viseme.compute;

/**
 * The weights of a picture loss.
 *
 * @param l1 of the mean absolute difference; 0.8 in 3D Gaussian splatting
 * @param dssim of the mean of 1 − SSIM; 0.2 there
 * @param lumaOnly whether SSIM is taken of the luma (0.299 R + 0.587 G + 0.114 B) alone, which
 *     costs a third
 */
public record PictureLossSettings(float l1, float dssim, boolean lumaOnly) {
  public PictureLossSettings {
    if (!(l1 >= 0 && dssim >= 0)) {
      throw new IllegalArgumentException("weights " + l1 + ", " + dssim);
    }
  }

  /** 0.8 and 0.2 on all three channels. */
  public static PictureLossSettings standard() {
    return new PictureLossSettings(0.8f, 0.2f, false);
  }
}
