package studio.viseme.avatar.syncgaussian;

import studio.viseme.math.PinholeCamera;

/**
 * What an avatar knows besides its nets and Gaussians; all of it fitted before the training loop
 * begins.
 *
 * @param camera of the clip
 * @param taps how speech is read
 * @param calibration how the predicted mouth is brought to life
 */
record Knowledge(
    PinholeCamera camera,
    FaceModel face,
    PoseSpace poses,
    SpeechTaps taps,
    MouthCalibration calibration) {
  Layout layout() {
    return new Layout(face.dims());
  }

  StateEncoder states() {
    return new StateEncoder(face, poses);
  }
}
