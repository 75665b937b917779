package studio.viseme.speech.se4lip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.speech.learning.ConvNet;
import studio.viseme.speech.learning.ConvNet.Layer;

/**
 * How large the nets are.
 *
 * @param name as it stands in files
 * @param gruLayers of the speech net
 * @param gruWidth of each of them; where it is the joint space's, the last layer's state is the
 *     embedding, else a linear layer makes it
 * @param lipChannels of the lip net's first layer
 * @param wholeLips whether the lip net's first layer looks at every pixel, as in the paper's table;
 *     else at every second, and one stage at the end is left out
 */
public record NetSize(
    String name, int gruLayers, int gruWidth, int lipChannels, boolean wholeLips) {
  /** Values of an embedding. */
  public static final int JOINT = 512;

  /** As the paper says: eight layers, and the lip net of its Table 2. */
  public static final NetSize PUBLISHED = new NetSize("published", 8, JOINT, 32, true);

  /** What learns in minutes on two cores. */
  public static final NetSize SMALL = new NetSize("small", 2, 256, 32, false);

  /** The size of a name. */
  static Optional<NetSize> of(String name) {
    return List.of(PUBLISHED, SMALL).stream().filter(size -> size.name.equals(name)).findFirst();
  }

  /** Whether a linear layer follows the recurrent ones. */
  boolean isProjected() {
    return gruWidth != JOINT;
  }

  PerceptronSpec projection() {
    return new PerceptronSpec(gruWidth, 0, List.of(), JOINT, true);
  }

  /** Of the speech net. */
  int speechParameters(Variant variant) {
    if (!variant.isRecurrent()) {
      return ConvNet.parameters(speechNet(variant));
    }
    return gru(variant).parameters() + (isProjected() ? projection().parameters() : 0);
  }

  GruSpec gru(Variant variant) {
    return new GruSpec(variant.spectrogram().width(), gruWidth, gruLayers);
  }

  /**
   * The lip net. The paper's Table 2 with its channels, or half of them behind a coarser first
   * layer.
   */
  List<Layer> lipNet() {
    List<Layer> layers = new ArrayList<>();
    int c = lipChannels;
    int in = 3 * LipPictures.WINDOW;
    int first = wholeLips ? 1 : 2;
    Shape at = new Shape(in, LipPictures.WIDTH, LipPictures.HEIGHT);
    at = at.add(layers, c, 7, first, first, 3);
    int wide = wholeLips ? 2 : 1;
    at = at.add(layers, wide * c, 5, 2, 1, 1).residual(layers);
    if (wholeLips) {
      at = at.residual(layers);
    }
    at = at.add(layers, 2 * wide * c, 3, 2, 2, 1).residual(layers);
    if (wholeLips) {
      at = at.residual(layers);
    }
    at = at.add(layers, 4 * wide * c, 3, 2, 2, 1).residual(layers);
    at = at.add(layers, 8 * wide * c, 3, 2, 2, 1).residual(layers);
    if (wholeLips) {
      at = at.add(layers, JOINT, 3, 2, 2, 1);
    }
    at.end(layers);
    return layers;
  }

  /**
   * The speech net of the ablation's convolutional variants, after Wav2Lip's: a spectrogram as a
   * picture, narrowed along frequency first.
   */
  static List<Layer> speechNet(Variant variant) {
    List<Layer> layers = new ArrayList<>();
    int bands = variant.spectrogram().width();
    Shape at = new Shape(1, variant.moments(), bands);
    at = at.add(layers, 32, 3, 1, bands > 128 ? 3 : 1, 1).residual(layers);
    at = at.add(layers, 64, 3, 1, 3, 1).residual(layers);
    at = at.add(layers, 128, 3, 3, 3, 1).residual(layers);
    at = at.add(layers, 256, 3, 2, 3, 1).residual(layers);
    at.end(layers);
    return layers;
  }

  /** What a layer gives to the next. */
  private record Shape(int channels, int width, int height) {
    Shape add(List<Layer> layers, int outputs, int kernel, int strideX, int strideY, int pad) {
      return then(
          layers,
          Layer.rectified(
              new ConvolutionSpec(
                  channels, outputs, width, height, kernel, kernel, strideX, strideY, pad, pad)));
    }

    Shape residual(List<Layer> layers) {
      return then(layers, Layer.residual(channels, width, height));
    }

    /** One layer over all that is left, and one linear. */
    void end(List<Layer> layers) {
      ConvolutionSpec all =
          new ConvolutionSpec(channels, JOINT, width, height, width, height, 1, 1, 0, 0);
      Shape point = then(layers, Layer.rectified(all));
      ConvolutionSpec last = ConvolutionSpec.square(JOINT, JOINT, 1, 1, 1, 1, 0);
      point.then(layers, Layer.linear(last));
    }

    private Shape then(List<Layer> layers, Layer layer) {
      layers.add(layer);
      ConvolutionSpec spec = layer.spec();
      return new Shape(spec.outputs(), spec.outputWidth(), spec.outputHeight());
    }
  }
}
