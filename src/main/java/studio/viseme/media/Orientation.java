package studio.viseme.media;

import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * How stored pictures are brought upright: mirrored left to right first, where the recording asks
 * for it, then turned clockwise. The eight of these are all ways to lay a picture's grid onto a
 * grid.
 *
 * @param quarterTurns clockwise, 0 … 3
 * @param mirrored whether left and right are exchanged before the turn
 */
public record Orientation(int quarterTurns, boolean mirrored) {
  /** Pictures that are stored as they are shown. */
  public static final Orientation UPRIGHT = new Orientation(0, false);

  public Orientation {
    if (quarterTurns < 0 || quarterTurns > 3) {
      throw new IllegalArgumentException(quarterTurns + " quarter turns");
    }
  }

  /**
   * The nearest of the eight to a display matrix.
   *
   * @param matrix nine numbers a b u c d v x y w; a stored point (p, q) is shown at (a·p + c·q + x,
   *     b·p + d·q + y), the vertical axis pointing down (ISO/IEC 14496-12, section 6.2.2). One that
   *     maps everything onto a line or a point is read as upright.
   */
  static Orientation of(int[] matrix) {
    double a = matrix[0];
    double b = matrix[1];
    double c = matrix[3];
    double d = matrix[4];
    double area = a * d - b * c;
    if (area == 0) {
      return UPRIGHT;
    }
    boolean mirrored = area < 0;
    double sign = mirrored ? -1 : 1;
    // The mean of what both columns say: a matrix may shear a little.
    double angle = Math.atan2(sign * b - c, sign * a + d);
    return new Orientation(Math.floorMod(Math.round(angle / (Math.PI / 2)), 4), mirrored);
  }

  /** Whether the upright picture is as wide as the stored one is high. */
  public boolean sideways() {
    return quarterTurns % 2 == 1;
  }

  /**
   * Where a box of the upright picture lies in the stored one.
   *
   * @param width of the stored picture
   * @param height the same
   */
  Rectangle stored(Rectangle box, int width, int height) {
    // A box of the stored picture's pixels, its corners turned back about the picture.
    int x = box.x();
    int y = box.y();
    int w = box.width();
    int h = box.height();
    Rectangle unturned =
        switch (quarterTurns) {
          case 0 -> box;
          case 1 -> new Rectangle(y, height - x - w, h, w);
          case 2 -> new Rectangle(width - x - w, height - y - h, w, h);
          default -> new Rectangle(width - y - h, x, h, w);
        };
    return mirrored
        ? new Rectangle(width - unturned.right(), unturned.y(), unturned.width(), unturned.height())
        : unturned;
  }

  /** The upright picture; the stored one itself when there is nothing to do. */
  RgbImage upright(RgbImage stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int w = stored.width();
    int h = stored.height();
    RgbImage out = sideways() ? new RgbImage(h, w) : new RgbImage(w, h);
    // Where the stored picture's first pixel lands, and how far a step right or down moves it.
    int row = out.width();
    int right =
        switch (quarterTurns) {
          case 0 -> 1;
          case 1 -> row;
          case 2 -> -1;
          default -> -row;
        };
    int down =
        switch (quarterTurns) {
          case 0 -> row;
          case 1 -> -1;
          case 2 -> -row;
          default -> 1;
        };
    int first =
        switch (quarterTurns) {
          case 0 -> 0;
          case 1 -> row - 1;
          case 2 -> w * h - 1;
          default -> w * h - row;
        };
    if (mirrored) {
      first += right * (w - 1);
      right = -right;
    }
    byte[] from = stored.data();
    byte[] to = out.data();
    for (int y = 0, s = 0; y < h; y++) {
      for (int x = 0, t = (first + y * down) * 3; x < w; x++, s += 3, t += 3 * right) {
        to[t] = from[s];
        to[t + 1] = from[s + 1];
        to[t + 2] = from[s + 2];
      }
    }
    return out;
  }
}
