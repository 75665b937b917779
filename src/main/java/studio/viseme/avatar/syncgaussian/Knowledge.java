package studio.viseme.avatar.syncgaussian;

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
  StateEncoder states() {
    return new StateEncoder(layout, face, poses);
  }
}
