package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.capture.Capture;
import studio.viseme.image.RgbImage;
import studio.viseme.speech.SpeechEncoder;

/**
 * An avatar to be evaluated and the clip it was trained on.
 *
 * @param project the project's name, for people
 * @param source what tells the clip from others: runs of one source are compared frame by frame
 * @param encoder the one the avatar was trained with
 * @param instruments the nets that there are
 */
public record Subject(
    String project,
    String source,
    Capture capture,
    Avatar avatar,
    SpeechEncoder encoder,
    RawTracking tracking,
    Instruments instruments,
    Facts facts) {

  /**
   * What is known of an avatar without rendering it.
   *
   * @param commit of the program that evaluates, or null when it isn't known
   * @param trainedOnAll true when it was retrained on the whole clip: nothing is held out then
   * @param modelBytes size of what must be kept to render it
   */
  public record Facts(
      String avatar,
      String backend,
      @Nullable String commit,
      String device,
      double trainSeconds,
      double trainCpuSeconds,
      int steps,
      String preset,
      String method,
      String encoder,
      long seed,
      boolean trainedOnAll,
      long modelBytes) {}

  RgbImage plate() {
    return capture.plate();
  }
}
