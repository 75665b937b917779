package studio.viseme.face.parsing;

import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * The picture without the person.
 *
 * @param image of the clip's size; what was never seen is filled in smoothly
 * @param reliability how well each pixel is known: 0 never seen, 255 seen often and always alike; a
 *     backdrop that moves lowers it
 */
public record BackgroundPlate(RgbImage image, GrayImage reliability) {}
