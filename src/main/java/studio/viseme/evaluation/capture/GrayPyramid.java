package studio.viseme.evaluation.capture;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.Luma;
import studio.viseme.image.RgbImage;

/** Brightness of a picture (ITU-R BT.601) and its halved copies, finest first. */
record GrayPyramid(List<FloatPlane> levels) {
  static GrayPyramid of(RgbImage image, int levels) {
    List<FloatPlane> all = new ArrayList<>(List.of(Luma.of(image)));
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
