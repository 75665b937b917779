package studio.viseme.sample;

import studio.viseme.math.RigidTransform;
import studio.viseme.sample.voice.MouthShape;

/**
 * All that moves, at one moment.
 *
 * @param pose head space to camera space
 * @param mouth the articulators
 * @param lids how open the lids are, 0 closed … 1 at rest; a little more when surprised
 * @param brow raise of the brows, centimetres
 * @param gazeX where the eyes look, degrees to the picture's right of straight ahead
 * @param gazeY degrees upwards
 * @param breath −1..1, how full the chest is
 */
record FaceState(
    RigidTransform pose,
    MouthShape mouth,
    double lids,
    double brow,
    double gazeX,
    double gazeY,
    double breath) {}
