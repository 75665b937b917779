package studio.viseme.speech.syncenhanced;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.BatchOperations.Function;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Normalization;
import studio.viseme.speech.learning.ConvNet;
import studio.viseme.speech.learning.ConvNet.Layer;

/**
 * One round of the paper's sync adaption: what the features differ in from the visual ones is heard
 * by the sync encoder (a convolution over the moments, layer normalisation, leaky rectifier), and
 * what that says multiplies the visual ones.
 *
 * <pre>  out = SyncEncoder(x − v) ⊙ v </pre>
 */
final class SyncAdaption implements AutoCloseable {
  static final List<Layer> LAYERS =
      List.of(
          Layer.linear(
              ConvolutionSpec.line(
                  FusionNet.WIDTH, FusionNet.WIDTH, MomentWindows.MOMENTS, 3, 1, 1)));

  private final BatchOperations ops;
  private final ConvNet convolution;
  private final Normalization normalization;
  private final Batch difference;
  private final Batch said;
  private final Batch output;
  private final Batch bySaid;
  private @Nullable Batch visual;

  SyncAdaption(Engine engine, int most) {
    int items = most * MomentWindows.MOMENTS;
    this.ops = engine.batches();
    this.convolution = new ConvNet(engine, LAYERS, most);
    this.normalization = engine.normalization(FusionNet.WIDTH);
    this.difference = Batch.allocate(engine, FusionNet.WIDTH, items);
    this.said = Batch.allocate(engine, FusionNet.WIDTH, items);
    this.output = Batch.allocate(engine, FusionNet.WIDTH, items);
    this.bySaid = Batch.allocate(engine, FusionNet.WIDTH, items);
  }

  /**
   * @param convolved parameters of the convolution
   * @param normed parameters of the normalisation
   * @param x values × (frames · moments)
   * @param v the visual features, shaped like x
   * @return holds until the next call
   */
  Batch forward(Batch convolved, Batch normed, Batch x, Batch v) {
    visual = v;
    Batch d = difference.first(x.count());
    Batch y = said.first(x.count());
    Batch out = output.first(x.count());
    ops.copy(x, d);
    ops.accumulate(-1, v, d);
    normalization.forward(normed, convolution.forward(convolved, d), y);
    ops.apply(Function.LEAKY_RELU, y, y);
    ops.multiply(y, v, out);
    return out;
  }

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param by of its result; overwritten with that of x
   * @param byVisual to which that of the visual features is added
   */
  void backward(Batch by, Batch byConvolved, Batch byNormed, Batch byVisual) {
    Batch v = Objects.requireNonNull(visual, "backward before forward");
    Batch y = said.first(by.count());
    Batch g = bySaid.first(by.count());
    ops.multiplyAccumulate(by, y, byVisual);
    ops.multiply(by, v, g);
    ops.applyBackward(Function.LEAKY_RELU, y, g, g);
    normalization.backward(g, byNormed, g);
    convolution.backward(g, byConvolved, by);
    ops.accumulate(-1, by, byVisual);
  }

  @Override
  public void close() {
    convolution.close();
    normalization.close();
    for (Batch batch : new Batch[] {difference, said, output, bySaid}) {
      batch.buffer().close();
    }
  }
}
