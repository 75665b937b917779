package studio.viseme.sample;

import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.math.RigidTransform;
import studio.viseme.sample.voice.MouthShape;
import studio.viseme.sample.voice.Phone;

/**
 * All that is true of a frame.
 *
 * @param seconds the frame's time
 * @param pose head space to camera space
 * @param landmarks the tracker's 478 points × (x, y, z) as in {@link LandmarkTrack}: pixels, z in
 *     the same scale, smaller is nearer
 * @param labels {@link studio.viseme.face.FaceRegion} codes
 * @param alpha share of each pixel that shows the person, 0..255: the very weight with which her
 *     colour was mixed with the backdrop's
 * @param depth camera space z, centimetres, +∞ off the person
 * @param mouth what the articulators do
 * @param lids how open the lids are, 0 closed … 1 at rest
 * @param brow raise of the brows, centimetres
 * @param gazeX where the eyes look in head space, degrees to the picture's right
 * @param gazeY degrees upwards
 * @param phone the sound that is said
 */
public record FrameTruth(
    double seconds,
    RigidTransform pose,
    float[] landmarks,
    GrayImage labels,
    GrayImage alpha,
    FloatPlane depth,
    MouthShape mouth,
    double lids,
    double brow,
    double gazeX,
    double gazeY,
    Phone phone) {}
