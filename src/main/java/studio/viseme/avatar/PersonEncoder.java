package studio.viseme.avatar;

import java.nio.file.Path;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Engine;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;

/** A kind of speech encoder that is learnt from one person's film, and kept in a file. */
interface PersonEncoder {
  /**
   * Learns it from the frames before the held-out ones.
   *
   * @param file to write
   * @param checkpoint where a run that was cut off goes on, in a folder that is there
   * @throws JobException (input) for a clip that there is too little to learn from
   */
  void learn(Capture capture, long seed, Path file, Path checkpoint, Engine engine, JobContext job);

  /**
   * What was learnt.
   *
   * @throws JobException (input) when the file is missing or damaged
   */
  EncoderSource.Found open(Path file);

  /**
   * The {@link studio.viseme.speech.SpeechEncoder#fingerprint} of the encoders it is built upon.
   */
  default String fingerprint() {
    return "";
  }

  /** Frames that there must be to learn from: four seconds. */
  int LEAST_FRAMES = 100;

  /** Refuses a clip that teaches too little. */
  static void requireEnough(int frames) {
    if (frames < LEAST_FRAMES) {
      throw JobException.input(
          "The clip is too short to learn a speech encoder from",
          frames + " frames",
          "use --encoder logmel, or a clip of a minute and more");
    }
  }
}
