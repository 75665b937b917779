package studio.viseme.face.expression;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;

/**
 * What the mouth does in a frame, in head space, so that neither a nod nor a step back changes it.
 * A held-out frame's state exists for measuring and must not reach a renderer. The tracker sees no
 * depth, so how far the lips come forward isn't among it.
 *
 * @param jaw how far the chin is below its place at this person's mean expression, centimetres
 * @param gap between the lips' inner borders around the middle, centimetres; 0 when they touch
 * @param width between the corners, centimetres
 */
public record MouthState(float jaw, float gap, float width) {
  /** Pairs of points (upper lip, lower lip) of the inner border around the middle. */
  private static final int[][] INNER = {{82, 87}, {13, 14}, {312, 317}};

  private static final int CORNER_LEFT = 61;
  private static final int CORNER_RIGHT = 291;

  /** Measures one frame that shows a face. */
  public static MouthState of(LandmarkTrack track, HeadTrack head, int frame) {
    float[] mesh = PoseFreeMesh.unproject(track, head, frame);
    float gap = 0;
    for (int[] pair : INNER) {
      gap += Math.max(0, mesh[3 * pair[0] + 1] - mesh[3 * pair[1] + 1]) / INNER.length;
    }
    int chin = 3 * FaceMesh.CHIN + 1;
    float dx = mesh[3 * CORNER_RIGHT] - mesh[3 * CORNER_LEFT];
    float dy = mesh[3 * CORNER_RIGHT + 1] - mesh[3 * CORNER_LEFT + 1];
    return new MouthState(head.shape()[chin] - mesh[chin], gap, (float) Math.hypot(dx, dy));
  }
}
