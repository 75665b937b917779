package studio.viseme.viewport.software;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import studio.viseme.viewport.Surface;

/** The pixels of a frame while it is drawn: premultiplied 0xAARRGGBB, top row first. */
record Canvas(Surface surface, int[] argb) {
  Canvas(Surface surface) {
    this(surface, new int[surface.width() * surface.height()]);
  }

  int width() {
    return surface.width();
  }

  int height() {
    return surface.height();
  }

  void clear() {
    Arrays.fill(argb, 0);
  }

  /** Lays a colour over a pixel. */
  void blend(int pixel, int color, double alpha) {
    if (alpha > 0) {
      argb[pixel] = Argb.over(argb[pixel], color, alpha);
    }
  }

  void copyTo(ByteBuffer target) {
    target.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(0).asIntBuffer().put(argb);
  }
}
