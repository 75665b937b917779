package studio.viseme.face.identity;

import studio.viseme.compute.Batch;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Floats;

/**
 * A convolution of the recognition net, for pictures of any size.
 *
 * @param kernel its height and width
 * @param padding rows and columns of zeros around each picture
 * @param parameters as {@link ConvolutionSpec} lays them out
 */
record Filters(int kernel, int inputs, int outputs, int stride, int padding, float[] parameters) {
  /**
   * @param weights kernel row × kernel column × input × output
   */
  static Filters of(
      int kernel, int inputs, int stride, int padding, float[] weights, float[] bias) {
    int fanIn = kernel * kernel * inputs;
    int outputs = bias.length;
    float[] parameters = new float[outputs * (fanIn + 1)];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < fanIn; i++) {
        parameters[o * fanIn + i] = weights[i * outputs + o];
      }
    }
    System.arraycopy(bias, 0, parameters, outputs * fanIn, outputs);
    return new Filters(kernel, inputs, outputs, stride, padding, parameters);
  }

  FeatureMaps apply(Engine engine, FeatureMaps in) {
    ConvolutionSpec spec =
        ConvolutionSpec.square(inputs, outputs, in.width(), in.height(), kernel, stride, padding);
    FeatureMaps out = new FeatureMaps(in.count(), spec.outputHeight(), spec.outputWidth(), outputs);
    try (Convolution convolution = engine.convolution(spec);
        Floats weights = engine.floats(parameters);
        Floats from = engine.floats((long) inputs * in.size());
        Floats to = engine.floats((long) outputs * out.size())) {
      for (int c = 0; c < inputs; c++) {
        from.upload((long) c * in.size(), in.channels()[c]);
      }
      convolution.forward(
          Batch.vector(weights),
          Batch.of(from, inputs, in.size()),
          Batch.of(to, outputs, out.size()));
      for (int c = 0; c < outputs; c++) {
        out.channels()[c] = to.download((long) c * out.size(), out.size());
      }
    }
    return out;
  }
}
