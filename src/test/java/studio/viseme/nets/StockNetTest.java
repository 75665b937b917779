package studio.viseme.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations.Function;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.reference.ReferenceEngine;
import studio.viseme.speech.learning.ConvNet;

/** DL4J's net beside the same layers on the reference engine, and beside itself. */
class StockNetTest {
  private static final int BATCH = 3;

  /** Strides and paddings that differ by direction, both kinds of shortcut, a dense end. */
  private static final List<StockLayer> LAYERS =
      List.of(
          StockLayer.rectified(new ConvolutionSpec(2, 5, 9, 12, 3, 5, 1, 2, 1, 2)),
          StockLayer.residual(5, 9, 6),
          StockLayer.rectified(new ConvolutionSpec(5, 4, 9, 6, 3, 3, 2, 1, 0, 1)),
          new StockLayer(ConvolutionSpec.square(4, 4, 4, 6, 1, 1, 0), true, false),
          StockLayer.rectified(new ConvolutionSpec(4, 6, 4, 6, 4, 6, 1, 1, 0, 0)),
          StockLayer.linear(ConvolutionSpec.square(6, 7, 1, 1, 1, 1, 0)));

  private static final int INPUT = 2 * 9 * 12;
  private static final int OUTPUT = 7;
  private static final float[] PARAMETERS = parameters();

  private static float[] parameters() {
    float[] values = new float[StockNet.parameters(LAYERS)];
    SplittableRandom random = new SplittableRandom(4);
    int at = 0;
    for (StockLayer layer : LAYERS) {
      float[] part = layer.spec().initialize(random, layer.residual() ? 0.5 : 1);
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    float[] noise = random(values.length, 5);
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.05f * noise[i];
    }
    return values;
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static StockNet net() {
    StockNet net = new StockNet(LAYERS, BATCH);
    net.setParameters(PARAMETERS);
    return net;
  }

  /** From picture after picture to channel after channel, and back: swaps the two outermost. */
  private static float[] swapped(float[] values, int outer, int inner) {
    float[] out = new float[values.length];
    int each = values.length / outer / inner;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        System.arraycopy(values, (o * inner + i) * each, out, (i * outer + o) * each, each);
      }
    }
    return out;
  }

  @Test
  void agreesWithTheReferenceEngine() {
    float[] pictures = random(BATCH * INPUT, 1);
    float[] by = random(BATCH * OUTPUT, 2);
    List<ConvNet.Layer> same =
        LAYERS.stream()
            .map(
                l ->
                    new ConvNet.Layer(l.spec(), l.residual(), l.rectified() ? Function.RELU : null))
            .toList();
    try (Engine engine = new ReferenceEngine();
        ConvNet ours = new ConvNet(engine, same, BATCH);
        StockNet theirs = net()) {
      Batch parameters = Batch.vector(engine.floats(PARAMETERS));
      Batch in = Batch.of(engine.floats(swapped(pictures, BATCH, 2)), 2, BATCH * 9 * 12);
      float[] expected = ours.forward(parameters, in).download();
      float[] out = theirs.forwardForTraining(pictures, BATCH);
      assertThat(out).containsExactly(swapped(expected, OUTPUT, BATCH), within(1e-4f));

      Batch gradient = Batch.allocate(engine, 1, PARAMETERS.length);
      Batch byOurs = Batch.of(engine.floats(swapped(by, BATCH, OUTPUT)), OUTPUT, BATCH);
      ours.backward(byOurs, gradient, null);
      engine.finish();
      float[] found = theirs.backward(by, BATCH);
      assertThat(found).containsExactly(gradient.download(), within(2e-3f));
    }
  }

  @Test
  void gradientIsThatOfSmallDifferences() {
    float[] pictures = random(BATCH * INPUT, 1);
    float[] by = random(BATCH * OUTPUT, 2);
    try (StockNet net = net()) {
      net.forwardForTraining(pictures, BATCH);
      float[] gradient = net.backward(by, BATCH);
      double squares = 0;
      for (float g : gradient) {
        squares += g * g;
      }
      double step = 1e-3 / Math.sqrt(squares);
      double above = loss(net, gradient, step, pictures, by);
      double below = loss(net, gradient, -step, pictures, by);
      assertThat((above - below) / (2 * step)).isCloseTo(squares, within(0.01 * squares));
    }
  }

  private static double loss(
      StockNet net, float[] along, double step, float[] pictures, float[] by) {
    float[] moved = PARAMETERS.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * along[i]);
    }
    net.setParameters(moved);
    float[] out = net.forward(pictures, BATCH);
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      sum += (double) out[i] * by[i];
    }
    return sum;
  }

  /** Bit for bit: alone or among others, in any place, in another net, to listen or to learn. */
  @Test
  void aPictureIsAnsweredWhateverElseIsShown() {
    float[] pictures = random(5 * INPUT, 6);
    try (StockNet net = net();
        StockNet other = net()) {
      float[][] alone = new float[5][];
      for (int i = 0; i < 5; i++) {
        alone[i] = net.forward(Arrays.copyOfRange(pictures, i * INPUT, (i + 1) * INPUT), 1);
      }
      for (int from = 0; from + BATCH <= 5; from++) {
        float[] some = Arrays.copyOfRange(pictures, from * INPUT, (from + BATCH) * INPUT);
        float[] learning = other.forwardForTraining(some, BATCH);
        assertThat(other.forward(some, BATCH)).isEqualTo(learning);
        for (int i = 0; i < BATCH; i++) {
          float[] one = Arrays.copyOfRange(learning, i * OUTPUT, (i + 1) * OUTPUT);
          assertThat(one).isEqualTo(alone[from + i]);
        }
      }
    }
  }

  @Test
  void gradientsOfPicturesAddUp() {
    float[] pictures = random(2 * INPUT, 7);
    float[] by = random(2 * OUTPUT, 8);
    try (StockNet net = net()) {
      net.forwardForTraining(pictures, 2);
      float[] both = net.backward(by, 2);
      float[] sum = new float[both.length];
      for (int i = 0; i < 2; i++) {
        net.forwardForTraining(Arrays.copyOfRange(pictures, i * INPUT, (i + 1) * INPUT), 1);
        float[] one = net.backward(Arrays.copyOfRange(by, i * OUTPUT, (i + 1) * OUTPUT), 1);
        for (int k = 0; k < sum.length; k++) {
          sum[k] += one[k];
        }
      }
      assertThat(both).containsExactly(sum, within(1e-3f));
      net.forwardForTraining(pictures, 2);
      assertThat(net.backward(by, 2)).isEqualTo(both);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (StockNet net = net()) {
      assertThatThrownBy(() -> net.backward(new float[OUTPUT], 1))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> net.forward(new float[4 * INPUT], 4))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> net.setParameters(new float[3]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    List<StockLayer> gap = List.of(LAYERS.get(0), LAYERS.get(4));
    assertThatThrownBy(() -> new StockNet(gap, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StockLayer(LAYERS.get(0).spec(), true, true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
