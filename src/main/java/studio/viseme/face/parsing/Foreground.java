package studio.viseme.face.parsing;

import studio.viseme.image.GrayImage;
import studio.viseme.image.Luma;
import studio.viseme.image.PushPull;
import studio.viseme.image.RgbImage;
import studio.viseme.math.SmoothStep;

/**
 * A person's own colours up to their outline and beyond: what matting calls the foreground F of C =
 * αF + (1 − α)B (Porter and Duff 1984).
 *
 * <p>Dividing the filmed colour by α would be exact, were α exact: a matte that is too thin by a
 * tenth leaves a rim of the wall's complementary colour, one that is too opaque a rim of the wall.
 * And where a film stores colour at half size, pixels that are wholly the person's have some of the
 * wall's hue. So near the outline hue is continued from inside the person; brightness is the filmed
 * one where the person is opaque, and continued, too, where not.
 *
 * @param colours straight, as filmed where {@code rim} is 0
 * @param rim 255 where they are continued, else 0: near the outline and outside of it
 */
public record Foreground(RgbImage colours, GrayImage rim) {
  /** How far inside of the outline hue may be the wall's, pixels. */
  private static final int BLEED = 2;

  /** Brightness is believed from here to wholly opaque, 0..1. */
  private static final float BELIEVED = 0.8f;

  /**
   * Finds them.
   *
   * @param frame as filmed, at any size
   * @param person its alpha, 255 where nothing shines through
   * @param scale the frame's size over the film's, at most 1
   */
  public static Foreground of(RgbImage frame, GrayImage person, double scale) {
    byte[] alpha = person.data();
    GrayImage soft = new GrayImage(person.width(), person.height());
    for (int i = 0; i < alpha.length; i++) {
      soft.data()[i] = (byte) (alpha[i] == -1 ? 0 : 255);
    }
    GrayImage rim = HeadMask.dilate(soft, Math.max(1, (int) Math.ceil(BLEED * scale)));
    GrayImage inside = new GrayImage(person.width(), person.height());
    for (int i = 0; i < alpha.length; i++) {
      inside.data()[i] = (byte) ~rim.data()[i];
    }
    RgbImage colours = PushPull.fill(frame, inside);
    float[] continued = Luma.of(colours).data();
    float[] filmed = Luma.of(frame).data();
    for (int i = 0; i < alpha.length; i++) {
      if (rim.data()[i] != 0) {
        float opacity = (alpha[i] & 0xff) / 255f;
        float believed = SmoothStep.of((opacity - BELIEVED) / (1 - BELIEVED));
        float brighter = believed * (filmed[i] - continued[i]);
        for (int c = 3 * i; c < 3 * i + 3; c++) {
          float value = (colours.data()[c] & 0xff) + brighter;
          colours.data()[c] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
      }
    }
    return new Foreground(colours, rim);
  }
}
