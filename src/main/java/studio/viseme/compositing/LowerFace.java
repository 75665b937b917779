package studio.viseme.compositing;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.math.SmoothStep;

/**
 * Which part of a head new speech changes: from the cheeks down, between the ears. In a dub whose
 * head moves as it was filmed, the eyes, the hair and the forehead are right already, down to the
 * last lash; only the lower face must be rendered.
 *
 * <p>The share of the rendered head rises from 0 below the eyes to 1 above the upper lip, where
 * cheeks and nose hide the passage, and falls again outside the face's own outline, so that hair
 * beside the jaw stays as it was filmed.
 */
public final class LowerFace {
  /** Where the passage begins and ends on the way from the eyes (0) to the chin (1). */
  private static final double FROM = .16;

  private static final double TO = .42;

  /** Where it ends beside the face, in half widths of the face's outline. */
  private static final double INSIDE = 1.06;

  private static final double OUTSIDE = 1.22;

  /**
   * The tint is measured on skin that both pictures show: inside the passage and well inside the
   * outline.
   */
  private static final double WELL_INSIDE = .8;

  private static final float GREATEST_TINT = 12;
  private static final int LEAST_PIXELS = 100;

  private static final int[] LIDS = {33, 133, 362, 263};
  private static final int CHIN = 152;
  private static final int[] OUTLINE = {234, 93, 132, 58, 172, 454, 323, 361, 288, 397};

  private final double originX;
  private final double originY;
  private final double downX;
  private final double downY;
  private final double halfWidth;

  private LowerFace(double originX, double originY, double downX, double downY, double halfWidth) {
    this.originX = originX;
    this.originY = originY;
    this.downX = downX;
    this.downY = downY;
    this.halfWidth = halfWidth;
  }

  /**
   * The lower face of a filmed frame.
   *
   * @param landmarks 478 × (x, y, z) in the frame's pixels
   */
  public static LowerFace of(float[] landmarks) {
    double eyesX = 0;
    double eyesY = 0;
    for (int point : LIDS) {
      eyesX += landmarks[point * 3] / LIDS.length;
      eyesY += landmarks[point * 3 + 1] / LIDS.length;
    }
    double dx = landmarks[CHIN * 3] - eyesX;
    double dy = landmarks[CHIN * 3 + 1] - eyesY;
    double square = Math.max(1, dx * dx + dy * dy);
    double widest = 0;
    for (int point : OUTLINE) {
      double aside =
          ((landmarks[point * 3] - eyesX) * dy - (landmarks[point * 3 + 1] - eyesY) * dx) / square;
      widest = Math.max(widest, Math.abs(aside));
    }
    return new LowerFace(eyesX, eyesY, dx / square, dy / square, Math.max(widest, .1));
  }

  /**
   * A box around all pixels of a picture that {@link SourceFrame#pasteLowerFace} asks a rendered
   * head for; empty where there is none.
   */
  public Rectangle box(int width, int height) {
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    for (int y = 0; y < height; y++) {
      if (lowest(y, width) < FROM) {
        continue;
      }
      top = Math.min(top, y);
      bottom = y + 1;
      // aside is linear along a row, so what is inside the outline is one stretch of it
      double middle = originX + (y + .5 - originY) * downX / downY;
      double reach = OUTSIDE * halfWidth / Math.abs(downY);
      boolean bounded = Double.isFinite(middle) && Double.isFinite(reach);
      left = Math.min(left, bounded ? (int) Math.clamp(Math.floor(middle - reach), 0, width) : 0);
      right =
          Math.max(right, bounded ? (int) Math.clamp(Math.ceil(middle + reach), 0, width) : width);
    }
    return new Rectangle(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  /** How far down the face a point lies: 0 between the eyes, 1 at the chin. */
  private double down(double x, double y) {
    return (x - originX) * downX + (y - originY) * downY;
  }

  /** How far down a row of pixels reaches; it is a line, so one of its ends does. */
  private double lowest(int row, int width) {
    return Math.max(down(.5, row + .5), down(width - .5, row + .5));
  }

  private double highest(int row, int width) {
    return Math.min(down(.5, row + .5), down(width - .5, row + .5));
  }

  /** How far from the face's middle line, in half widths of its outline. */
  private double aside(double x, double y) {
    return Math.abs((x - originX) * downY - (y - originY) * downX) / halfWidth;
  }

  /** The share of the rendered head at a point, 0..1. */
  float share(double x, double y) {
    double vertical = SmoothStep.of((down(x, y) - FROM) / (TO - FROM));
    if (vertical <= 0) {
      return 0;
    }
    double lateral = SmoothStep.of((OUTSIDE - aside(x, y)) / (OUTSIDE - INSIDE));
    return (float) (vertical * lateral);
  }

  /** The share at every pixel's centre. */
  FloatPlane shares(int width, int height) {
    FloatPlane shares = new FloatPlane(width, height);
    for (int y = 0; y < height; y++) {
      if (lowest(y, width) <= FROM) {
        continue;
      }
      for (int x = 0; x < width; x++) {
        shares.set(x, y, share(x + .5, y + .5));
      }
    }
    return shares;
  }

  /**
   * Lays the lower face of one picture into another of the same size, after taking off it the
   * difference of tint that both show in the passage.
   *
   * @param shares {@link #shares} of that size
   */
  RgbImage blend(RgbImage rendered, RgbImage filmed, FloatPlane shares) {
    float[] tint = tint(rendered, filmed);
    RgbImage out = filmed.copy();
    for (int i = 0; i < shares.data().length; i++) {
      float share = shares.data()[i];
      if (share <= 0) {
        continue;
      }
      for (int c = 0; c < 3; c++) {
        int at = 3 * i + c;
        float old = filmed.data()[at] & 0xff;
        float mixed = old + share * ((rendered.data()[at] & 0xff) - tint[c] - old);
        out.data()[at] = (byte) (int) Math.clamp(mixed + .5f, 0, 255);
      }
    }
    return out;
  }

  private float[] tint(RgbImage rendered, RgbImage filmed) {
    double[] sum = new double[3];
    int count = 0;
    for (int y = 0; y < filmed.height(); y++) {
      if (lowest(y, filmed.width()) < FROM || highest(y, filmed.width()) > TO) {
        continue;
      }
      for (int x = 0; x < filmed.width(); x++) {
        double down = down(x + .5, y + .5);
        if (down < FROM || down > TO || aside(x + .5, y + .5) > WELL_INSIDE) {
          continue;
        }
        count++;
        for (int c = 0; c < 3; c++) {
          sum[c] += rendered.get(x, y, c) - filmed.get(x, y, c);
        }
      }
    }
    float[] tint = new float[3];
    for (int c = 0; c < 3 && count >= LEAST_PIXELS; c++) {
      tint[c] = (float) Math.clamp(sum[c] / count, -GREATEST_TINT, GREATEST_TINT);
    }
    return tint;
  }
}
