package studio.viseme.sample;

import studio.viseme.image.RgbImage;

/** A frame of the presenter with its truth. */
public record SampleFrame(RgbImage picture, FrameTruth truth) {}
