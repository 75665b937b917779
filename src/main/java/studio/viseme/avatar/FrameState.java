package studio.viseme.avatar;

import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.RigidTransform;

/**
 * What the avatar shall show at one moment: all that a renderer may know.
 *
 * @param pose head space to camera space
 * @param upperFace lids, brows, gaze
 * @param speech the speech features around the moment, as {@link SpeechWindow} cuts them: the
 *     avatar's encoder window, row by row
 * @param mouth what moves the lower face; {@code speech} is ignored by those that hold it still
 */
public record FrameState(
    RigidTransform pose, UpperFace upperFace, float[] speech, MouthDrive mouth) {
  /** A moment whose mouth speaks. */
  public FrameState(RigidTransform pose, UpperFace upperFace, float[] speech) {
    this(pose, upperFace, speech, MouthDrive.SPEECH);
  }

  public FrameState withMouth(MouthDrive drive) {
    return new FrameState(pose, upperFace, speech, drive);
  }
}
