package studio.viseme.avatar.syncgaussian;

import studio.viseme.face.FaceMesh;
import studio.viseme.math.PinholeCamera;

/**
 * What an avatar knows besides its nets and Gaussians; all of it fitted before the training loop
 * begins.
 *
 * @param camera of the clip
 * @param taps how speech is read
 */
record Knowledge(
    PinholeCamera camera, FaceModel face, PoseSpace poses, SpeechTaps taps, Layout layout) {
  /** What Gaussians that the mesh moves lie on. */
  Surface surface() {
    return layout.deformation().masks() > 0
        ? new Surface(face, FaceMesh.triangles())
        : Surface.NONE;
  }

  StateEncoder states() {
    return new StateEncoder(layout, face, poses);
  }
}
