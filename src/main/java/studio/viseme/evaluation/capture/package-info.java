/**
 * Measures a capture: against the exact truth of synthetic presenters, and on real clips against
 * what the picture itself says.
 *
 * <p>{@link studio.viseme.evaluation.capture.CaptureBench} goes the whole way: {@code
 * PresenterClip} is filmed and encoded, imported and analysed as a project, and {@code TruthMeter}
 * compares what was found with {@code ClipTruth}. One class measures one thing and knows nothing of
 * the others: {@code PoseError}, {@code LandmarkError}, {@code UpperFaceError}, {@code
 * RegionError}, {@code PlateError}, {@code DepthError}, {@code VoiceError}.
 */
@NullMarked
package studio.viseme.evaluation.capture;

import org.jspecify.annotations.NullMarked;
