package studio.viseme.avatar;

import studio.viseme.face.UpperFace;
import studio.viseme.math.RigidTransform;

/**
 * What the avatar shall show at one moment: all that a renderer may know.
 *
 * @param pose head space to camera space
 * @param upperFace lids, brows, gaze
 * @param speech the speech features around the moment, as {@link Performance} cut them: the avatar's encoder window, row by row
 */
public record FrameState(RigidTransform pose, UpperFace upperFace, float[] speech) {}
