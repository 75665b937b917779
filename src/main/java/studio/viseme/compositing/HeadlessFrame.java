package studio.viseme.compositing;

import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.PushPull;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

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
    GrayImage answers = continued(gray(body), told, width, height);
    RgbImage colours = filled(frame, body);
    RgbImage out = wall.copy();
    for (int i = 0; i < labels.length; i++) {
      if (mask.data()[i] == 0) {
        continue;
      }
      float share = smoothStep(((answers.data()[i] & 0xff) / 255f - WALL) / (BODY - WALL));
      for (int at = 3 * i; at < 3 * i + 3; at++) {
        int behind = out.data()[at] & 0xff;
        int before = colours.data()[at] & 0xff;
        out.data()[at] = (byte) Math.round(behind + share * (before - behind));
      }
    }
    return out;
  }

  private static RgbImage gray(GrayImage plane) {
    RgbImage image = new RgbImage(plane.width(), plane.height());
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = plane.data()[i / 3];
    }
    return image;
  }

  private static GrayImage continued(RgbImage answers, GrayImage told, int width, int height) {
    RgbImage filled = filled(answers, told);
    GrayImage plane = new GrayImage(width, height);
    for (int i = 0; i < plane.data().length; i++) {
      plane.data()[i] = filled.data()[3 * i];
    }
    return plane;
  }

  /** Filled at half the size, which is as fine as a guess needs to be; known pixels are lost. */
  private static RgbImage filled(RgbImage picture, GrayImage known) {
    int width = picture.width();
    int height = picture.height();
    GrayImage certain = Resampling.area(known, width / 2, height / 2);
    for (int i = 0; i < certain.data().length; i++) {
      certain.data()[i] = (byte) (certain.data()[i] == -1 ? 255 : 0);
    }
    RgbImage half = Resampling.area(picture, width / 2, height / 2);
    return Resampling.bilinear(PushPull.fill(half, certain), width, height);
  }

  private static float smoothStep(float t) {
    float x = Math.clamp(t, 0f, 1f);
    return x * x * (3 - 2 * x);
  }
}
