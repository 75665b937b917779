/**
 * What a video of one person says about that person's head.
 *
 * <p>The order of work, each step on the results of those before it:
 *
 * <ol>
 *   <li>{@link studio.viseme.face.tracking.FaceTracker}: 478 landmarks a frame;
 *   <li>{@link studio.viseme.face.tracking.HeadFitter}: the head's pose a frame, the person's own
 *       shape, the focal length;
 *   <li>{@link studio.viseme.face.expression.UpperFaceMeter} and {@link
 *       studio.viseme.face.expression.ExpressionFitter}: lids, brows and gaze; a linear basis of
 *       the lower face;
 *   <li>{@link studio.viseme.face.parsing.PortraitParser}: hair, skin, neck and clothes, soft
 *       masks, the background plate;
 *   <li>{@link studio.viseme.face.SkullEllipsoid} and {@link studio.viseme.face.depth.MeshDepth}:
 *       depth.
 * </ol>
 *
 * <p>Three rules hold throughout. Whatever is fitted takes {@code fitFrames} and sees no frame from
 * there on, so that an avatar can be measured on frames that nothing learned from. Head pose and
 * upper face read landmarks above the nose base only, so that they may drive a held-out frame.
 * Results don't depend on how many threads worked.
 */
package studio.viseme.face;
