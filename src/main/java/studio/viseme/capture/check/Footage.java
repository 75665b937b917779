package studio.viseme.capture.check;

import studio.viseme.image.FrameSource;

/**
 * A clip as it was imported, for the checks that need no tracking.
 *
 * @param frames of the clip
 * @param fps frames a second of the clip
 * @param segments for each frame, the number of cuts before it or at it
 * @param speech mono, 16 kHz, −1..1
 * @param sourceWidth of the source's upright pictures, pixels
 * @param sourceHeight the same
 * @param sourceFps the source's own frame rate
 * @param sourceScale pixels of the source a pixel of the clip
 */
public record Footage(
    FrameSource frames,
    double fps,
    int[] segments,
    float[] speech,
    int sourceWidth,
    int sourceHeight,
    double sourceFps,
    double sourceScale) {}
