package studio.viseme.evaluation.capture;

import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * How far the background plate is from the true backdrop, over the pixels that the person hides in
 * some frames and shows in others: there a plate has to be gathered, and can be.
 *
 * @param psnr decibels, each pixel's squared error weighted by the plate's own reliability; NaN
 *     when no such pixel counts
 * @param mean absolute error, levels of 255, weighted alike
 * @param psnrAll the same as {@code psnr} over all pixels that are visible in any frame, unweighted
 * @param known mean reliability of the pixels hidden at times, 0..1
 * @param vain mean reliability claimed for pixels that are never visible, 0..1; should be 0
 */
record PlateError(double psnr, double mean, double psnrAll, double known, double vain) {
  /**
   * @param moving 255 where the backdrop itself moves: not measured
   * @param hidden in how many of {@code frames} frames the person covers some of a pixel
   */
  static PlateError of(
      RgbImage truth,
      RgbImage found,
      GrayImage reliability,
      GrayImage moving,
      int[] hidden,
      int frames) {
    double weights = 0;
    double squares = 0;
    double sum = 0;
    long atTimes = 0;
    double allSquares = 0;
    long visible = 0;
    double vain = 0;
    long never = 0;
    for (int i = 0; i < hidden.length; i++) {
      if (moving.data()[i] != 0) {
        continue;
      }
      double weight = (reliability.data()[i] & 0xff) / 255.0;
      if (hidden[i] >= frames) {
        vain += weight;
        never++;
        continue;
      }
      double square = 0;
      double absolute = 0;
      for (int c = 0; c < 3; c++) {
        double error = (truth.data()[3 * i + c] & 0xff) - (found.data()[3 * i + c] & 0xff);
        square += error * error / 3;
        absolute += Math.abs(error) / 3;
      }
      allSquares += square;
      visible++;
      if (hidden[i] > 0) {
        atTimes++;
        weights += weight;
        squares += weight * square;
        sum += weight * absolute;
      }
    }
    return new PlateError(
        decibels(squares / weights),
        sum / weights,
        decibels(allSquares / visible),
        weights / atTimes,
        never == 0 ? 0 : vain / never);
  }

  private static double decibels(double meanSquare) {
    return Math.min(100, 10 * Math.log10(255 * 255 / meanSquare));
  }
}
