package studio.viseme.avatar;

import java.nio.file.Path;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.speech.SpeechEncoder;

/** Where a training gets its speech encoder from. */
@FunctionalInterface
public interface EncoderSource {
  /**
   * The encoder that the settings name. One that is learnt from the person is trained, or taken
   * from the folder when it was trained already.
   *
   * @param folder of the avatar
   * @throws studio.viseme.job.JobException for a name that isn't known, or a clip that there is too
   *     little to learn from
   */
  Found find(
      TrainingSettings settings, Capture capture, Path folder, Engine engine, JobContext job);

  /**
   * An encoder and what its training took, today or earlier.
   *
   * @param seconds by the clock
   * @param cpuSeconds of all processors
   */
  record Found(SpeechEncoder encoder, double seconds, double cpuSeconds) {}
}
