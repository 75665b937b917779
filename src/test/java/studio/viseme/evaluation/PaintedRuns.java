package studio.viseme.evaluation;

import studio.viseme.avatar.Avatar;
import studio.viseme.capture.Capture;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.PaintedPerson;

/** Evaluations of a painted person, for tests of the protocol and of what is told of it. */
public final class PaintedRuns {
  /** Of the painted clip. */
  public static final int FRAMES = 400;

  /** Sees where the person was painted. */
  static final RawTracking TRACKING =
      new RawTracking() {
        @Override
        public float[] landmarks(RgbImage picture) {
          return PaintedPerson.track(picture);
        }

        @Override
        public RigidTransform pose(float[] landmarks) {
          return PaintedPerson.pose(landmarks[0], landmarks[1]);
        }
      };

  /** Of an avatar that listens. */
  public static final Evaluation REPORT =
      evaluate(new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar());

  private PaintedRuns() {}

  static Subject subject(Capture capture, Avatar avatar) {
    Subject.Facts facts =
        new Subject.Facts(
            "painted-1",
            "painted",
            null,
            "cpu",
            12.5,
            20.25,
            3000,
            "draft",
            "studio",
            "loudness",
            7,
            false,
            1234);
    return new Subject(
        "Painted <person>",
        "painted",
        capture,
        avatar,
        new PaintedPerson.Loudness(),
        TRACKING,
        Instruments.NONE,
        facts);
  }

  /** What the protocol says of an avatar. */
  public static Evaluation evaluate(Capture capture, Avatar avatar) {
    return new Evaluator(subject(capture, avatar), JobContext.silent()).evaluate();
  }
}
