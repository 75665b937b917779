package studio.viseme.avatar.syncgaussian;

import studio.viseme.face.UpperFace;

/**
 * Where things lie in the vectors and batches of the model. One frame's state is one vector:
 *
 * <pre>
 *   [ 1 | pose (6) | expression code (D) | upper face (5) | torso at rest (12) ]
 *     └── drives the torso's motion                        └── where it begins
 *         └── drives the pose correction
 *                    └── drives blend shapes and field
 * </pre>
 *
 * The head branch has D + 5 + 12 blend shapes: expression, upper face, and the twelve entries of
 * the affine map by which the neck follows the torso; behind these, two masks tell which items hear
 * speech and which the upper face. The mouth branch has D shapes.
 *
 * @param dims D
 */
record Layout(int dims) {
  static final int UPPER = UpperFace.SIZE;

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

  /** What the blend shapes and the field are driven by. */
  int drives() {
    return dims + UPPER;
  }

  int headShapes() {
    return drives() + PoseSpace.AFFINE;
  }

  int speechMask() {
    return 3 * headShapes();
  }

  int upperMask() {
    return speechMask() + 1;
  }

  int headAttributes() {
    return upperMask() + 1;
  }

  int mouthAttributes() {
    return 3 * dims;
  }
}
