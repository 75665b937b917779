package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * A head without its neck, and the rim of it: hair, ears and jaw, where a pose that is off shows
 * first.
 *
 * <p>The head is what the frame was parsed to be one, without neck, grown by {@link
 * HeadMask#DILATION} pixels. Its rim is what lies within {@value #RIM} pixels of the silhouette, on
 * either side; where the picture ends there is no silhouette. Errors are squared differences of
 * 8-bit RGB.
 *
 * @param head 255 on the grown head
 * @param rim 255 where that is near the silhouette
 * @param box the grown head's bounding box
 */
record HeadRim(GrayImage head, GrayImage rim, Rectangle box) {
  /** Half the width of the rim, pixels. */
  static final int RIM = 4;

  /**
   * @param parsed above 127 on hair, skin, eyes, lips and the mouth's inside, and nowhere else
   * @return null when there are no such pixels
   */
  static @Nullable HeadRim of(GrayImage parsed) {
    GrayImage head = HeadMask.dilate(parsed, HeadMask.DILATION);
    Rectangle box = RealFrame.bounds(head);
    if (box == null) {
      return null;
    }
    GrayImage near = both(HeadMask.dilate(parsed, RIM), HeadMask.dilate(inverted(parsed), RIM));
    return new HeadRim(head, both(head, near), box);
  }

  /**
   * PSNR of the head's box with all that isn't head as it was filmed: what a head has that is laid
   * over the frame's own neck.
   */
  double psnr(RgbImage real, RgbImage shown) {
    return Psnr.decibels(Psnr.squaredError(real, shown, head), 3L * box.width() * box.height());
  }

  /** The head as it is shown, all else as it was filmed. */
  RgbImage over(RgbImage real, RgbImage shown) {
    RgbImage over = real.copy();
    for (int i = 0; i < head.data().length; i++) {
      if (head.data()[i] < 0) {
        System.arraycopy(shown.data(), 3 * i, over.data(), 3 * i, 3);
      }
    }
    return over;
  }

  /**
   * The rim's share of the head's squared error, 0..1.
   *
   * @return NaN when there is no error
   */
  double errorShare(RgbImage real, RgbImage shown) {
    return (double) Psnr.squaredError(real, shown, rim) / Psnr.squaredError(real, shown, head);
  }

  private static GrayImage inverted(GrayImage mask) {
    byte[] out = new byte[mask.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (mask.data()[i] < 0 ? 0 : 255);
    }
    return new GrayImage(mask.width(), mask.height(), out);
  }

  private static GrayImage both(GrayImage a, GrayImage b) {
    byte[] out = new byte[a.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) (a.data()[i] < 0 && b.data()[i] < 0 ? 255 : 0);
    }
    return new GrayImage(a.width(), a.height(), out);
  }
}
