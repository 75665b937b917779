package studio.viseme.face;

import java.util.Arrays;

/**
 * The 478 points of the attention mesh over a clip: 468 mesh points (the lips and lids refined),
 * then 5 of each iris.
 *
 * @param points frames × 478 × (x, y, z), pixels of the clip's frame; z in the same scale, smaller
 *     is nearer the camera
 * @param score the face score of each frame, 0..1; 0 = no face was found and the points are
 *     meaningless; below 0 = none was found, but the gap was short and the points are interpolated
 */
public record LandmarkTrack(int frames, float[] points, float[] score) {
  public static final int POINTS = 478;
  public static final int STRIDE = POINTS * 3;

  public LandmarkTrack {
    if (points.length != frames * STRIDE || score.length != frames) {
      throw new IllegalArgumentException(
          frames + " frames, " + points.length + " values, " + score.length + " scores");
    }
  }

  /** Whether the face was seen in the frame. */
  public boolean found(int frame) {
    return score[frame] > 0;
  }

  /** Whether the points mean something: they were seen, or bridge a short gap. */
  public boolean known(int frame) {
    return score[frame] != 0;
  }

  public float x(int frame, int point) {
    return points[frame * STRIDE + point * 3];
  }

  public float y(int frame, int point) {
    return points[frame * STRIDE + point * 3 + 1];
  }

  public float z(int frame, int point) {
    return points[frame * STRIDE + point * 3 + 2];
  }

  /** A copy of one frame's 478 × 3 values. */
  public float[] frame(int frame) {
    return Arrays.copyOfRange(points, frame * STRIDE, (frame + 1) * STRIDE);
  }
}
