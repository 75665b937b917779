package studio.viseme.face.tracking;

import java.util.Arrays;
import studio.viseme.face.LandmarkTrack;

/**
 * What a head's pose is measured on: the rigid points of each frame, and how much each point
 * counts. Residuals are robust (Huber, 2 pixels): a point covered by a strand of hair pulls no
 * harder than one that is 2 pixels off.
 */
final class HeadObservations {
  static final double HUBER = 2;

  private final LandmarkTrack track;
  private final int[] points;
  private final double[] weights;

  HeadObservations(LandmarkTrack track, int[] points) {
    this.track = track;
    this.points = points;
    this.weights = new double[points.length];
    Arrays.fill(weights, 1);
  }

  int count() {
    return points.length;
  }

  /** The mesh index of the i-th observed point. */
  int point(int i) {
    return points[i];
  }

  double weight(int i) {
    return weights[i];
  }

  void setWeight(int i, double weight) {
    weights[i] = weight;
  }

  double x(int frame, int i) {
    return track.x(frame, points[i]);
  }

  double y(int frame, int i) {
    return track.y(frame, points[i]);
  }

  /** Huber's cost of a residual of length {@code error}. */
  static double cost(double error) {
    return error < HUBER ? 0.5 * error * error : HUBER * (error - 0.5 * HUBER);
  }

  /** The weight that makes a squared residual pull like Huber's. */
  static double pull(double error) {
    return error < HUBER ? 1 : HUBER / error;
  }
}
