package studio.viseme.evaluation;

import java.util.Arrays;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.compositing.Compositor;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechLevel;

/** How far an avatar opens its lips while it says a recording, as a tracker sees it. */
public final class SpokenMouth {
  private SpokenMouth() {}

  /**
   * Renders frames at the avatar's rest pose over the clip's background, as a dub would drive them,
   * and measures each by itself.
   *
   * @param sound mono, 16 kHz; brought to the clip's own level
   * @param wanted the frames to render, 25 a second
   * @return the opening between the inner lips, centimetres; NaN in other frames and where no face
   *     was found
   */
  public static double[] gaps(
      Capture capture,
      Avatar avatar,
      SpeechEncoder encoder,
      RawTracking tracking,
      float[] sound,
      boolean[] wanted,
      JobContext job) {
    FeatureSequence features =
        encoder.encode(SpeechLevel.matched(sound, capture.speech()), job.workers());
    double perPixel = avatar.restPose().translation().z() / avatar.camera().focal();
    RgbImage behind = capture.plate();
    double[] gaps = new double[wanted.length];
    Arrays.fill(gaps, Double.NaN);
    int count = 0;
    for (boolean frame : wanted) {
      count += frame ? 1 : 0;
    }
    try (JobContext.Task task = job.task("render", count, "frames")) {
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i]) {
          float[] heard = avatar.speechWindow().cut(features, i, ClipInfo.FPS);
          FrameState state =
              new FrameState(avatar.restPose(), UpperFace.REST, heard, MouthDrive.NEW_SPEECH);
          float[] landmarks = tracking.landmarks(Compositor.over(avatar.render(state), behind));
          if (landmarks != null) {
            gaps[i] = LipPoints.gap(landmarks) * perPixel;
          }
          task.advance();
        }
      }
    }
    return gaps;
  }
}
