package studio.viseme.face.expression;

import java.util.Arrays;
import studio.viseme.face.HeadTrack;

/**
 * How the lower face moves: a linear basis of the pose-free mesh, and each frame's coordinates in
 * it. The basis is fitted on the training frames and acts on the lower face only (hard zero
 * elsewhere), so that pose error doesn't ride on it.
 *
 * @param dims how many components
 * @param basis dims × 468 × 3, centimetres in head space for a code of 1; a code has standard
 *     deviation 1 over the training frames
 * @param codes frames × dims, relative to the mean of the training frames
 */
public record ExpressionTrack(int dims, float[] basis, float[] codes) {
  public ExpressionTrack {
    if (basis.length != dims * HeadTrack.SHAPE_POINTS * 3 || codes.length % dims != 0) {
      throw new IllegalArgumentException(
          dims + " components, " + basis.length + " basis values, " + codes.length + " codes");
    }
  }

  /** One frame's code, {@code dims} long. */
  public float[] code(int frame) {
    return Arrays.copyOfRange(codes, frame * dims, (frame + 1) * dims);
  }
}
