package studio.viseme.capture;

import java.util.List;
import java.util.Set;
import studio.viseme.capture.check.Finding;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;

/**
 * All that analysis knows about a clip, read-only. Parts are capabilities: ask {@link
 * #capabilities()} before the part. A part that isn't there throws {@link JobException} (input)
 * that names the stage to run. Thread-safe.
 */
public interface Capture {
  /** The parts of a capture. */
  enum Capability {
    FRAMES,
    SPEECH,
    LANDMARKS,
    POSE,
    UPPER_FACE,
    EXPRESSION,
    MASKS,
    PLATE,
    DEPTH
  }

  Set<Capability> capabilities();

  ClipInfo clip();

  /** The head crop's frames. */
  FrameSource frames();

  /** Mono speech at 16 kHz, −1..1, sample 0 at the start of frame 0. */
  float[] speech();

  /** Whether there is speech, one flag a frame. */
  boolean[] voiceActivity();

  LandmarkTrack landmarks();

  HeadTrack head();

  UpperFace upperFace(int frame);

  /** The lower face. A held-out frame's codes exist for measuring and must not reach a renderer. */
  ExpressionTrack expression();

  /** True when the frame may be shown in a film: one face, tracked, not excluded by the user. */
  boolean showable(int frame);

  /** True when the frame may be trained on and measured: showable, and not beside a cut. */
  boolean usable(int frame);

  /** The index of the run of frames without a cut that the frame belongs to, from 0. */
  int segment(int frame);

  Parsing parsing(int frame);

  /** The background without the person. */
  RgbImage plate();

  /** What the checks that have run say of the clip, well or not; empty before any has run. */
  default List<Finding> findings() {
    return List.of();
  }

  /** How well each pixel of the plate is known, 0 never seen … 255 seen often. */
  GrayImage plateReliability();

  /** Distance from the camera plane (camera space z), centimetres; +∞ off head and neck. */
  FloatPlane depth(int frame);

  /** The head at rest with hair and neck, closed, with the person's own colours. */
  default HeadMesh headMesh() {
    throw JobException.input(
        "This capture has no mesh of the head", "capture/depth", "run \"viseme analyze\"");
  }
}
