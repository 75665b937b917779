package studio.viseme.speech.syncenhanced;

import java.util.List;
import java.util.random.RandomGenerator;
import studio.viseme.compute.AttentionPool;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.speech.learning.ConvNet;
import studio.viseme.speech.learning.ConvNet.Layer;

/**
 * Brings the moments around a frame to one vector: the audio attention of AD-NeRF (Guo et al.
 * 2021), which the paper calls Match-ATT. Five convolutions over the moments and a linear layer say
 * how much each moment counts; their softmax weighs them.
 */
final class MatchAttention implements AutoCloseable {
  private static final int MOMENTS = MomentWindows.MOMENTS;

  static final List<Layer> LAYERS =
      List.of(
          Layer.leaky(ConvolutionSpec.line(FusionNet.WIDTH, 16, MOMENTS, 3, 1, 1)),
          Layer.leaky(ConvolutionSpec.line(16, 8, MOMENTS, 3, 1, 1)),
          Layer.leaky(ConvolutionSpec.line(8, 4, MOMENTS, 3, 1, 1)),
          Layer.leaky(ConvolutionSpec.line(4, 2, MOMENTS, 3, 1, 1)),
          Layer.leaky(ConvolutionSpec.line(2, 1, MOMENTS, 3, 1, 1)),
          Layer.linear(ConvolutionSpec.line(1, MOMENTS, MOMENTS, MOMENTS, 1, 0)));

  private final BatchOperations ops;
  private final ConvNet scores;
  private final AttentionPool pool;
  private final Batch output;
  private final Batch byScores;
  private final Batch byMoments;

  MatchAttention(Engine engine, int most) {
    this.ops = engine.batches();
    this.scores = new ConvNet(engine, LAYERS, most);
    this.pool = engine.attentionPool(MOMENTS);
    this.output = Batch.allocate(engine, FusionNet.WIDTH, most);
    this.byScores = Batch.allocate(engine, MOMENTS, most);
    this.byMoments = Batch.allocate(engine, FusionNet.WIDTH, most * MOMENTS);
  }

  /**
   * Starting values. The frame's own moment weighs most at first, its neighbours less the farther
   * they are: weights that start equal blur a third of a second.
   */
  static float[] initialize(RandomGenerator random) {
    float[] values = ConvNet.initialize(LAYERS, random);
    for (int moment = 0; moment < MOMENTS; moment++) {
      int away = moment - MomentWindows.MOMENTS_BEFORE;
      values[values.length - MOMENTS + moment] = -0.5f * away * away;
    }
    return values;
  }

  /** Values × (frames · moments) to values × frames, which hold until the next call. */
  Batch forward(Batch parameters, Batch moments) {
    Batch out = output.first(moments.count() / MOMENTS);
    pool.forward(scores.forward(parameters, moments), moments, out);
    return out;
  }

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param byMomentsTotal to which that of the moments is added
   */
  void backward(Batch by, Batch parameterGradient, Batch byMomentsTotal) {
    Batch byS = byScores.first(by.count());
    Batch byM = byMoments.first(by.count() * MOMENTS);
    pool.backward(by, byS, byM);
    ops.accumulate(1, byM, byMomentsTotal);
    scores.backward(byS, parameterGradient, byM);
    ops.accumulate(1, byM, byMomentsTotal);
  }

  @Override
  public void close() {
    scores.close();
    pool.close();
    for (Batch batch : new Batch[] {output, byScores, byMoments}) {
      batch.buffer().close();
    }
  }
}
