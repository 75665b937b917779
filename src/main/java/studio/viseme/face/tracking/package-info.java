/**
 * Where the face is, frame by frame: boxes, 478 landmarks, optical flow and pieces of skin that are
 * found again; and from these together the head's pose, the person's own shape and the focal
 * length.
 *
 * <p>{@link studio.viseme.face.tracking.FaceTracker} looks at pictures, {@link
 * studio.viseme.face.tracking.HeadFitter} at what it found. Nothing here knows regions or depth.
 */
package studio.viseme.face.tracking;
