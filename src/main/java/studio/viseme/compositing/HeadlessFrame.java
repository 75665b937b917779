package studio.viseme.compositing;

import studio.viseme.face.Parsing;
import studio.viseme.face.parsing.Body;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * A frame as it would be without its head: where a head that turns away leaves the place it was
 * filmed in, neck and clothes go on, and the wall behind them.
 *
 * <p>Neither was filmed there; {@link Body} guesses them.
 */
public final class HeadlessFrame {
  private HeadlessFrame() {}

  /**
   * What is behind the head.
   *
   * @param frame as filmed
   * @param mask where the head was, see {@link studio.viseme.face.parsing.HeadMask}
   * @param wall what shows where nobody is, of the frame's size
   * @return a picture that differs from {@code wall} inside the mask alone
   */
  public static RgbImage of(RgbImage frame, Parsing parsing, GrayImage mask, RgbImage wall) {
    Body body = Body.of(frame, parsing, mask);
    RgbImage out = wall.copy();
    for (int i = 0; i < mask.data().length; i++) {
      int share = body.opacity().data()[i] & 0xff;
      if (mask.data()[i] == 0 || share == 0) {
        continue;
      }
      for (int at = 3 * i; at < 3 * i + 3; at++) {
        int behind = out.data()[at] & 0xff;
        int before = body.colours().data()[at] & 0xff;
        out.data()[at] = (byte) Math.round(behind + share * (before - behind) / 255f);
      }
    }
    return out;
  }
}
