package studio.viseme.compositing;

import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/**
 * Lays a rendered head over what is behind it. Export, evaluation and the viewport all come through
 * here, so that what is measured is what is shown.
 *
 * <p>All pictures of one call have one size. A layer's colour is premultiplied, so a pixel becomes
 * {@code colour + (1 − opacity) · behind}, clamped and rounded to 8 bits.
 */
public final class Compositor {
  /** Rows that are laid over at a time. */
  private static final int ROWS = 32;

  private Compositor() {}

  /**
   * Lays the head over a real frame's own torso and background. Inside {@code mask} (see {@link
   * studio.viseme.face.parsing.HeadMask}) nothing of the frame is used: what the head leaves
   * uncovered there shows the plate.
   */
  public static RgbImage overFrame(Layer head, RgbImage frame, GrayImage mask, RgbImage plate) {
    return overFrame(head, frame, mask, plate, Workers.sameThread());
  }

  /** The same, a few rows at a time on the workers: for those who wait for one picture. */
  public static RgbImage overFrame(
      Layer head, RgbImage frame, GrayImage mask, RgbImage plate, Workers workers) {
    requireSize(head, frame.width(), frame.height(), "frame");
    requireSize(head, mask.width(), mask.height(), "mask");
    requireSize(head, plate.width(), plate.height(), "plate");
    RgbImage out = frame.copy();
    int pixels = head.width() * head.height();
    int piece = ROWS * head.width();
    workers.forEach(
        head.height() / ROWS + 1,
        i -> layOver(head, mask, plate, out, i * piece, Math.min(pixels, (i + 1) * piece)));
    return out;
  }

  private static void layOver(
      Layer head, GrayImage mask, RgbImage plate, RgbImage out, int from, int to) {
    float[] rgba = head.rgba();
    byte[] inside = mask.data();
    byte[] pixels = out.data();
    byte[] empty = plate.data();
    for (int i = from; i < to; i++) {
      if (inside[i] < 0) {
        blend(rgba, i, empty, pixels);
      } else if (rgba[i * 4 + 3] != 0) {
        blend(rgba, i, pixels, pixels);
      }
    }
  }

  /** Lays the head over a picture: the plate, or any other background. */
  public static RgbImage over(Layer head, RgbImage behind) {
    requireSize(head, behind.width(), behind.height(), "background");
    RgbImage out = new RgbImage(head.width(), head.height());
    for (int i = 0; i < head.width() * head.height(); i++) {
      blend(head.rgba(), i, behind.data(), out.data());
    }
    return out;
  }

  /** Lays the head over one colour, {@code 0xRRGGBB}. */
  public static RgbImage over(Layer head, int rgb) {
    RgbImage behind = new RgbImage(head.width(), head.height());
    byte[] data = behind.data();
    for (int i = 0; i < data.length; i += 3) {
      data[i] = (byte) (rgb >> 16);
      data[i + 1] = (byte) (rgb >> 8);
      data[i + 2] = (byte) rgb;
    }
    return over(head, behind);
  }

  private static void blend(float[] rgba, int pixel, byte[] behind, byte[] out) {
    if (rgba[pixel * 4 + 3] == 0) {
      // as premultiplied colour is 0 as well, this is what the sum would round to
      for (int at = 3 * pixel; at < 3 * pixel + 3; at++) {
        out[at] = behind[at];
      }
      return;
    }
    float through = (1 - rgba[pixel * 4 + 3]) * (1 / 255f);
    for (int c = 0; c < 3; c++) {
      int at = pixel * 3 + c;
      out[at] = toByte(rgba[pixel * 4 + c] + through * (behind[at] & 0xff));
    }
  }

  private static byte toByte(float value) {
    // limited as an integer, which costs less than limiting floats
    return (byte) Math.clamp((int) (value * 255 + 0.5f), 0, 255);
  }

  private static void requireSize(Layer head, int width, int height, String what) {
    if (head.width() != width || head.height() != height) {
      throw new IllegalArgumentException(
          what
              + " of "
              + width
              + "x"
              + height
              + " for a layer of "
              + head.width()
              + "x"
              + head.height());
    }
  }
}
