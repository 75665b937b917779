package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import studio.viseme.capture.Capture;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.expression.UpperFaceMeter;
import studio.viseme.math.RigidTransform;

/**
 * How much the rendered lids and brows differ from the real ones. Both are read off the pictures by
 * the same tracker and put on the scale of this person, which the training frames define ({@link
 * UpperFaceMeter}). With v the opening of the left lid, of the right lid, and the raise of the
 * brows:
 *
 * <pre>
 * ⅓ Σ_v mean_t (v̂_t − v_t)² / σ_v²
 * </pre>
 *
 * where σ_v is the standard deviation over the training frames, at least {@link #LEAST_LID} or
 * {@link #LEAST_BROW}, so that a face that keeps still doesn't turn the tracker's noise into an
 * error. 0 = equal; 1 = as far off as a face that keeps its mean expression.
 */
final class UpperFaceDistance {
  private static final double LEAST_LID = .05;
  private static final double LEAST_BROW = .03;
  private static final int MOST_TRAINING_FRAMES = 2000;

  private final Capture capture;
  private final List<float[]> real = new ArrayList<>();
  private final List<float[]> shown = new ArrayList<>();
  private final List<RigidTransform> realPoses = new ArrayList<>();
  private final List<RigidTransform> shownPoses = new ArrayList<>();

  UpperFaceDistance(Capture capture) {
    this.capture = capture;
  }

  void add(float[] realLandmarks, RigidTransform realPose, float[] landmarks, RigidTransform pose) {
    real.add(realLandmarks);
    realPoses.add(realPose);
    shown.add(landmarks);
    shownPoses.add(pose);
  }

  /** NaN when there is nothing to compare. */
  double measure() {
    List<float[]> faces = new ArrayList<>();
    List<RigidTransform> poses = new ArrayList<>();
    int training = addTrainingFrames(faces, poses);
    faces.addAll(real);
    poses.addAll(realPoses);
    faces.addAll(shown);
    poses.addAll(shownPoses);
    List<UpperFace> read = read(faces, poses, training);
    List<UpperFace> known = read.subList(0, training);
    List<UpperFace> truth = read.subList(training, training + real.size());
    List<UpperFace> rendered = read.subList(training + real.size(), read.size());
    return (error(known, truth, rendered, UpperFace::lidLeft, LEAST_LID)
            + error(known, truth, rendered, UpperFace::lidRight, LEAST_LID)
            + error(known, truth, rendered, UpperFace::brow, LEAST_BROW))
        / 3;
  }

  private int addTrainingFrames(List<float[]> faces, List<RigidTransform> poses) {
    LandmarkTrack track = capture.landmarks();
    int frames = capture.clip().firstHeldOutFrame();
    int step = Math.max(1, Math.ceilDiv(frames, MOST_TRAINING_FRAMES));
    for (int i = 0; i < frames; i += step) {
      if (track.found(i)) {
        faces.add(track.frame(i));
        poses.add(capture.head().poses().get(i));
      }
    }
    return faces.size();
  }

  private List<UpperFace> read(List<float[]> faces, List<RigidTransform> poses, int fitFrames) {
    float[] points = new float[faces.size() * LandmarkTrack.STRIDE];
    for (int i = 0; i < faces.size(); i++) {
      System.arraycopy(faces.get(i), 0, points, i * LandmarkTrack.STRIDE, LandmarkTrack.STRIDE);
    }
    float[] score = new float[faces.size()];
    Arrays.fill(score, 1);
    HeadTrack head = capture.head();
    return UpperFaceMeter.measure(
        new LandmarkTrack(faces.size(), points, score),
        new HeadTrack(head.camera(), poses, head.shape(), head.reprojectionRmse()),
        fitFrames);
  }

  private static double error(
      List<UpperFace> known,
      List<UpperFace> truth,
      List<UpperFace> rendered,
      ToDoubleFunction<UpperFace> value,
      double least) {
    double deviation =
        Math.max(least, Series.deviation(known.stream().mapToDouble(value).toArray()));
    double[] squares = new double[truth.size()];
    for (int i = 0; i < squares.length; i++) {
      double d = value.applyAsDouble(rendered.get(i)) - value.applyAsDouble(truth.get(i));
      squares[i] = d * d / (deviation * deviation);
    }
    return Series.mean(squares);
  }
}
