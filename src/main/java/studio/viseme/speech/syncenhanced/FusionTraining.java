package studio.viseme.speech.syncenhanced;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.PointLoss;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.learning.LearningRun;
import studio.viseme.speech.learning.Trained;

/**
 * Trains an encoder on one person's film: a linear layer has to say from the fused features what
 * the mouth does. Every draw is a function of seed and step, so that a run that was cut off goes on
 * to the same bits.
 *
 * <pre>  loss = Σ weights · (W a + w − mouth)² / 2  +  0.5 (1 − cos(a, a_visual)) </pre>
 *
 * <p>Against learning a minute by heart the features are blurred by noise, a run of moments of them
 * is hidden, and weights decay.
 */
public final class FusionTraining implements AutoCloseable {
  /** The paper's λ2. */
  private static final float COSINE = 0.5f;

  private static final double NOISE = 0.3;

  /** The share of a window's items that are hidden at most. */
  private static final double HIDDEN = 0.25;

  private static final double WEIGHT_DECAY = 5e-2;

  private final Engine engine;
  private final FusionSettings settings;
  private final int[] frames;
  private final float[][] mouths;
  private final FeatureSequence text;
  private final FeatureSequence visual;
  private final MomentWindows textWindows;
  private final MomentWindows visualWindows;
  private final FusionNet net;
  private final Perceptron says;
  private final Trained fusion;
  private final Trained head;
  private final Batch weights;
  private final Batch said;
  private final Batch bySaid;
  private final Batch target;
  private final Batch byA;
  private final Batch byCosine;
  private final Batch byVisual;
  private final Batch loss;
  private final LearningRun run;

  /**
   * @param text what the sound says, 100 vectors a second, no more than what may be learnt from
   * @param visual what it looks like, the same
   * @param frames to learn from
   * @param mouths what the mouth does in each of them, of mean 0
   * @param mouthWeights how much each of a mouth's values counts
   */
  public FusionTraining(
      Engine engine,
      FusionSettings settings,
      FeatureSequence text,
      FeatureSequence visual,
      int[] frames,
      float[][] mouths,
      float[] mouthWeights) {
    int most = settings.batch();
    int values = mouthWeights.length;
    this.engine = engine;
    this.settings = settings;
    this.frames = frames.clone();
    this.mouths = mouths.clone();
    this.text = text;
    this.visual = visual;
    this.textWindows = MomentWindows.fit(FusionNet.TEXT_SAMPLES, text);
    this.visualWindows = MomentWindows.fit(1, visual);
    this.net = new FusionNet(engine, settings.fusion(), text.width(), visual.width(), most);
    PerceptronSpec spec = new PerceptronSpec(FusionNet.WIDTH, 0, List.of(), values, true);
    this.says = engine.perceptron(spec);
    RandomGenerator random = new SplittableRandom(settings.seed());
    this.fusion = new Trained(engine, "fusion", net.initialize(random));
    this.head = new Trained(engine, "head", spec.initialize(random, 0.3));
    this.weights = Batch.vector(engine.floats(mouthWeights));
    this.said = Batch.allocate(engine, values, most);
    this.bySaid = Batch.allocate(engine, values, most);
    this.target = Batch.allocate(engine, values, most);
    this.byA = Batch.allocate(engine, FusionNet.WIDTH, most);
    this.byCosine = Batch.allocate(engine, FusionNet.WIDTH, most);
    this.byVisual = Batch.allocate(engine, FusionNet.WIDTH, most);
    this.loss = Batch.allocate(engine, 1, 2);
    this.run = new LearningRun(settings.run(), settings.steps(), List.of(fusion, head));
  }

  /**
   * Trains to the end, or until the job is cancelled.
   *
   * @param checkpoint where to keep what a run needs to go on, and where to look for it; null keeps
   *     nothing
   */
  public FusionModel run(JobContext job, @Nullable Path checkpoint) {
    Adam adam = engine.adam(new AdamSettings(0.9f, 0.999f, 1e-8f));
    run.run(step -> step(adam, step), job, checkpoint);
    engine.finish();
    return new FusionModel(
        settings.fusion(), textWindows, visualWindows, fusion.values().download(), run.cost());
  }

  private double step(Adam adam, int step) {
    RandomGenerator random =
        new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + step * 0xBF58476D1CE4E5B9L);
    int count = settings.batch();
    int[] drawn = new int[count];
    int values = weights.count();
    float[] truth = new float[values * count];
    for (int i = 0; i < count; i++) {
      int which = random.nextInt(frames.length);
      drawn[i] = frames[which];
      for (int k = 0; k < values; k++) {
        truth[k * count + i] = mouths[which][k];
      }
    }
    target.upload(truth);
    float[] said = textWindows.cut(text, drawn);
    float[] looks = visualWindows.cut(visual, drawn);
    vary(said, textWindows, random);
    vary(looks, visualWindows, random);
    double lost = learn(said, looks, count);
    double rate = settings.rate() * Math.pow(settings.lastRate(), step / (double) settings.steps());
    fusion.move(adam, rate, WEIGHT_DECAY, step + 1);
    head.move(adam, rate, WEIGHT_DECAY, step + 1);
    return lost;
  }

  private double learn(float[] textDrawn, float[] visualDrawn, int count) {
    PointLoss losses = engine.pointLoss();
    FusionNet.Heard heard = net.forward(fusion.values(), textDrawn, visualDrawn, count);
    says.forward(head.values(), heard.fused(), null, said);
    losses.squaredDistance(said, target, weights, bySaid, loss.items(0, 1));
    says.backward(bySaid, head.gradient(), byA, null);
    Batch visualA = heard.visual();
    if (visualA != null) {
      losses.cosine(COSINE, heard.fused(), visualA, byCosine, byVisual, loss.items(1, 2));
      engine.batches().accumulate(1, byCosine, byA);
    }
    net.backward(byA, visualA == null ? null : byVisual, fusion.gradient());
    float[] lost = loss.download();
    return lost[0] + (visualA == null ? 0 : lost[1]);
  }

  /** Blurs windows, and hides a run of items of each frame. */
  private void vary(float[] windows, MomentWindows of, RandomGenerator random) {
    int items = of.items();
    int columns = settings.batch() * items;
    for (int k = 0; k < windows.length; k++) {
      windows[k] += (float) (NOISE * random.nextGaussian());
    }
    for (int i = 0; i < settings.batch(); i++) {
      int hidden = random.nextInt((int) (HIDDEN * items) + 1);
      int from = i * items + random.nextInt(items - hidden + 1);
      for (int row = 0; row < of.width(); row++) {
        Arrays.fill(windows, row * columns + from, row * columns + from + hidden, 0);
      }
    }
  }

  @Override
  public void close() {
    net.close();
    says.close();
    fusion.close();
    head.close();
    for (Batch batch : new Batch[] {weights, said, bySaid, target, byA, byCosine, byVisual, loss}) {
      batch.buffer().close();
    }
  }
}
