/**
 * SyncGaussian: heads of 3-D Gaussians that speak (Liu et al., IJCAI 2025; {@code
 * docs/methods/syncgaussian.md}).
 *
 * <p>To read it from the top: {@code SyncGaussianBackend} is the door, {@code TrainingRun} the
 * loop, {@code HeadModel} the picture and {@code HeadTraining} its gradient. {@code FaceModel},
 * {@code PoseSpace}, {@code SpeechFit} and {@code MouthCalibration} are fitted before the loop and
 * together are an avatar's {@code Knowledge}; {@code Seeding} says where Gaussians start and {@code
 * Densification} where they go. {@code ModelFile} keeps it all.
 */
package studio.viseme.avatar.syncgaussian;
