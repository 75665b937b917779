package studio.viseme.face.parsing;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;

/**
 * One frame, small, with all that parsing starts from.
 *
 * @param picture at working size
 * @param person the segmenter's probabilities, same size
 * @param bins each pixel's colour bin
 * @param layout where the head lies
 */
record PortraitView(RgbImage picture, FloatPlane person, short[] bins, HeadLayout layout) {
  int width() {
    return picture.width();
  }

  int height() {
    return picture.height();
  }
}
