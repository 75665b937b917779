package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.LowerFaceDistance;
import studio.viseme.math.RigidTransform;

/**
 * Expression error, the lower and the upper face apart. Papers call it AUE: the squared difference
 * of the action units' intensities that OpenFace reads off real and rendered frames, averaged over
 * frames and summed. OpenFace's models can't be bundled; here the expressions are those of our own
 * tracker, so the figures can't be compared with the papers'. Both read: 0 = the same expression, 1
 * = as far off as a face that keeps this person's mean expression.
 *
 * <p>The lower face is the mean over frames of {@link LowerFaceDistance}, the upper one {@link
 * UpperFaceDistance}.
 */
final class ExpressionError {
  private final LowerFaceDistance distance;
  private final @Nullable UpperFaceDistance upper;
  private final List<Double> lower = new ArrayList<>();

  /**
   * @param withUpperFace false when the lower face is enough
   */
  ExpressionError(Capture capture, boolean withUpperFace) {
    this.distance = new LowerFaceDistance(capture.head(), capture.expression());
    this.upper = withUpperFace ? new UpperFaceDistance(capture) : null;
  }

  /** Takes the next frame, as the tracker reads the real and the rendered picture. */
  void add(float[] realLandmarks, RigidTransform realPose, float[] landmarks, RigidTransform pose) {
    lower.add(
        distance.between(distance.read(realLandmarks, realPose), distance.read(landmarks, pose)));
    if (upper != null) {
      upper.add(realLandmarks, realPose, landmarks, pose);
    }
  }

  /** NaN when no frame was taken. */
  double lower() {
    return Series.mean(lower.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** NaN when no frame was taken, or the upper face was left out. */
  double upper() {
    return upper == null ? Double.NaN : upper.measure();
  }
}
