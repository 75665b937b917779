package studio.viseme.compute;

import java.util.random.RandomGenerator;

/**
 * The layout of a convolution over pictures, or over lines as pictures of height 1: out[o] at (x,
 * y) = bias[o] + Σ over c, ky, kx of w[o][ky][kx][c] · in[c] at (x · strideX + kx − padX, y ·
 * strideY + ky − padY), where beyond the borders everything is 0 (a cross-correlation, as is usual
 * for nets).
 *
 * <p>Pictures of one size lie one after the other in a batch: pixel (x, y) of picture n is item (n
 * · height + y) · width + x.
 *
 * <p>Parameters lie in one vector: the weights, {@code w[((o · kernelHeight + ky) · kernelWidth +
 * kx) · inputs + c]}, then a bias for each output.
 *
 * @param inputs channels of the input batch, at least 1
 * @param outputs channels of the output batch, at least 1
 * @param width of an input picture
 * @param height of an input picture; 1 for a line
 * @param kernelWidth at least 1, at most the padded width
 * @param kernelHeight the same of heights
 * @param strideX at least 1
 * @param strideY at least 1
 * @param padX zeros beyond each side, at least 0
 * @param padY the same above and below
 */
public record ConvolutionSpec(
    int inputs,
    int outputs,
    int width,
    int height,
    int kernelWidth,
    int kernelHeight,
    int strideX,
    int strideY,
    int padX,
    int padY) {
  public ConvolutionSpec {
    if (inputs < 1
        || outputs < 1
        || width < 1
        || height < 1
        || kernelWidth < 1
        || kernelHeight < 1
        || strideX < 1
        || strideY < 1
        || padX < 0
        || padY < 0
        || kernelWidth > width + 2 * padX
        || kernelHeight > height + 2 * padY) {
      throw new IllegalArgumentException(
          "%d -> %d channels, %d x %d, kernel %d x %d, stride %d x %d, pad %d x %d"
              .formatted(
                  inputs,
                  outputs,
                  width,
                  height,
                  kernelWidth,
                  kernelHeight,
                  strideX,
                  strideY,
                  padX,
                  padY));
    }
  }

  /** A square kernel with one stride and one padding for both directions. */
  public static ConvolutionSpec square(
      int inputs, int outputs, int width, int height, int kernel, int stride, int pad) {
    return new ConvolutionSpec(
        inputs, outputs, width, height, kernel, kernel, stride, stride, pad, pad);
  }

  /** A convolution along a line. */
  public static ConvolutionSpec line(
      int inputs, int outputs, int length, int kernel, int stride, int pad) {
    return new ConvolutionSpec(inputs, outputs, length, 1, kernel, 1, stride, 1, pad, 0);
  }

  /** Width of an output picture. */
  public int outputWidth() {
    return (width + 2 * padX - kernelWidth) / strideX + 1;
  }

  /** Height of an output picture. */
  public int outputHeight() {
    return (height + 2 * padY - kernelHeight) / strideY + 1;
  }

  /** Items of an input picture. */
  public int inputPixels() {
    return width * height;
  }

  /** Items of an output picture. */
  public int outputPixels() {
    return outputWidth() * outputHeight();
  }

  /** Weights of an output. */
  public int fanIn() {
    return kernelHeight * kernelWidth * inputs;
  }

  /** Where the biases begin. */
  public int biasOffset() {
    return outputs * fanIn();
  }

  /** Floats of weights and biases. */
  public int parameters() {
    return biasOffset() + outputs;
  }

  /** Multiplications of a forward pass over one picture. */
  public long multiplications() {
    return (long) outputPixels() * outputs * fanIn();
  }

  /**
   * Starting values: normal weights of variance 2 / fan-in (He et al. 2015) times {@code scale}²,
   * biases 0.
   */
  public float[] initialize(RandomGenerator random, double scale) {
    float[] values = new float[parameters()];
    double deviation = scale * Math.sqrt(2.0 / fanIn());
    for (int i = 0; i < biasOffset(); i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
