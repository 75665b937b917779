package studio.viseme.export;

import org.jspecify.annotations.Nullable;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.MouthDrive;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * A film frame by frame: which picture of the source is behind it, and what the avatar shall do.
 * The clip lends pose and upper face, the new sound moves the mouth.
 */
final class DubScript {
  private static final long BLINK_SEED = 20;
  private static final float WIDE_AWAKE = .8f;

  private final Capture capture;
  private final PoseCorrections poses;
  private final ClipPath path;
  private final @Nullable ClipMoment held;
  private final RigidTransform rest;
  private final @Nullable PoseFile posed;
  private final Lids lids;
  private final double fps;

  /** What the lids do in a frame of the film. */
  @FunctionalInterface
  private interface Lids {
    UpperFace apply(int frame, UpperFace filmed);
  }

  /**
   * @param clock of the source; the film runs at its rate
   * @param frames of the film
   * @throws studio.viseme.job.JobException (input) when no frame of the clip can be shown
   */
  DubScript(Capture capture, SourceClock clock, Avatar avatar, int frames, DubOptions options) {
    this.capture = capture;
    this.poses = avatar.alignment().refined();
    this.fps = clock.fps();
    this.path = ClipPath.of(capture, clock, frames);
    this.held =
        options.pose() instanceof DubOptions.Pose.Source ? null : still(capture, clock, avatar);
    this.rest = avatar.restPose();
    this.posed =
        options.pose() instanceof DubOptions.Pose.FromFile from ? PoseFile.read(from.file()) : null;
    this.lids = lids(options.blink(), capture, frames, fps);
  }

  private static Lids lids(DubOptions.Blink blink, Capture capture, int frames, double fps) {
    return switch (blink) {
      case DubOptions.Blink.Source source -> (frame, filmed) -> filmed;
      case DubOptions.Blink.Auto auto -> new AutomaticBlinks(frames, fps, BLINK_SEED)::apply;
      case DubOptions.Blink.FromFile from -> {
        BlinkFile file = BlinkFile.read(from.file());
        Brows brows = Brows.of(capture);
        yield (frame, filmed) -> file.at(frame / fps, filmed, brows);
      }
    };
  }

  private static ClipMoment still(Capture capture, SourceClock clock, Avatar avatar) {
    int frame = frameNear(capture, avatar.restPose());
    return new ClipMoment(clock.picture(frame), frame, 0);
  }

  /** Frames of the film a second. */
  double fps() {
    return fps;
  }

  /** Frames of the film. */
  int frames() {
    return path.frames();
  }

  /** For how long the clip runs backwards behind the head, seconds. */
  double reversedSeconds() {
    return held != null ? 0 : path.reversed() / fps;
  }

  /** What is behind a frame of the film. */
  ClipMoment behind(int frame) {
    return held != null ? held : path.moment(frame);
  }

  /**
   * What the avatar shall do in a frame of the film.
   *
   * @param heard see {@link DubSpeech}
   */
  FrameState state(int frame, float[] heard) {
    ClipMoment behind = behind(frame);
    UpperFace upper = lids.apply(frame, behind.upperFace(capture));
    RigidTransform pose = posed == null ? behind.pose(capture, poses) : posed.at(frame / fps, rest);
    return new FrameState(pose, upper, heard, MouthDrive.NEW_SPEECH);
  }

  /** How long the film lasts, seconds. */
  double duration() {
    return frames() / fps;
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
