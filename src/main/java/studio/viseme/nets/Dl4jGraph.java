package studio.viseme.nets;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import studio.viseme.compute.ConvolutionSpec;

/** The graph of a {@link StockNet}, and the way from our arrays to DL4J's and back. */
final class Dl4jGraph implements AutoCloseable {
  private static final String INPUT = "input";

  /** Pictures after which the garbage collector is called. */
  private static final int COLLECTED = 768;

  static {
    // More threads of OpenMP than free cores wait for each other by spinning.
    Nd4j.getEnvironment().setMaxThreads(1);
    // See collectOccasionally.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  private final List<StockLayer> layers;
  private final int batch;
  private final ComputationGraph graph;
  private final String output;
  private @Nullable Map<String, INDArray> activations;
  private int uncollected;

  Dl4jGraph(List<StockLayer> layers, int batch) {
    this.layers = layers;
    this.batch = batch;
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .updater(new NoOp())
            .convolutionMode(ConvolutionMode.Truncate)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(INPUT);
    String below = INPUT;
    for (int l = 0; l < layers.size(); l++) {
      below = add(builder, l, below);
    }
    output = below;
    graph = new ComputationGraph(builder.setOutputs(output).build());
    graph.init();
  }

  /** Adds a layer, and says what its outputs are called. */
  private String add(GraphBuilder builder, int l, String below) {
    StockLayer layer = layers.get(l);
    ConvolutionSpec spec = layer.spec();
    ConvolutionLayer.Builder convolution =
        new ConvolutionLayer.Builder(spec.kernelHeight(), spec.kernelWidth());
    convolution
        .nIn(spec.inputs())
        .nOut(spec.outputs())
        .stride(spec.strideY(), spec.strideX())
        .padding(spec.padY(), spec.padX());
    builder.addLayer(name(l), new OneDnnConvolution(convolution), below);
    String said = name(l);
    if (layer.residual()) {
      String sum = name(l) + "-sum";
      builder.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), said, below);
      said = sum;
    }
    if (layer.rectified()) {
      String bent = name(l) + "-bent";
      builder.addLayer(bent, new ActivationLayer(Activation.RELU), said);
      said = bent;
    }
    return said;
  }

  private static String name(int layer) {
    return "convolution-" + layer;
  }

  void setParameters(float[] values) {
    int at = 0;
    for (int l = 0; l < layers.size(); l++) {
      ConvolutionSpec spec = layers.get(l).spec();
      float[] weights = new float[spec.biasOffset()];
      int[] places = places(spec);
      for (int i = 0; i < weights.length; i++) {
        weights[places[i]] = values[at + i];
      }
      set(name(l), "W", weights);
      float[] biases = new float[spec.outputs()];
      System.arraycopy(values, at + spec.biasOffset(), biases, 0, biases.length);
      set(name(l), "b", biases);
      at += spec.parameters();
    }
  }

  private void set(String layer, String name, float[] values) {
    INDArray parameter = graph.getLayer(layer).getParam(name);
    try (INDArray given = Nd4j.create(values, parameter.shape(), 'c')) {
      parameter.assign(given);
    }
  }

  /** Where DL4J, which has channels outermost, keeps each weight of ours. */
  private static int[] places(ConvolutionSpec spec) {
    int[] places = new int[spec.biasOffset()];
    int pixels = spec.kernelHeight() * spec.kernelWidth();
    int i = 0;
    for (int output = 0; output < spec.outputs(); output++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < spec.inputs(); channel++) {
          places[i++] = (output * spec.inputs() + channel) * pixels + pixel;
        }
      }
    }
    return places;
  }

  float[] forward(float[] pictures) {
    collectOccasionally();
    try (INDArray in = pictures(pictures, layers.getFirst().spec());
        INDArray out = graph.outputSingle(in)) {
      return floats(out);
    }
  }

  float[] forwardForTraining(float[] pictures) {
    forget();
    collectOccasionally();
    INDArray in = pictures(pictures, layers.getFirst().spec());
    activations = graph.feedForward(new INDArray[] {in}, true, false);
    return floats(Objects.requireNonNull(activations.get(output)));
  }

  float[] backward(float[] by) {
    if (activations == null) {
      throw new IllegalStateException("backward before forward");
    }
    ConvolutionSpec last = layers.getLast().spec();
    long[] shape = {batch, last.outputs(), last.outputHeight(), last.outputWidth()};
    float[] all = new float[StockNet.parameters(layers)];
    try (INDArray error = Nd4j.create(by, shape, 'c')) {
      Gradient gradient = graph.backpropGradient(error);
      int at = 0;
      for (int l = 0; l < layers.size(); l++) {
        ConvolutionSpec spec = layers.get(l).spec();
        float[] weights = floats(gradient.getGradientFor(name(l) + "_W"));
        int[] places = places(spec);
        for (int i = 0; i < weights.length; i++) {
          all[at + i] = weights[places[i]];
        }
        float[] biases = floats(gradient.getGradientFor(name(l) + "_b"));
        System.arraycopy(biases, 0, all, at + spec.biasOffset(), biases.length);
        at += spec.parameters();
      }
    }
    forget();
    return all;
  }

  private INDArray pictures(float[] values, ConvolutionSpec spec) {
    return Nd4j.create(values, new long[] {batch, spec.inputs(), spec.height(), spec.width()}, 'c');
  }

  private static float[] floats(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }

  /**
   * DL4J leaves arrays of its own to the garbage collector, which sees small handles only, and lets
   * memory grow by 30 MB with every batch of 48.
   */
  private void collectOccasionally() {
    uncollected += batch;
    if (uncollected >= COLLECTED) {
      uncollected = 0;
      Nd4j.getMemoryManager().invokeGc();
    }
  }

  private void forget() {
    if (activations != null) {
      activations.values().forEach(Dl4jGraph::close);
      activations = null;
      graph.clearLayersStates();
    }
  }

  private static void close(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  @Override
  public void close() {
    forget();
    graph.close();
  }
}
