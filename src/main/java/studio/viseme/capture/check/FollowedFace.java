package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.image.Rectangle;

/**
 * Tells a moving camera from a backdrop that moves as a whole, such as a wall of screens: a camera
 * moves the person along with everything else. The face's place is regressed on where the
 * background's movement would take it; the slope is 1 for a camera and 0 for a backdrop, and how
 * sure it is follows from how much the person moves besides.
 */
final class FollowedFace {
  /** Between a backdrop's slope and a camera's. */
  private static final double BETWEEN = 0.5;

  /** How many standard errors away the slope must be. */
  private static final double SURE = 2;

  private static final int FEWEST = 6;

  private final List<double[]> expected = new ArrayList<>();
  private final List<double[]> seen = new ArrayList<>();

  void add(BackgroundMotion.Movement background, Rectangle face) {
    expected.add(new double[] {background.dx(), background.dy()});
    seen.add(new double[] {face.x() + face.width() / 2.0, face.y() + face.height() / 2.0});
  }

  /** Whether the person surely doesn't move with the background. */
  boolean staysBehind() {
    int n = seen.size();
    if (n < FEWEST) {
      return false;
    }
    double[] meanExpected = mean(expected);
    double[] meanSeen = mean(seen);
    double square = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 2; axis++) {
        double x = expected.get(i)[axis] - meanExpected[axis];
        square += x * x;
        product += x * (seen.get(i)[axis] - meanSeen[axis]);
      }
    }
    if (square == 0) {
      return false;
    }
    double slope = product / square;
    double rest = 0;
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 2; axis++) {
        double x = expected.get(i)[axis] - meanExpected[axis];
        double error = seen.get(i)[axis] - meanSeen[axis] - slope * x;
        rest += error * error;
      }
    }
    double deviation = Math.sqrt(rest / (2 * n - 3) / square);
    return slope + SURE * deviation < BETWEEN;
  }

  private static double[] mean(List<double[]> points) {
    double[] mean = new double[2];
    for (double[] point : points) {
      mean[0] += point[0] / points.size();
      mean[1] += point[1] / points.size();
    }
    return mean;
  }
}
