package studio.viseme.speech.se4lip;

import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.compute.Batch;
import studio.viseme.job.JobException;
import studio.viseme.math.Pca;
import studio.viseme.speech.learning.ConvNet;
import studio.viseme.speech.learning.TrainingCost;
import studio.viseme.store.SafeTensors;

/**
 * A trained encoder: its nets, and the directions in the joint space in which this person's speech
 * differs most. The embeddings have 512 values, far more than a minute of speech spans; what an
 * avatar listens to is their first {@value #COMPONENTS} principal components.
 *
 * @param windows what the speech net listens to
 * @param size of the nets
 * @param speech the speech net's parameters
 * @param lip the lip net's: not needed for speaking, but to tell whether lips fit
 * @param mean of the unit embeddings of the speech learnt from
 * @param components {@value #COMPONENTS} × 512, each divided by the deviation along it
 * @param cost of the training
 */
public record Se4LipModel(
    SpectrogramWindows windows,
    NetSize size,
    float[] speech,
    float[] lip,
    float[] mean,
    float[] components,
    TrainingCost cost) {
  /** Values that an avatar hears a vector. */
  public static final int COMPONENTS = 32;

  private static final String FORMAT = "se4lip 1";

  static Se4LipModel of(
      Se4LipTraining training,
      SpectrogramWindows windows,
      NetSize size,
      Batch speech,
      Batch lip,
      TrainingCost cost) {
    float[][] embeddings = training.embedSounds(training.frames());
    double[][] vectors = new double[Math.max(embeddings.length, COMPONENTS)][NetSize.JOINT];
    for (int i = 0; i < vectors.length; i++) {
      for (int k = 0; k < NetSize.JOINT; k++) {
        vectors[i][k] = embeddings[i % embeddings.length][k];
      }
    }
    Pca pca = Pca.fit(vectors, COMPONENTS);
    float[] mean = new float[NetSize.JOINT];
    float[] components = new float[COMPONENTS * NetSize.JOINT];
    for (int k = 0; k < NetSize.JOINT; k++) {
      mean[k] = (float) pca.mean()[k];
      for (int c = 0; c < COMPONENTS; c++) {
        components[c * NetSize.JOINT + k] =
            (float) (pca.components()[c][k] / Math.max(1e-6, pca.deviation()[c]));
      }
    }
    return new Se4LipModel(
        windows, size, speech.download(), lip.download(), mean, components, cost);
  }

  public Variant variant() {
    return windows.variant();
  }

  /** Column {@code i} of {@code count}, divided by its length. */
  static float[] unit(float[] columns, int i, int count) {
    float[] vector = new float[columns.length / count];
    double squares = 1e-12;
    for (int k = 0; k < vector.length; k++) {
      vector[k] = columns[k * count + i];
      squares += vector[k] * vector[k];
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= scale;
    }
    return vector;
  }

  /** The principal components of a unit embedding. */
  void project(float[] unit, float[] out, int at) {
    for (int c = 0; c < COMPONENTS; c++) {
      double sum = 0;
      for (int k = 0; k < NetSize.JOINT; k++) {
        sum += (double) components[c * NetSize.JOINT + k] * (unit[k] - mean[k]);
      }
      out[at + c] = (float) sum;
    }
  }

  /** Writes the model, all of it or nothing. */
  public void write(Path file) {
    SafeTensors.writer()
        .metadata("format", FORMAT)
        .metadata("variant", variant().encoderName())
        .metadata("size", size.name())
        .metadata("seconds", Double.toString(cost.seconds()))
        .metadata("cpuSeconds", Double.toString(cost.cpuSeconds()))
        .floats("spectrogram.mean", windows.mean())
        .floats("spectrogram.deviation", windows.deviation())
        .floats("speech", speech)
        .floats("lip", lip)
        .floats("embedding.mean", mean)
        .floats("embedding.components", components, COMPONENTS, NetSize.JOINT)
        .write(file);
  }

  /**
   * @throws JobException (input) for a file that isn't one
   */
  public static Se4LipModel read(Path file) {
    SafeTensors in = SafeTensors.read(file);
    Variant variant =
        Variant.of(in.metadata().getOrDefault("variant", ""))
            .filter(v -> FORMAT.equals(in.metadata().get("format")))
            .orElseThrow(() -> damaged(file, "its format is unknown"));
    NetSize size =
        NetSize.of(in.metadata().getOrDefault("size", ""))
            .orElseThrow(() -> damaged(file, "its size is unknown"));
    int bands = variant.spectrogram().width();
    return new Se4LipModel(
        new SpectrogramWindows(
            variant,
            floats(in, file, "spectrogram.mean", bands),
            floats(in, file, "spectrogram.deviation", bands)),
        size,
        floats(in, file, "speech", size.speechParameters(variant)),
        floats(in, file, "lip", ConvNet.parameters(size.lipNet())),
        floats(in, file, "embedding.mean", NetSize.JOINT),
        floats(in, file, "embedding.components", COMPONENTS, NetSize.JOINT),
        new TrainingCost(number(in, "seconds"), number(in, "cpuSeconds")));
  }

  private static double number(SafeTensors in, String key) {
    return Double.parseDouble(in.metadata().getOrDefault(key, "0"));
  }

  private static float[] floats(SafeTensors in, Path file, String name, long... shape) {
    if (!in.has(name) || !Arrays.equals(in.shape(name), shape)) {
      throw damaged(file, "\"" + name + "\" isn't as it should be");
    }
    return in.floats(name);
  }

  private static JobException damaged(Path file, String what) {
    return JobException.input(
        "The speech encoder can't be read, " + what,
        file,
        "restore it from a copy or train the avatar anew");
  }
}
