package studio.viseme.nets;

import java.io.Serial;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's convolution, without a function of its outputs, and with its own way to oneDNN, which DL4J
 * 1.0.0-M2.1 no longer finds: it asks a class that has moved whether oneDNN is there, and unrolls
 * pictures into matrices instead, which takes eight times as long.
 */
final class OneDnnConvolution extends ConvolutionLayer {
  @Serial private static final long serialVersionUID = 1;

  OneDnnConvolution(ConvolutionLayer.Builder builder) {
    super(builder.activation(Activation.IDENTITY));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Running layer = new Running(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
    @Serial private static final long serialVersionUID = 1;

    private transient @Nullable INDArray byOutput;

    Running(NeuralNetConfiguration configuration, DataType type) {
      super(configuration, type);
      helper = new MKLDNNConvHelper(type);
    }

    /** Its activation is the identity: what it said isn't needed, and not worked out again. */
    @Override
    protected Pair<INDArray, INDArray> preOutput4d(
        boolean training, boolean forBackward, LayerWorkspaceMgr workspaces) {
      if (forBackward && byOutput != null) {
        return new Pair<>(byOutput, null);
      }
      return super.preOutput4d(training, forBackward, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray by, LayerWorkspaceMgr workspaces) {
      byOutput = by;
      try {
        return super.backpropGradient(by, workspaces);
      } finally {
        byOutput = null;
      }
    }
  }
}
