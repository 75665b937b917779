package studio.viseme.speech.syncenhanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;

class FusionNetTest {
  private static final int TEXT = 3;
  private static final int VISUAL = 2;
  private static final int FRAMES = 2;

  private static float[] noise(long seed, int size) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** What is said and what the cosine draws to, each times its own noise. */
  private static double loss(FusionNet.Heard heard, float[] byA, float[] byVisual) {
    double sum = 0;
    float[] a = heard.fused().download();
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * byA[i];
    }
    Batch visual = heard.visual();
    float[] v = visual == null ? new float[0] : visual.download();
    for (int i = 0; i < v.length; i++) {
      sum += v[i] * byVisual[i];
    }
    return sum;
  }

  /** The whole net against central differences, on the engine that counts in doubles. */
  @ParameterizedTest
  @EnumSource(Fusion.class)
  void theGradientIsTheSlope(Fusion fusion) {
    float[] text = noise(1, TEXT * FRAMES * 8 * FusionNet.TEXT_SAMPLES);
    float[] visual = noise(2, VISUAL * FRAMES * 8);
    float[] byA = noise(3, FusionNet.WIDTH * FRAMES);
    float[] byVisual = noise(4, FusionNet.WIDTH * FRAMES);
    try (Engine engine = Engines.reference();
        FusionNet net = new FusionNet(engine, fusion, TEXT, VISUAL, FRAMES)) {
      float[] start = net.initialize(new SplittableRandom(5));
      assertThat(start).hasSize(FusionNet.parameters(TEXT, VISUAL));
      Batch parameters = Batch.vector(engine.floats(start));
      FusionNet.Heard heard = net.forward(parameters, text, visual, FRAMES);
      assertThat(heard.visual() != null).isEqualTo(fusion.isDrawn());
      Batch gradient = Batch.allocate(engine, 1, start.length);
      Batch byV = Batch.of(engine.floats(byVisual), FusionNet.WIDTH, FRAMES);
      net.backward(
          Batch.of(engine.floats(byA), FusionNet.WIDTH, FRAMES),
          heard.visual() == null ? null : byV,
          gradient);
      float[] slope = gradient.download();
      Random random = new Random(6);
      double error = 0;
      double length = 0;
      for (int direction = 0; direction < 12; direction++) {
        float[] up = start.clone();
        float[] down = start.clone();
        double told = 0;
        for (int i = 0; i < start.length; i++) {
          float d = 1e-5f * (float) random.nextGaussian();
          up[i] += d;
          down[i] -= d;
          told += (double) slope[i] * (up[i] - down[i]);
        }
        parameters.upload(up);
        double above = loss(net.forward(parameters, text, visual, FRAMES), byA, byVisual);
        parameters.upload(down);
        double below = loss(net.forward(parameters, text, visual, FRAMES), byA, byVisual);
        error += Math.pow(above - below - told, 2);
        length += told * told;
      }
      assertThat(length).isGreaterThan(0);
      assertThat(Math.sqrt(error / length)).isCloseTo(0, within(1e-2));
    }
  }

  /** The fast engine says what the exact one says, on any number of threads. */
  @ParameterizedTest
  @EnumSource(Fusion.class)
  void enginesAgree(Fusion fusion) {
    float[] text = noise(1, TEXT * FRAMES * 8 * FusionNet.TEXT_SAMPLES);
    float[] visual = noise(2, VISUAL * FRAMES * 8);
    float[] exact;
    try (Engine engine = Engines.reference()) {
      exact = forward(engine, fusion, text, visual);
    }
    try (Workers three = Workers.of(3);
        Engine one = Engines.cpu(Workers.sameThread());
        Engine many = Engines.cpu(three)) {
      float[] fast = forward(one, fusion, text, visual);
      assertThat(fast).containsExactly(exact, within(1e-3f));
      assertThat(forward(many, fusion, text, visual)).isEqualTo(fast);
    }
  }

  private static float[] forward(Engine engine, Fusion fusion, float[] text, float[] visual) {
    try (FusionNet net = new FusionNet(engine, fusion, TEXT, VISUAL, FRAMES)) {
      Batch parameters = Batch.vector(engine.floats(net.initialize(new SplittableRandom(5))));
      return net.forward(parameters, text, visual, FRAMES).fused().download();
    }
  }
}
