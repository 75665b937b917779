package studio.viseme.speech.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.BatchOperations.Function;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;

/**
 * Convolutions one after another, some of them bent by a function, some around a shortcut. There is
 * no normalisation between them: residual branches start small instead, so that the depth is grown
 * into.
 */
public final class ConvNet implements AutoCloseable {
  /** By how much the weights of a residual branch start smaller. */
  private static final double RESIDUAL_SCALE = 0.5;

  /**
   * A convolution of the net.
   *
   * @param residual whether its input is added to what it says
   * @param bend what becomes of every value; null for nothing
   */
  public record Layer(ConvolutionSpec spec, boolean residual, @Nullable Function bend) {
    /** A layer that says what it says. */
    public static Layer linear(ConvolutionSpec spec) {
      return new Layer(spec, false, null);
    }

    /** A rectified one. */
    public static Layer rectified(ConvolutionSpec spec) {
      return new Layer(spec, false, Function.RELU);
    }

    /** One that lets a little of what is negative through. */
    public static Layer leaky(ConvolutionSpec spec) {
      return new Layer(spec, false, Function.LEAKY_RELU);
    }

    /** Three by three, rectified, and its input is added. */
    public static Layer residual(int channels, int width, int height) {
      return new Layer(
          ConvolutionSpec.square(channels, channels, width, height, 3, 1, 1), true, Function.RELU);
    }
  }

  private final BatchOperations ops;
  private final List<Layer> layers;
  private final List<Convolution> convolutions = new ArrayList<>();
  private final List<Batch> outputs = new ArrayList<>();
  private final List<Batch> gradients = new ArrayList<>();
  private @Nullable Batch input;

  /**
   * @param most pictures that it will be shown at once
   */
  public ConvNet(Engine engine, List<Layer> layers, int most) {
    this.ops = engine.batches();
    this.layers = List.copyOf(layers);
    for (Layer layer : layers) {
      ConvolutionSpec spec = layer.spec();
      convolutions.add(engine.convolution(spec));
      outputs.add(Batch.allocate(engine, spec.outputs(), most * spec.outputPixels()));
      gradients.add(Batch.allocate(engine, spec.outputs(), most * spec.outputPixels()));
    }
  }

  /** Floats of all layers. */
  public static int parameters(List<Layer> layers) {
    return layers.stream().mapToInt(layer -> layer.spec().parameters()).sum();
  }

  /** Starting values. */
  public static float[] initialize(List<Layer> layers, RandomGenerator random) {
    float[] values = new float[parameters(layers)];
    int at = 0;
    for (Layer layer : layers) {
      float[] part = layer.spec().initialize(random, layer.residual() ? RESIDUAL_SCALE : 1);
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    return values;
  }

  /** Multiplications of a forward pass over one picture. */
  public static long multiplications(List<Layer> layers) {
    return layers.stream().mapToLong(layer -> layer.spec().multiplications()).sum();
  }

  /**
   * @param parameters a vector of {@link #parameters(List)}
   * @return the last layer's outputs; they hold until the next call
   */
  public Batch forward(Batch parameters, Batch in) {
    input = in;
    int pictures = in.count() / layers.getFirst().spec().inputPixels();
    int at = 0;
    Batch x = in;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      int end = at + layer.spec().parameters();
      Batch y = outputs.get(l).first(pictures * layer.spec().outputPixels());
      convolutions.get(l).forward(parameters.items(at, end), x, y);
      if (layer.residual()) {
        ops.accumulate(1, x, y);
      }
      if (layer.bend() != null) {
        ops.apply(layer.bend(), y, y);
      }
      at = end;
      x = y;
    }
    return x;
  }

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param by shaped like its result
   * @param inputGradient null, or shaped like the input: overwritten
   */
  public void backward(Batch by, Batch parameterGradient, @Nullable Batch inputGradient) {
    Batch in = input;
    if (in == null) {
      throw new IllegalStateException("backward before forward");
    }
    int pictures = in.count() / layers.getFirst().spec().inputPixels();
    int end = parameterGradient.count();
    Batch g = gradients.getLast().first(by.count());
    ops.copy(by, g);
    for (int l = layers.size() - 1; l >= 0; l--) {
      Layer layer = layers.get(l);
      int at = end - layer.spec().parameters();
      if (layer.bend() != null) {
        ops.applyBackward(layer.bend(), outputs.get(l).first(g.count()), g, g);
      }
      Batch below =
          l == 0
              ? inputGradient
              : gradients.get(l - 1).first(pictures * layer.spec().inputPixels());
      convolutions.get(l).backward(g, parameterGradient.items(at, end), below);
      if (below == null) {
        return;
      }
      if (layer.residual()) {
        ops.accumulate(1, g, below);
      }
      g = below;
      end = at;
    }
  }

  @Override
  public void close() {
    convolutions.forEach(Convolution::close);
    outputs.forEach(batch -> batch.buffer().close());
    gradients.forEach(batch -> batch.buffer().close());
  }
}
