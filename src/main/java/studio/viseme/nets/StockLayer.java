package studio.viseme.nets;

import studio.viseme.compute.ConvolutionSpec;

/**
 * A layer of a {@link StockNet}. A dense one is a convolution whose kernel covers all of its input.
 *
 * @param residual whether its input is added to what it says; the two must have one shape
 * @param rectified whether what is negative becomes 0, after the sum
 */
public record StockLayer(ConvolutionSpec spec, boolean residual, boolean rectified) {
  public StockLayer {
    boolean keepsShape =
        spec.inputs() == spec.outputs()
            && spec.width() == spec.outputWidth()
            && spec.height() == spec.outputHeight();
    if (residual && !keepsShape) {
      throw new IllegalArgumentException("a residual layer keeps the shape of its input: " + spec);
    }
  }

  /** A layer that says what it says. */
  public static StockLayer linear(ConvolutionSpec spec) {
    return new StockLayer(spec, false, false);
  }

  /** A rectified one. */
  public static StockLayer rectified(ConvolutionSpec spec) {
    return new StockLayer(spec, false, true);
  }

  /** Three by three, its input is added, and the sum is rectified. */
  public static StockLayer residual(int channels, int width, int height) {
    ConvolutionSpec spec = ConvolutionSpec.square(channels, channels, width, height, 3, 1, 1);
    return new StockLayer(spec, true, true);
  }
}
