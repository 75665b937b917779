package studio.viseme.export;

import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.RigidTransform;

/**
 * A picture of the source, and where it lies among the frames of the clip.
 *
 * @param picture of the source, see {@link SourceClock}
 * @param frame of the clip that shows it, or the last one before it
 * @param along how far it is on the way to the next frame of the clip, 0 … below 1
 */
record ClipMoment(int picture, int frame, double along) {
  /** A frame of the clip, where the clip is the source. */
  static ClipMoment ofFrame(int frame) {
    return new ClipMoment(frame, frame, 0);
  }

  /** Whether the clip has a frame of this picture. */
  boolean isFrame() {
    return along == 0;
  }

  /** The clip's frame that is nearest. */
  int nearest() {
    return along < .5 ? frame : frame + 1;
  }

  /** The head's pose, with what was found out about the frames' poses later. */
  RigidTransform pose(Capture capture, PoseCorrections corrections) {
    RigidTransform before = corrections.apply(frame, capture.head().poses().get(frame));
    if (isFrame()) {
      return before;
    }
    RigidTransform after = corrections.apply(frame + 1, capture.head().poses().get(frame + 1));
    return before.towards(after, along);
  }

  UpperFace upperFace(Capture capture) {
    UpperFace before = capture.upperFace(frame);
    return isFrame() ? before : before.towards(capture.upperFace(frame + 1), (float) along);
  }

  /** Whether the face was found in the frames that it lies between. */
  boolean hasLandmarks(Capture capture) {
    return capture.landmarks().found(frame) && (isFrame() || capture.landmarks().found(frame + 1));
  }

  /** 478 × (x, y, z) in the pixels of the clip. */
  float[] landmarks(Capture capture) {
    float[] before = capture.landmarks().frame(frame);
    if (isFrame()) {
      return before;
    }
    float[] after = capture.landmarks().frame(frame + 1);
    float[] between = new float[before.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) (before[i] + along * (after[i] - before[i]));
    }
    return between;
  }
}
