package studio.viseme.face.expression;

import java.util.List;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.math.RigidTransform;

/**
 * How far apart two expressions of one person's lower face are, in units of how much this person
 * moves it.
 *
 * <p>Each expression is the pose-free mesh of one picture ({@link PoseFreeMesh}), masked as {@link
 * ExpressionFitter} masks it and seen in the basis b₁ … b_K that was fitted on the clip's training
 * frames, where |b_k| is the standard deviation σ_k of the motion along it. With δ the difference
 * of the two masked meshes the distance is
 *
 * <pre>
 * Σ_k (b_k · δ / σ_k)² / Σ_k σ_k²
 * </pre>
 *
 * which is 0 for equal expressions; for a face that keeps its mean expression it is 1 on average
 * over frames that move like the training frames. What the basis doesn't hold is noise to it.
 */
public final class LowerFaceDistance {
  private final HeadTrack head;
  private final ExpressionTrack expression;
  private final double[] mask;
  private final double[] variance;

  /**
   * @param expression of the same clip; only its basis is looked at
   */
  public LowerFaceDistance(HeadTrack head, ExpressionTrack expression) {
    this.head = head;
    this.expression = expression;
    this.mask = ExpressionFitter.mask(head.shape());
    this.variance = new double[expression.dims()];
    int size = HeadTrack.SHAPE_POINTS * 3;
    for (int k = 0; k < variance.length; k++) {
      for (int i = 0; i < size; i++) {
        double b = expression.basis()[k * size + i];
        variance[k] += b * b;
      }
    }
  }

  /**
   * The masked pose-free mesh of a picture.
   *
   * @param landmarks 478 × (x, y, z), pixels
   * @param pose that explains them
   * @return 468 × 3, centimetres
   */
  public float[] read(float[] landmarks, RigidTransform pose) {
    LandmarkTrack picture = new LandmarkTrack(1, landmarks, new float[] {1});
    HeadTrack posed =
        new HeadTrack(head.camera(), List.of(pose), head.shape(), head.reprojectionRmse());
    float[] mesh = PoseFreeMesh.unproject(picture, posed, 0);
    for (int i = 0; i < mesh.length; i++) {
      mesh[i] *= (float) mask[i / 3];
    }
    return mesh;
  }

  /**
   * @param a as {@link #read} gives it
   * @return 0 or more; NaN when the basis is empty
   */
  public double between(float[] a, float[] b) {
    double error = 0;
    double motion = 0;
    for (int k = 0; k < variance.length; k++) {
      motion += variance[k];
      if (variance[k] > 1e-12) {
        double along = 0;
        for (int i = 0; i < a.length; i++) {
          along += expression.basis()[k * a.length + i] * ((double) a[i] - b[i]);
        }
        error += along * along / variance[k];
      }
    }
    return motion == 0 ? Double.NaN : error / motion;
  }
}
