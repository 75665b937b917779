package studio.viseme.speech.syncenhanced;

import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.job.JobException;
import studio.viseme.speech.learning.TrainingCost;
import studio.viseme.store.SafeTensors;

/**
 * A trained sync-enhanced encoder.
 *
 * @param text how the audio-to-text features are cut
 * @param visual how the audio-to-visual ones are
 * @param parameters of the net
 * @param cost of the training
 */
public record FusionModel(
    Fusion fusion,
    MomentWindows text,
    MomentWindows visual,
    float[] parameters,
    TrainingCost cost) {
  private static final String FORMAT = "sync-enhanced 1";

  /** Writes the model, all of it or nothing. */
  public void write(Path file) {
    SafeTensors.writer()
        .metadata("format", FORMAT)
        .metadata("fusion", fusion.encoderName())
        .metadata("seconds", Double.toString(cost.seconds()))
        .metadata("cpuSeconds", Double.toString(cost.cpuSeconds()))
        .floats("text.mean", text.mean())
        .floats("text.deviation", text.deviation())
        .floats("visual.mean", visual.mean())
        .floats("visual.deviation", visual.deviation())
        .floats("fusion", parameters)
        .write(file);
  }

  /**
   * @param textWidth values of the audio-to-text vectors that it will hear
   * @param visualWidth the same of the audio-to-visual ones
   * @throws JobException (input) for a file that isn't one
   */
  public static FusionModel read(Path file, int textWidth, int visualWidth) {
    SafeTensors in = SafeTensors.read(file);
    Fusion fusion =
        Fusion.of(in.metadata().getOrDefault("fusion", ""))
            .filter(f -> FORMAT.equals(in.metadata().get("format")))
            .orElseThrow(() -> damaged(file, "its format is unknown"));
    return new FusionModel(
        fusion,
        windows(in, file, "text", FusionNet.TEXT_SAMPLES, textWidth),
        windows(in, file, "visual", 1, visualWidth),
        floats(in, file, "fusion", FusionNet.parameters(textWidth, visualWidth)),
        new TrainingCost(number(in, "seconds"), number(in, "cpuSeconds")));
  }

  private static MomentWindows windows(
      SafeTensors in, Path file, String name, int samples, int width) {
    return new MomentWindows(
        samples,
        floats(in, file, name + ".mean", width),
        floats(in, file, name + ".deviation", width));
  }

  private static double number(SafeTensors in, String key) {
    return Double.parseDouble(in.metadata().getOrDefault(key, "0"));
  }

  private static float[] floats(SafeTensors in, Path file, String name, long size) {
    if (!in.has(name) || !Arrays.equals(in.shape(name), new long[] {size})) {
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
