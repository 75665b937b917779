package studio.viseme.speech.se4lip;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.learning.LearningRun;
import studio.viseme.speech.learning.Trained;

/**
 * Trains an encoder on one person's film. A step draws frames, shows the lip net the five frames
 * around each and the speech net the sound of the same 200 ms, and moves both by the gradient of
 * the {@link ContrastiveLoss}. Every draw is a function of seed and step, so that a run that was
 * cut off goes on to the same bits.
 *
 * <p>Against learning a minute by heart, lips are mirrored, shifted by up to {@value #SHIFT} pixels
 * and made lighter or darker; sounds are made louder or softer, blurred by noise, and a run of
 * bands and one of moments hidden (Park et al. 2019, SpecAugment); weights decay.
 */
public final class Se4LipTraining implements AutoCloseable {
  /** Pairs nearer to each other than this, in frames, are no negative pairs. */
  static final int APART = 10;

  private static final int SHIFT = 3;
  private static final double LIGHT = 0.15;
  private static final double DECIBELS = 6;
  private static final double NOISE = 0.3;

  /** The share of the bands, and of the moments, that are hidden at most. */
  private static final double HIDDEN = 0.2;

  private static final double WEIGHT_DECAY = 2e-2;

  private final Engine engine;
  private final Se4LipSettings settings;
  private final LipPictures lips;
  private final int[] frames;
  private final FeatureSequence spectrogram;
  private final SpectrogramWindows windows;
  private final SpeechTower hears;
  private final LipTower sees;
  private final Trained speech;
  private final Trained lip;
  private final ContrastiveLoss contrast;
  private final LearningRun run;

  /**
   * @param sound of the film, 16 kHz, no longer than what may be learnt from
   * @param frames to learn from: those of {@link LipPictures#hasWindow}
   */
  public Se4LipTraining(
      Engine engine, Se4LipSettings settings, LipPictures lips, float[] sound, int[] frames) {
    this.engine = engine;
    this.settings = settings;
    this.lips = lips;
    this.frames = frames.clone();
    this.spectrogram = settings.variant().spectrogram().encode(sound);
    this.windows = SpectrogramWindows.fit(settings.variant(), spectrogram);
    this.hears = SpeechTower.of(engine, settings.variant(), settings.size(), settings.batch());
    this.sees = new LipTower(engine, settings.size(), settings.batch());
    RandomGenerator random = new SplittableRandom(settings.seed());
    this.speech = new Trained(engine, "speech", hears.initialize(random));
    this.lip = new Trained(engine, "lip", sees.initialize(random));
    this.run = new LearningRun(settings.run(), settings.steps(), List.of(speech, lip));
    this.contrast = new ContrastiveLoss(settings.loss(), NetSize.JOINT, settings.batch());
  }

  /**
   * Trains to the end, or until the job is cancelled.
   *
   * @param checkpoint where to keep what a run needs to go on, and where to look for it; null keeps
   *     nothing
   */
  public Se4LipModel run(JobContext job, @Nullable Path checkpoint) {
    Adam adam = engine.adam(new AdamSettings(0.9f, 0.999f, 1e-8f));
    run.run(step -> step(adam, step), job, checkpoint);
    engine.finish();
    return model();
  }

  /** The model as it is now. */
  public Se4LipModel model() {
    return Se4LipModel.of(
        this, windows, settings.size(), speech.values(), lip.values(), run.cost());
  }

  private double step(Adam adam, int step) {
    int next = step + 1;
    RandomGenerator random =
        new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + next * 0xBF58476D1CE4E5B9L);
    int count = settings.batch();
    int[] drawn = new int[count];
    float[] pictures = new float[count * LipTower.SIZE];
    for (int i = 0; i < count; i++) {
      drawn[i] = frames[random.nextInt(frames.length)];
      LipTower.fill(
          lips,
          drawn[i],
          random.nextBoolean(),
          random.nextInt(-SHIFT, SHIFT + 1),
          random.nextInt(-SHIFT, SHIFT + 1),
          (float) (1 + LIGHT * (2 * random.nextDouble() - 1)),
          pictures,
          i,
          count);
    }
    float[] sounds = windows.cut(spectrogram, drawn);
    vary(sounds, count, random);
    Batch a = hears.forward(speech.values(), sounds, count);
    Batch v = sees.forward(lip.values(), pictures, count);
    double loss =
        contrast.evaluate(a.download(), v.download(), (i, j) -> isNegative(drawn[i], drawn[j]));
    a.upload(contrast.bySounds);
    v.upload(contrast.byLips);
    backward(a, v);
    double progress = step / (double) settings.steps();
    double rate = settings.rate() * Math.pow(settings.lastRate(), progress);
    speech.move(adam, rate, WEIGHT_DECAY, next);
    lip.move(adam, rate, WEIGHT_DECAY, next);
    return loss;
  }

  private void backward(Batch bySounds, Batch byLips) {
    try (var copyA = engine.floats(bySounds.download());
        var copyV = engine.floats(byLips.download())) {
      hears.backward(
          speech.values(), Batch.of(copyA, NetSize.JOINT, bySounds.count()), speech.gradient());
      sees.backward(Batch.of(copyV, NetSize.JOINT, byLips.count()), lip.gradient());
      engine.finish();
    }
  }

  private void vary(float[] sounds, int count, RandomGenerator random) {
    int bands = windows.mean().length;
    int moments = settings.variant().moments();
    for (int i = 0; i < count; i++) {
      double louder = DECIBELS * (2 * random.nextDouble() - 1) * settings.variant().perDecibel();
      int bandsHidden = random.nextInt((int) (HIDDEN * bands) + 1);
      int firstBand = random.nextInt(bands - bandsHidden + 1);
      int momentsHidden = random.nextInt((int) (HIDDEN * moments) + 1);
      int firstMoment = random.nextInt(moments - momentsHidden + 1);
      for (int k = 0; k < windows.size(); k++) {
        int band = k % bands - firstBand;
        int moment = k / bands - firstMoment;
        boolean hidden = band >= 0 && band < bandsHidden || moment >= 0 && moment < momentsHidden;
        double value = sounds[i * windows.size() + k] + louder / windows.deviation()[k % bands];
        double noise = NOISE * random.nextGaussian();
        sounds[i * windows.size() + k] = (float) ((hidden ? 0 : value) + noise);
      }
    }
  }

  /** Whether the lips of two frames may be told apart at all. */
  private boolean isNegative(int frame, int other) {
    return Math.abs(frame - other) >= APART && (lips.voiced()[frame] || lips.voiced()[other]);
  }

  /** Embeddings of the film's sounds around some frames, unit length. */
  public float[][] embedSounds(int[] which) {
    float[][] out = new float[which.length][];
    for (int from = 0; from < which.length; from += settings.batch()) {
      int[] some = some(which, from);
      int moments = settings.variant().moments();
      int[] starts = IntStream.range(0, some.length).map(i -> i * moments).toArray();
      Batch a = hears.embed(speech.values(), windows.cut(spectrogram, some), starts);
      unpack(a, out, from);
    }
    return out;
  }

  /** Embeddings of the lips of a film like the one learnt from, unit length. */
  public float[][] embedLips(LipPictures of, int[] which) {
    float[][] out = new float[which.length][];
    for (int from = 0; from < which.length; from += settings.batch()) {
      int[] some = some(which, from);
      float[] pictures = new float[some.length * LipTower.SIZE];
      for (int i = 0; i < some.length; i++) {
        LipTower.fill(of, some[i], false, 0, 0, 1, pictures, i, some.length);
      }
      unpack(sees.forward(lip.values(), pictures, some.length), out, from);
    }
    return out;
  }

  private int[] some(int[] which, int from) {
    return Arrays.copyOfRange(which, from, Math.min(which.length, from + settings.batch()));
  }

  private static void unpack(Batch batch, float[][] out, int from) {
    float[] values = batch.download();
    int count = batch.count();
    for (int i = 0; i < count; i++) {
      out[from + i] = Se4LipModel.unit(values, i, count);
    }
  }

  int[] frames() {
    return frames.clone();
  }

  @Override
  public void close() {
    hears.close();
    sees.close();
    speech.close();
    lip.close();
  }
}
