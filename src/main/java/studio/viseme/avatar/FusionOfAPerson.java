package studio.viseme.avatar;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compute.Engine;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.learning.TrainingCost;
import studio.viseme.speech.syncenhanced.FusionModel;
import studio.viseme.speech.syncenhanced.FusionSettings;
import studio.viseme.speech.syncenhanced.FusionTraining;
import studio.viseme.speech.syncenhanced.SyncEnhancedEncoder;

/**
 * The sync-enhanced encoder of a person: learns from what the lower face does, each component of
 * its code counting by how far it moves the mesh.
 *
 * @param text says what a sound says
 * @param visual says what it looks like
 */
record FusionOfAPerson(Recipe recipe, Supplier<SpeechEncoder> text, Supplier<SpeechEncoder> visual)
    implements PersonEncoder {
  /** Codes are clipped to this many standard deviations: farther out is a tracking fault. */
  private static final float LARGEST_CODE = 4;

  /** A training with a seed. */
  @FunctionalInterface
  interface Recipe {
    FusionSettings with(long seed);
  }

  @Override
  public void learn(
      Capture capture, long seed, Path file, Path checkpoint, Engine engine, JobContext job) {
    int end = capture.clip().firstHeldOutFrame();
    int[] frames = IntStream.range(0, end).filter(capture::usable).toArray();
    PersonEncoder.requireEnough(frames.length);
    float[] sound = Arrays.copyOf(capture.speech(), (int) ClipInfo.samples(end));
    ExpressionTrack expression = capture.expression();
    float[][] mouths = new float[frames.length][];
    for (int i = 0; i < frames.length; i++) {
      mouths[i] = expression.code(frames[i]);
      for (int k = 0; k < mouths[i].length; k++) {
        mouths[i][k] = Math.clamp(mouths[i][k], -LARGEST_CODE, LARGEST_CODE);
      }
    }
    Workers workers = job.workers();
    try (FusionTraining training =
        new FusionTraining(
            engine,
            recipe.with(seed),
            text.get().encode(sound, workers),
            visual.get().encode(sound, workers),
            frames,
            mouths,
            weights(expression))) {
      training.run(job, checkpoint).write(file);
    }
  }

  /** How much of the mesh's motion each component makes, 1 in all. */
  private static float[] weights(ExpressionTrack expression) {
    double[] squares = new double[expression.dims()];
    int values = expression.basis().length / expression.dims();
    double all = 1e-12;
    for (int i = 0; i < expression.basis().length; i++) {
      double square = (double) expression.basis()[i] * expression.basis()[i];
      squares[i / values] += square;
      all += square;
    }
    float[] weights = new float[squares.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) (squares[k] / all);
    }
    return weights;
  }

  @Override
  public String fingerprint() {
    return SyncEnhancedEncoder.fingerprint(text.get(), visual.get());
  }

  @Override
  public EncoderSource.Found open(Path file) {
    FusionModel model = FusionModel.read(file, text.get().width(), visual.get().width());
    TrainingCost cost = model.cost();
    return new EncoderSource.Found(
        new SyncEnhancedEncoder(model, text.get(), visual.get()),
        cost.seconds(),
        cost.cpuSeconds());
  }
}
