package studio.viseme.compute.reference;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Shapes;

/** The convolution pixel by pixel. */
final class ReferenceConvolution implements Convolution {
  private final ConvolutionSpec spec;
  private double[] parameters = new double[0];
  private int pictures;
  private @Nullable Batch input;

  ReferenceConvolution(ConvolutionSpec spec) {
    this.spec = spec;
  }

  @Override
  public ConvolutionSpec spec() {
    return spec;
  }

  /** Does something with each weight of an output pixel and the input that it is multiplied by. */
  @FunctionalInterface
  private interface Term {
    void accept(int weight, int channel, int item);
  }

  private void forEachTerm(int picture, int o, int x, int y, Term term) {
    for (int ky = 0; ky < spec.kernelHeight(); ky++) {
      for (int kx = 0; kx < spec.kernelWidth(); kx++) {
        int ix = x * spec.strideX() + kx - spec.padX();
        int iy = y * spec.strideY() + ky - spec.padY();
        if (ix >= 0 && ix < spec.width() && iy >= 0 && iy < spec.height()) {
          int item = (picture * spec.height() + iy) * spec.width() + ix;
          for (int c = 0; c < spec.inputs(); c++) {
            int row = (o * spec.kernelHeight() + ky) * spec.kernelWidth() + kx;
            term.accept(row * spec.inputs() + c, c, item);
          }
        }
      }
    }
  }

  /** Does something with every output pixel. */
  @FunctionalInterface
  private interface Pixel {
    void accept(int picture, int o, int x, int y, int item);
  }

  private void forEachPixel(Pixel pixel) {
    for (int n = 0; n < pictures; n++) {
      for (int o = 0; o < spec.outputs(); o++) {
        for (int y = 0; y < spec.outputHeight(); y++) {
          for (int x = 0; x < spec.outputWidth(); x++) {
            pixel.accept(n, o, x, y, (n * spec.outputHeight() + y) * spec.outputWidth() + x);
          }
        }
      }
    }
  }

  @Override
  public void forward(Batch parameterVector, Batch input, Batch output) {
    pictures = Shapes.convolution(spec, parameterVector, input, output);
    this.input = input;
    parameters = ReferenceFloats.vector(parameterVector);
    forEachPixel(
        (n, o, x, y, item) -> {
          double[] sum = {parameters[spec.biasOffset() + o]};
          forEachTerm(
              n,
              o,
              x,
              y,
              (w, c, at) -> sum[0] += parameters[w] * ReferenceFloats.get(input, c, at));
          ReferenceFloats.set(output, o, item, sum[0]);
        });
  }

  @Override
  public void backward(
      Batch outputGradient, Batch parameterGradient, @Nullable Batch inputGradient) {
    if (input == null) {
      throw new IllegalStateException("backward before forward");
    }
    Batch in = Objects.requireNonNull(input);
    Shapes.convolutionBackward(spec, pictures, outputGradient, parameterGradient, inputGradient);
    double[] byParameters = new double[spec.parameters()];
    double[][] byInput = new double[spec.inputs()][in.count()];
    forEachPixel(
        (n, o, x, y, item) -> {
          double by = ReferenceFloats.get(outputGradient, o, item);
          byParameters[spec.biasOffset() + o] += by;
          forEachTerm(
              n,
              o,
              x,
              y,
              (w, c, at) -> {
                byParameters[w] += by * ReferenceFloats.get(in, c, at);
                byInput[c][at] += by * parameters[w];
              });
        });
    ReferenceFloats.setVector(parameterGradient, byParameters);
    if (inputGradient != null) {
      for (int c = 0; c < spec.inputs(); c++) {
        ReferenceFloats.setVector(inputGradient.channels(c, c + 1), byInput[c]);
      }
    }
  }

  @Override
  public void close() {
    input = null;
  }
}
