package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;

/** Brightness of a picture (ITU-R BT.601) and its halved copies, finest first. */
record GrayPyramid(List<FloatPlane> levels) {
  static GrayPyramid of(RgbImage image, int levels) {
    FloatPlane plane = new FloatPlane(image.width(), image.height());
    byte[] rgb = image.data();
    for (int i = 0; i < plane.data().length; i++) {
      plane.data()[i] =
          .299f * (rgb[3 * i] & 0xff)
              + .587f * (rgb[3 * i + 1] & 0xff)
              + .114f * (rgb[3 * i + 2] & 0xff);
    }
    List<FloatPlane> all = new ArrayList<>(List.of(plane));
    while (all.size() < levels) {
      all.add(half(all.getLast()));
    }
    return new GrayPyramid(List.copyOf(all));
  }

  private static FloatPlane half(FloatPlane full) {
    FloatPlane half = new FloatPlane(full.width() / 2, full.height() / 2);
    for (int y = 0; y < half.height(); y++) {
      for (int x = 0; x < half.width(); x++) {
        half.set(
            x,
            y,
            (full.get(2 * x, 2 * y)
                    + full.get(2 * x + 1, 2 * y)
                    + full.get(2 * x, 2 * y + 1)
                    + full.get(2 * x + 1, 2 * y + 1))
                / 4);
      }
    }
    return half;
  }
}
