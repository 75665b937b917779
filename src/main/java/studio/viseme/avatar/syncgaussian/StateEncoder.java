package studio.viseme.avatar.syncgaussian;

import studio.viseme.face.expression.UpperFace;
import studio.viseme.math.RigidTransform;

/** Turns what a frame shall show into the model's state vector, see {@link Layout}. */
record StateEncoder(Layout layout, FaceModel face, PoseSpace poses) {
  /**
   * @param speech the speech part of the condition
   */
  float[] of(RigidTransform pose, float[] speech, UpperFace upper) {
    float[] state = new float[layout.state()];
    state[0] = 1;
    System.arraycopy(poses.coordinates(pose), 0, state, 1, PoseSpace.SIZE);
    System.arraycopy(speech, 0, state, 1 + PoseSpace.SIZE, layout.dims());
    System.arraycopy(
        face.standardize(upper), 0, state, 1 + PoseSpace.SIZE + layout.dims(), UpperFace.SIZE);
    rest(pose, state);
    return state;
  }

  private void rest(RigidTransform pose, float[] state) {
    double[] torso = poses.torsoInHead(pose);
    for (int k = 0; k < torso.length; k++) {
      state[layout.restingTorso() + k] = (float) torso[k];
    }
  }

  /** The same state at another pose. */
  float[] at(RigidTransform pose, float[] state) {
    float[] moved = state.clone();
    System.arraycopy(poses.coordinates(pose), 0, moved, 1, PoseSpace.SIZE);
    rest(pose, moved);
    return moved;
  }
}
