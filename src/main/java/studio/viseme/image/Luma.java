package studio.viseme.image;

/** Brightness as ITU-R BT.601 weighs it: 0.299 R + 0.587 G + 0.114 B, 0..255. */
public final class Luma {
  private Luma() {}

  /** The brightness of a whole picture, not rounded. */
  public static FloatPlane of(RgbImage image) {
    return of(image, new Rectangle(0, 0, image.width(), image.height()));
  }

  /** The brightness of a part of a picture that lies wholly inside it, not rounded. */
  public static FloatPlane of(RgbImage image, Rectangle area) {
    FloatPlane plane = new FloatPlane(area.width(), area.height());
    byte[] rgb = image.data();
    int out = 0;
    for (int y = area.y(); y < area.bottom(); y++) {
      int i = (y * image.width() + area.x()) * 3;
      for (int x = 0; x < area.width(); x++, i += 3) {
        float red = rgb[i] & 0xff;
        float green = rgb[i + 1] & 0xff;
        float blue = rgb[i + 2] & 0xff;
        plane.data()[out++] = .299f * red + .587f * green + .114f * blue;
      }
    }
    return plane;
  }

  /** The brightness of a whole picture in whole grey levels. */
  public static GrayImage gray(RgbImage image) {
    return gray(image, new Rectangle(0, 0, image.width(), image.height()));
  }

  /** The brightness of a part of a picture that lies wholly inside it, in whole grey levels. */
  public static GrayImage gray(RgbImage image, Rectangle area) {
    FloatPlane plane = of(image, area);
    GrayImage gray = new GrayImage(area.width(), area.height());
    for (int i = 0; i < gray.data().length; i++) {
      gray.data()[i] = (byte) (plane.data()[i] + .5f);
    }
    return gray;
  }
}
