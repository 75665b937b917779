package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.SplittableRandom;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Ints;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Philox;
import studio.viseme.compute.RandomKey;
import studio.viseme.job.JobContext;

/**
 * Trains the members of a {@link SpeechNet} to say each frame's code from its speech: weighted
 * squared error, dropout and noise against learning a minute of speech by heart. Layers run one by
 * one, because dropout comes between them.
 */
final class SpeechTraining implements AutoCloseable {
  private static final int BATCH = 64;
  private static final float DROPOUT = 0.4f;
  private static final float NOISE = 0.3f;
  private static final int NOISE_BANK = 512;
  private static final double RATE = 1e-3;
  private static final double LAST_RATE = 0.03;
  private static final double WEIGHT_DECAY = 1e-2;
  private static final double LAST_LAYER = 0.5;

  private static final int STREAM_DRAW = 101;
  private static final int STREAM_NOISE = 102;
  private static final int STREAM_DROPOUT = 103;

  private final Engine engine;
  private final BatchOperations ops;
  private final Adam adam;
  private final PerceptronSpec spec;

  /** Of the targets: where the output's biases start. */
  private final float[] means;

  private final Batch examples;
  private final Batch answers;
  private final Batch importance;
  private final Perceptron[] layers = new Perceptron[3];
  private final Batch x;
  private final Batch noise;
  private final Batch[] linear = new Batch[2];
  private final Batch[] active = new Batch[2];
  private final Batch[] kept = new Batch[2];
  private final Batch[] dropout = new Batch[2];
  private final Batch[] hiddenGradient = new Batch[2];
  private final Batch y;
  private final Batch error;
  private final Batch gradient;
  private final Batch first;
  private final Batch second;
  private final Ints chosen;
  private final Ints chosenNoise;

  /** Noise to choose from: drawing it anew for every step would cost more than the net. */
  private final Batch noiseBank;

  /**
   * @param columns taps × frames
   * @param targets (dims + 1) × frames
   * @param weights how much an error in each target matters
   */
  SpeechTraining(
      Engine engine, PerceptronSpec spec, float[] columns, float[] targets, float[] weights) {
    this.engine = engine;
    this.ops = engine.batches();
    this.adam = engine.adam(new AdamSettings(0.9f, 0.999f, 1e-8f));
    this.spec = spec;
    int frames = columns.length / spec.inputs();
    means = new float[spec.outputs()];
    for (int k = 0; k < means.length; k++) {
      for (int t = 0; t < frames; t++) {
        means[k] += targets[k * frames + t] / frames;
      }
    }
    examples = Batch.of(engine.floats(columns), spec.inputs(), frames);
    answers = Batch.of(engine.floats(targets), spec.outputs(), frames);
    for (int l = 0; l < layers.length; l++) {
      layers[l] =
          engine.perceptron(new PerceptronSpec(spec.fanIn(l), 0, List.of(), spec.fanOut(l), true));
    }
    x = Batch.allocate(engine, spec.inputs(), BATCH);
    noise = Batch.allocate(engine, spec.inputs(), BATCH);
    for (int l = 0; l < 2; l++) {
      linear[l] = Batch.allocate(engine, spec.fanOut(l), BATCH);
      active[l] = Batch.allocate(engine, spec.fanOut(l), BATCH);
      kept[l] = Batch.allocate(engine, spec.fanOut(l), BATCH);
      dropout[l] = Batch.allocate(engine, spec.fanOut(l), BATCH);
      hiddenGradient[l] = Batch.allocate(engine, spec.fanOut(l), BATCH);
    }
    y = Batch.allocate(engine, spec.outputs(), BATCH);
    error = Batch.allocate(engine, spec.outputs(), BATCH);
    importance = Batch.allocate(engine, spec.outputs(), BATCH);
    try (var vector = engine.floats(weights)) {
      ops.broadcast(Batch.vector(vector), importance);
      engine.finish();
    }
    gradient = Batch.vector(engine.floats(spec.parameters()));
    first = Batch.vector(engine.floats(spec.parameters()));
    second = Batch.vector(engine.floats(spec.parameters()));
    chosen = engine.ints(BATCH);
    chosenNoise = engine.ints(BATCH);
    noiseBank = Batch.allocate(engine, spec.inputs(), NOISE_BANK);
    ops.randomNormal(new RandomKey(0, STREAM_NOISE, 0), 0, NOISE, noiseBank);
  }

  /** Trains one member from scratch. */
  void train(Batch weights, long seed, int steps, JobContext.Task task) {
    float[] values = spec.initialize(new SplittableRandom(seed), LAST_LAYER);
    System.arraycopy(means, 0, values, spec.biasOffset(2), means.length);
    weights.upload(values);
    ops.fill(first, 0);
    ops.fill(second, 0);
    for (int step = 1; step <= steps; step++) {
      double rate = RATE * Math.pow(LAST_RATE, (step - 1) / (double) steps);
      step(weights, seed, step);
      ops.accumulate((float) (-rate * WEIGHT_DECAY), weights, weights);
      adam.step(weights, gradient, first, second, rate, step, null);
      task.advance();
    }
    engine.finish();
  }

  private void step(Batch weights, long seed, int step) {
    draw(seed, step);
    ops.gather(examples, chosen, x);
    ops.gather(noiseBank, chosenNoise, noise);
    ops.accumulate(1, noise, x);
    Batch in = x;
    for (int l = 0; l < 2; l++) {
      layers[l].forward(part(weights, l), in, null, linear[l]);
      ops.apply(BatchOperations.Function.RELU, linear[l], active[l]);
      drawDropout(new RandomKey(seed, STREAM_DROPOUT + l, step), dropout[l]);
      ops.multiply(active[l], dropout[l], kept[l]);
      in = kept[l];
    }
    layers[2].forward(part(weights, 2), in, null, y);

    ops.gather(answers, chosen, error);
    ops.multiply(error, importance, error);
    ops.multiply(y, importance, y);
    ops.accumulate(-1, y, error);
    ops.fill(y, 0);
    ops.accumulate(-1f / BATCH, error, y);
    Batch out = y;
    for (int l = 2; l > 0; l--) {
      Batch g = hiddenGradient[l - 1];
      layers[l].backward(out, part(gradient, l), g, null);
      ops.multiply(g, dropout[l - 1], g);
      ops.applyBackward(BatchOperations.Function.RELU, active[l - 1], g, g);
      out = g;
    }
    layers[0].backward(out, part(gradient, 0), null, null);
  }

  private void draw(long seed, int step) {
    int[] indices = new int[BATCH];
    int[] noises = new int[BATCH];
    int[] words = new int[4];
    RandomKey key = new RandomKey(seed, STREAM_DRAW, step);
    for (int i = 0; i < BATCH; i++) {
      if (i % 2 == 0) {
        Philox.draw(key, i / 2, words);
      }
      indices[i] = (int) (Philox.uniform(words[i % 2 * 2]) * examples.count());
      noises[i] = (int) (Philox.uniform(words[i % 2 * 2 + 1]) * NOISE_BANK);
    }
    chosen.upload(indices);
    chosenNoise.upload(noises);
  }

  /**
   * 0 with the probability of dropout, else what keeps the mean: a uniform draw, steep enough to
   * have no middle.
   */
  private void drawDropout(RandomKey key, Batch out) {
    float steep = 1e7f;
    ops.randomUniform(key, -DROPOUT * steep, (1 - DROPOUT) * steep, out);
    ops.clamp(out, 0, 1 / (1 - DROPOUT), out);
  }

  private Batch part(Batch vector, int layer) {
    return vector.items(spec.weightOffset(layer), spec.weightOffset(layer + 1));
  }

  @Override
  public void close() {
    for (Perceptron layer : layers) {
      layer.close();
    }
    for (Batch batch :
        new Batch[] {examples, answers, importance, x, noise, y, error, gradient, first, second}) {
      batch.buffer().close();
    }
    for (int l = 0; l < 2; l++) {
      for (Batch batch :
          new Batch[] {linear[l], active[l], kept[l], dropout[l], hiddenGradient[l]}) {
        batch.buffer().close();
      }
    }
    chosen.close();
    chosenNoise.close();
    noiseBank.buffer().close();
  }
}
