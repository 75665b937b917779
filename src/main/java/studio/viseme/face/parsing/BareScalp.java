package studio.viseme.face.parsing;

import java.util.List;
import studio.viseme.image.FloatPlane;

/**
 * Whether a person shows a bare scalp above the forehead. Its colours are those of bare skin, in
 * whatever light, and it is smooth: smoother than the lower face with its lips and nostrils, where
 * hair, fair as it may be, is rough with strands.
 */
final class BareScalp {
  private static final float SURELY_PERSON = 0.95f;

  /** So much of what lies above the forehead must have skin's tone. */
  private static final double LEAST_BARE = 0.9;

  /** A scalp begins so far above the face's outline, in heights of the face. */
  private static final double MARGIN = 0.03;

  private static final double LOWER_FACE = 0.12;

  private BareScalp() {}

  /** How rough a region is: mean second difference along rows, over its mean brightness. */
  private static final class Roughness {
    private double brightness;
    private double bends;
    private long pixels;

    void add(byte[] rgb, int i) {
      int here = green(rgb, i);
      brightness += here;
      bends += Math.abs(green(rgb, i - 1) - 2 * here + green(rgb, i + 1));
      pixels++;
    }

    private static int green(byte[] rgb, int i) {
      return rgb[3 * i + 1] & 255;
    }

    double value() {
      return brightness == 0 ? 0 : bends / brightness;
    }
  }

  static boolean isShown(List<PortraitView> views, SkinTone tone) {
    Roughness face = new Roughness();
    Roughness scalp = new Roughness();
    long bare = 0;
    for (PortraitView view : views) {
      HeadLayout head = view.layout();
      byte[] rgb = view.picture().data();
      for (int y = 0; y < view.height(); y++) {
        for (int x = 1; x < view.width() - 1; x++) {
          int i = y * view.width() + x;
          double v = head.v(x + 0.5, y + 0.5);
          if (head.oval[i] != 0) {
            if (v > head.eyes + LOWER_FACE * head.faceHeight) {
              face.add(rgb, i);
            }
          } else if (v < head.top - MARGIN * head.faceHeight && inside(view.person(), i)) {
            scalp.add(rgb, i);
            bare += tone.bare(view.bins()[i]) ? 1 : 0;
          }
        }
      }
    }
    return scalp.pixels > 0 && bare > LEAST_BARE * scalp.pixels && scalp.value() < face.value();
  }

  /** Sure of the person to both sides, too: the outline itself is rough. */
  private static boolean inside(FloatPlane person, int i) {
    float[] p = person.data();
    return Math.min(p[i], Math.min(p[i - 1], p[i + 1])) > SURELY_PERSON;
  }
}
