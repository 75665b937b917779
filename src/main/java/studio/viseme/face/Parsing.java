package studio.viseme.face;

import studio.viseme.image.GrayImage;

/**
 * One frame taken apart.
 *
 * @param labels {@link FaceRegion} codes
 * @param person soft mask of the whole person, 255 inside; soft at hair
 * @param head soft mask of the head without the neck, 255 inside; soft at hair
 */
public record Parsing(GrayImage labels, GrayImage person, GrayImage head) {}
