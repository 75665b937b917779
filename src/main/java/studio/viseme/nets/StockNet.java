package studio.viseme.nets;

import java.util.Arrays;
import java.util.List;
import studio.viseme.compute.ConvolutionSpec;

/**
 * Convolutions one after another, as a computation graph of DL4J. The graph knows no loss and no
 * optimiser: it is handed the gradient of its outputs, which may come from anywhere, and hands out
 * that of its parameters, with which anything may be done.
 *
 * <p>Pictures lie one after the other, in each channel after channel, row after row. Parameters are
 * a vector of those of the layers, each laid out as {@link ConvolutionSpec} says, whatever DL4J
 * does with them.
 *
 * <p>It runs on one thread, and always on batches of one size, the rest of which is filled with
 * zeros: oneDNN chooses its kernels by the size, and with them the order in which it sums. So what
 * it says of a picture doesn't depend on which others are shown with it, nor on the number of
 * anybody's threads. Not safe for use by several threads at once.
 */
public final class StockNet implements AutoCloseable {
  private final List<StockLayer> layers;
  private final int batch;
  private final Dl4jGraph graph;
  private final int inputSize;
  private final int outputSize;

  /**
   * @param layers the outputs of each are the inputs of the next
   * @param batch pictures that are worked on at once
   */
  public StockNet(List<StockLayer> layers, int batch) {
    check(layers, batch);
    this.layers = List.copyOf(layers);
    this.batch = batch;
    ConvolutionSpec first = layers.getFirst().spec();
    ConvolutionSpec last = layers.getLast().spec();
    this.inputSize = first.inputs() * first.inputPixels();
    this.outputSize = last.outputs() * last.outputPixels();
    this.graph = new Dl4jGraph(this.layers, batch);
  }

  private static void check(List<StockLayer> layers, int batch) {
    if (layers.isEmpty() || batch < 1) {
      throw new IllegalArgumentException(layers.size() + " layers, batches of " + batch);
    }
    for (int l = 1; l < layers.size(); l++) {
      ConvolutionSpec below = layers.get(l - 1).spec();
      ConvolutionSpec spec = layers.get(l).spec();
      if (spec.inputs() != below.outputs()
          || spec.width() != below.outputWidth()
          || spec.height() != below.outputHeight()) {
        throw new IllegalArgumentException("layer " + l + " doesn't fit the one before: " + spec);
      }
    }
  }

  /** Floats of all layers. */
  static int parameters(List<StockLayer> layers) {
    return layers.stream().mapToInt(layer -> layer.spec().parameters()).sum();
  }

  /** Pictures that it can be shown at once. */
  public int batch() {
    return batch;
  }

  /** Sets all parameters. */
  public void setParameters(float[] values) {
    if (values.length != parameters(layers)) {
      throw new IllegalArgumentException(values.length + " parameters");
    }
    graph.setParameters(values);
  }

  /**
   * @param pictures count × channels × height × width
   * @param count 1 to {@link #batch}
   * @return count × channels × height × width of the last layer
   */
  public float[] forward(float[] pictures, int count) {
    check(pictures, count, inputSize);
    float[] all = graph.forward(Arrays.copyOf(pictures, batch * inputSize));
    return Arrays.copyOf(all, count * outputSize);
  }

  /**
   * Like {@link #forward}, and keeps what {@link #backward} needs.
   *
   * @return as there, the same bits
   */
  public float[] forwardForTraining(float[] pictures, int count) {
    check(pictures, count, inputSize);
    float[] all = graph.forwardForTraining(Arrays.copyOf(pictures, batch * inputSize));
    return Arrays.copyOf(all, count * outputSize);
  }

  /**
   * The gradient of the parameters, summed over the pictures of the latest {@link
   * #forwardForTraining}; once for each.
   *
   * @param by the gradient of its outputs, shaped like them
   */
  public float[] backward(float[] by, int count) {
    check(by, count, outputSize);
    return graph.backward(Arrays.copyOf(by, batch * outputSize));
  }

  private void check(float[] values, int count, int each) {
    if (count < 1 || count > batch || values.length != count * each) {
      throw new IllegalArgumentException(
          "%d values for %d pictures of %d, at most %d pictures"
              .formatted(values.length, count, each, batch));
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
