package studio.viseme.avatar;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.learning.TrainingCost;
import studio.viseme.speech.se4lip.LipPictures;
import studio.viseme.speech.se4lip.Se4LipEncoder;
import studio.viseme.speech.se4lip.Se4LipModel;
import studio.viseme.speech.se4lip.Se4LipSettings;
import studio.viseme.speech.se4lip.Se4LipTraining;

/** SE4Lip of a person: learns from what the lips look like. */
record LipsOfAPerson(Recipe recipe) implements PersonEncoder {
  /** A training with a seed. */
  @FunctionalInterface
  interface Recipe {
    Se4LipSettings with(long seed);
  }

  @Override
  public void learn(
      Capture capture, long seed, Path file, Path checkpoint, Engine engine, JobContext job) {
    LipPictures lips = LipCrops.ofTrainingFrames(capture, job);
    int[] frames = IntStream.range(0, lips.frames()).filter(lips::hasWindow).toArray();
    PersonEncoder.requireEnough(frames.length);
    int samples = lips.frames() * (SpeechEncoder.SAMPLE_RATE / LipPictures.FPS);
    float[] sound = Arrays.copyOf(capture.speech(), samples);
    try (Se4LipTraining training =
        new Se4LipTraining(engine, recipe.with(seed), lips, sound, frames)) {
      training.run(job, checkpoint).write(file);
    }
  }

  @Override
  public EncoderSource.Found open(Path file) {
    Se4LipModel model = Se4LipModel.read(file);
    TrainingCost cost = model.cost();
    return new EncoderSource.Found(new Se4LipEncoder(model), cost.seconds(), cost.cpuSeconds());
  }
}
