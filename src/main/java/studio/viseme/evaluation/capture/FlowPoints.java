package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.face.FaceMesh;
import studio.viseme.math.Vec3;

/**
 * Points on the forehead and the bridge of the nose, where skin moves with the skull, on which
 * optical flow is measured. Each lies inside a triangle of the face mesh whose number is odd, so
 * that whoever fits a pose to flow can take the even ones and be checked by points it never used.
 */
final class FlowPoints {
  /** Where a point lies in its triangle. */
  private static final double[][] WITHIN = {
    {1 / 3.0, 1 / 3.0, 1 / 3.0},
    {0.60, 0.20, 0.20},
    {0.20, 0.60, 0.20},
    {0.20, 0.20, 0.60}
  };

  /** Above this height of the canonical face, centimetres, is forehead. */
  private static final double FOREHEAD = 4.6;

  /** The bridge reaches down to this height and to this side. */
  private static final double BRIDGE_BOTTOM = -1.0;

  private static final double BRIDGE_HALF = 1.5;

  private static final int[][] TRIANGLES = triangles();

  private FlowPoints() {}

  private static int[][] triangles() {
    int[] all = FaceMesh.triangles();
    float[] shape = FaceMesh.canonicalShape();
    boolean[] rigid = new boolean[FaceMesh.POINTS];
    for (int i : FaceMesh.rigid()) {
      rigid[i] = true;
    }
    for (int i : FaceMesh.faceOval()) {
      rigid[i] = false; // the outline slides over the head
    }
    List<int[]> chosen = new ArrayList<>();
    for (int t = 1; t < all.length / 3; t += 2) {
      int[] corners = {all[3 * t], all[3 * t + 1], all[3 * t + 2]};
      if (rigid[corners[0]] && rigid[corners[1]] && rigid[corners[2]]) {
        double x = mean(shape, corners, 0);
        double y = mean(shape, corners, 1);
        boolean bridge = y > BRIDGE_BOTTOM && Math.abs(x) < BRIDGE_HALF;
        if (y > FOREHEAD || bridge) {
          chosen.add(corners);
        }
      }
    }
    return chosen.toArray(int[][]::new);
  }

  private static double mean(float[] shape, int[] corners, int axis) {
    return (shape[3 * corners[0] + axis]
            + shape[3 * corners[1] + axis]
            + shape[3 * corners[2] + axis])
        / 3;
  }

  /** The points on a face of a shape, head space. */
  static List<Vec3> on(float[] shape) {
    List<Vec3> points = new ArrayList<>();
    for (int[] corners : TRIANGLES) {
      for (double[] weights : WITHIN) {
        double[] p = new double[3];
        for (int k = 0; k < 3; k++) {
          for (int axis = 0; axis < 3; axis++) {
            p[axis] += weights[k] * shape[3 * corners[k] + axis];
          }
        }
        points.add(new Vec3(p[0], p[1], p[2]));
      }
    }
    return points;
  }
}
