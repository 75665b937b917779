package studio.viseme.avatar.syncgaussian;

import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.Vec3;

/**
 * Where things lie in the vectors and batches of the model. One frame's state is one vector:
 *
 * <pre>
 *   [ 1 | pose (6) | speech (D) | upper face (5) | torso at rest (12) ]
 *     └── drives the torso's motion                └── where it begins
 *         └── drives the pose correction
 *                    └── the condition: drives blend shapes and field
 * </pre>
 *
 * The speech part is an expression code or a speech feature, whatever the {@link Hearing} gives.
 * The attributes of a Gaussian of the head branch are its blend shapes (D + 5 for the condition
 * where the {@link Deformation} has any, and the twelve entries of the affine map by which the neck
 * follows the torso), and behind these, if there are any, the masks that tell whether it hears
 * speech and the upper face, how far it is set back when depths are sorted (cm), the patch of the
 * {@link Surface} that it lies on, 0 for none, and whether it gives way to the {@link TorsoCanvas}.
 *
 * @param dims D
 */
record Layout(int dims, Deformation deformation) {
  static final int UPPER = UpperFace.SIZE;

  /** Of a head whose mesh moves it. */
  Layout(int dims) {
    this(dims, Deformation.ON_MESH);
  }

  int state() {
    return restingTorso() + PoseSpace.AFFINE;
  }

  /** Where the twelve entries begin that keep the torso where it is, whatever the head does. */
  int restingTorso() {
    return 1 + PoseSpace.SIZE + drives();
  }

  int torsoInputs() {
    return 1 + PoseSpace.SIZE;
  }

  int poseInputs() {
    return PoseSpace.SIZE + dims;
  }

  /** Length of the condition. */
  int drives() {
    return dims + UPPER;
  }

  /** Blend shapes of the head branch that the condition drives. */
  int faceShapes() {
    return deformation.faceShapes(this);
  }

  int headShapes() {
    return faceShapes() + PoseSpace.AFFINE;
  }

  int speechMask() {
    return 3 * headShapes();
  }

  int upperMask() {
    return speechMask() + 1;
  }

  int setBack() {
    return upperMask() + 1;
  }

  /** The patch of the {@link Surface} that a Gaussian lies on. */
  int patch() {
    return setBack() + 1;
  }

  /** Whether a Gaussian gives way to the {@link TorsoCanvas}, see {@link Receding}. */
  int recedes() {
    return patch() + 1;
  }

  /** The weight that {@link #followTorso} wrote. */
  int torsoShare() {
    return 3 * (faceShapes() + 9);
  }

  int headAttributes() {
    return 3 * headShapes() + deformation.masks();
  }

  int mouthAttributes() {
    return 3 * deformation.mouthShapes(this);
  }

  /**
   * Writes the blend shapes that move a Gaussian of the head branch by {@code weight · (A p + b)},
   * A and b the torso's map.
   */
  void followTorso(float[] attributes, Vec3 point, double weight) {
    double[] p = {point.x(), point.y(), point.z()};
    int first = 3 * faceShapes();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        attributes[first + 3 * (row * 3 + column) + row] = (float) (weight * p[column]);
      }
      attributes[first + 3 * (9 + row) + row] = (float) weight;
    }
  }
}
