package studio.viseme.media;

import studio.viseme.image.RgbImage;

/**
 * One picture of a video.
 *
 * @param image upright, the caller's own
 * @param seconds when it is shown, in the container's time
 */
public record VideoFrame(RgbImage image, double seconds) {}
