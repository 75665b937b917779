package studio.viseme.export;

import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.Performance;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.face.UpperFace;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.FeatureSequence;

/**
 * A film frame by frame: which frame of the clip is behind it, and what the avatar shall do. The
 * clip lends pose and upper face, the new sound moves the mouth.
 */
final class DubScript implements Performance {
  private static final long BLINK_SEED = 20;
  private static final float WIDE_AWAKE = .8f;

  private final Capture capture;
  private final DubOptions options;
  private final SpeechWindow window;
  private final PoseCorrections poses;
  private final FeatureSequence speech;
  private final ClipPath path;
  private final int held;
  private final AutomaticBlinks blinks;

  /**
   * @param speech the whole new sound, encoded by the avatar's encoder
   * @param seconds how long the sound lasts
   * @throws studio.viseme.job.JobException (input) when no frame of the clip can be shown
   */
  DubScript(
      Capture capture, Avatar avatar, FeatureSequence speech, double seconds, DubOptions options) {
    this.capture = capture;
    this.options = options;
    this.window = avatar.speechWindow();
    this.poses = avatar.alignment().refined();
    this.speech = speech;
    int frames = Math.max(1, (int) Math.ceil(seconds * ClipInfo.FPS - 1e-6));
    this.path = ClipPath.of(capture, frames);
    this.held =
        options.pose() == DubOptions.Pose.STILL ? frameNear(capture, avatar.restPose()) : -1;
    this.blinks = new AutomaticBlinks(frames, ClipInfo.FPS, BLINK_SEED);
  }

  /** Frames of the film. */
  int frames() {
    return path.frames();
  }

  /** For how long the clip runs backwards behind the head, seconds. */
  double reversedSeconds() {
    return held >= 0 ? 0 : (double) path.reversed() / ClipInfo.FPS;
  }

  /** The clip's frame that is behind a frame of the film. */
  int clipFrame(int frame) {
    return held >= 0 ? held : path.frame(frame);
  }

  /** What the avatar shall do in a frame of the film. */
  FrameState state(int frame) {
    int behind = clipFrame(frame);
    UpperFace upper = capture.upperFace(behind);
    if (options.blink() == DubOptions.Blink.AUTO) {
      upper = blinks.apply(frame, upper);
    }
    float[] heard = window.cut(speech, frame, ClipInfo.FPS);
    RigidTransform tracked = capture.head().poses().get(behind);
    return new FrameState(poses.apply(behind, tracked), upper, heard);
  }

  @Override
  public double duration() {
    return (double) frames() / ClipInfo.FPS;
  }

  @Override
  public FrameState at(double seconds) {
    return state(Math.clamp((long) Math.floor(seconds * ClipInfo.FPS + 1e-9), 0, frames() - 1));
  }

  /** The usable frame with open eyes whose pose is nearest: a degree counts as a millimetre. */
  static int frameNear(Capture capture, RigidTransform pose) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int frame = 0; frame < capture.clip().frames(); frame++) {
      UpperFace upper = capture.upperFace(frame);
      boolean awake = Math.min(upper.lidLeft(), upper.lidRight()) > WIDE_AWAKE;
      if (!capture.usable(frame) || !awake) {
        continue;
      }
      RigidTransform here = capture.head().poses().get(frame);
      double degrees =
          Math.toDegrees(here.rotation().times(pose.rotation().inverse()).log().length());
      Vec3 shift = here.translation().minus(pose.translation());
      double distance = Math.hypot(degrees, 10 * shift.length());
      if (distance < least) {
        least = distance;
        best = frame;
      }
    }
    return best;
  }
}
