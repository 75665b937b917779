package studio.viseme.image;

/**
 * Fills holes smoothly by pushing known colours up a pyramid and pulling them down again (Gortler
 * et al., "The Lumigraph", 1996).
 */
public final class PushPull {
  private PushPull() {}

  /**
   * The picture with its holes filled; what is known stays.
   *
   * @param known 0 where the picture has a hole
   */
  public static RgbImage fill(RgbImage image, GrayImage known) {
    return new RgbImage(
        image.width(), image.height(), fill(image.data(), 3, image.width(), image.height(), known));
  }

  /**
   * The same for one channel.
   *
   * @param known 0 where the plane has a hole
   */
  public static GrayImage fill(GrayImage image, GrayImage known) {
    return new GrayImage(
        image.width(), image.height(), fill(image.data(), 1, image.width(), image.height(), known));
  }

  /** Interleaved channels. */
  private static byte[] fill(byte[] image, int channels, int width, int height, GrayImage known) {
    FloatPlane weight = new FloatPlane(width, height);
    FloatPlane[] planes = new FloatPlane[channels];
    for (int c = 0; c < channels; c++) {
      planes[c] = new FloatPlane(width, height);
      for (int i = 0; i < weight.data().length; i++) {
        boolean seen = known.data()[i] != 0;
        weight.data()[i] = seen ? 1 : 0;
        planes[c].data()[i] = seen ? image[channels * i + c] & 255 : 0;
      }
    }
    FloatPlane[] filled = pushPull(planes, weight);
    byte[] out = new byte[image.length];
    for (int i = 0; i < weight.data().length; i++) {
      for (int c = 0; c < channels; c++) {
        out[channels * i + c] = (byte) Math.clamp(Math.round(filled[c].data()[i]), 0, 255);
      }
    }
    return out;
  }

  /** Colours come multiplied by their weight and go back whole. */
  private static FloatPlane[] pushPull(FloatPlane[] weighted, FloatPlane weight) {
    int w = weight.width();
    int h = weight.height();
    FloatPlane[] out = new FloatPlane[weighted.length];
    if (w == 1 && h == 1) {
      for (int c = 0; c < weighted.length; c++) {
        float total = weight.data()[0];
        out[c] =
            new FloatPlane(1, 1, new float[] {total > 0 ? weighted[c].data()[0] / total : 128});
      }
      return out;
    }
    int halfW = (w + 1) / 2;
    int halfH = (h + 1) / 2;
    FloatPlane[] coarse = new FloatPlane[weighted.length];
    for (int c = 0; c < weighted.length; c++) {
      coarse[c] = Resampling.area(weighted[c], halfW, halfH);
    }
    FloatPlane[] fromBelow = pushPull(coarse, Resampling.area(weight, halfW, halfH));
    for (int c = 0; c < weighted.length; c++) {
      out[c] = Resampling.bilinear(fromBelow[c], w, h);
      for (int i = 0; i < w * h; i++) {
        float known = weight.data()[i];
        out[c].data()[i] = weighted[c].data()[i] + (1 - known) * out[c].data()[i];
      }
    }
    return out;
  }
}
