package studio.viseme.compositing;

import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.PushPull;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.math.SmoothStep;

/**
 * A frame as it would be without its head: where a head that turns away leaves the place it was
 * filmed in, neck and clothes go on, and the wall behind them.
 *
 * <p>Neither was filmed there. Colours of neck and torso are continued smoothly under the head, and
 * so is the question whether there is body or wall; where that is answered half and half runs the
 * outline.
 */
public final class HeadlessFrame {
  /** The answer passes from wall to body between these, 0..1. */
  private static final float WALL = 0.42f;

  private static final float BODY = 0.58f;

  private HeadlessFrame() {}

  /**
   * What is behind the head.
   *
   * @param frame as filmed
   * @param mask where the head was, see {@link studio.viseme.face.HeadMask}
   * @param wall what shows where nobody is, of the frame's size
   * @return a picture that differs from {@code wall} inside the mask alone
   */
  public static RgbImage of(RgbImage frame, Parsing parsing, GrayImage mask, RgbImage wall) {
    int width = frame.width();
    int height = frame.height();
    byte[] labels = parsing.labels().data();
    GrayImage body = new GrayImage(width, height);
    GrayImage told = new GrayImage(width, height);
    for (int i = 0; i < labels.length; i++) {
      FaceRegion region = FaceRegion.of(labels[i]);
      boolean isBody = region == FaceRegion.TORSO || region == FaceRegion.NECK;
      body.data()[i] = (byte) (isBody ? 255 : 0);
      told.data()[i] = (byte) (isBody || mask.data()[i] == 0 ? 255 : 0);
    }
    GrayImage answers = filled(body, told);
    RgbImage colours = filled(frame, body);
    RgbImage out = wall.copy();
    for (int i = 0; i < labels.length; i++) {
      if (mask.data()[i] == 0) {
        continue;
      }
      float share = SmoothStep.of(((answers.data()[i] & 0xff) / 255f - WALL) / (BODY - WALL));
      for (int at = 3 * i; at < 3 * i + 3; at++) {
        int behind = out.data()[at] & 0xff;
        int before = colours.data()[at] & 0xff;
        out.data()[at] = (byte) Math.round(behind + share * (before - behind));
      }
    }
    return out;
  }

  // A guess needs to be no finer than half the size, at which it is filled; known pixels are lost.

  private static RgbImage filled(RgbImage picture, GrayImage known) {
    int width = picture.width();
    int height = picture.height();
    RgbImage half = Resampling.area(picture, width / 2, height / 2);
    return Resampling.bilinear(PushPull.fill(half, half(known)), width, height);
  }

  private static GrayImage filled(GrayImage plane, GrayImage known) {
    int width = plane.width();
    int height = plane.height();
    GrayImage half = Resampling.area(plane, width / 2, height / 2);
    return Resampling.bilinear(PushPull.fill(half, half(known)), width, height);
  }

  /** Where all four pixels are known. */
  private static GrayImage half(GrayImage known) {
    GrayImage half = Resampling.area(known, known.width() / 2, known.height() / 2);
    for (int i = 0; i < half.data().length; i++) {
      half.data()[i] = (byte) (half.data()[i] == -1 ? 255 : 0);
    }
    return half;
  }
}
