package studio.viseme.face;

import studio.viseme.image.DistanceTransform;
import studio.viseme.image.GrayImage;

/**
 * The one mask that every backend is laid through: the parsed head and neck of the real frame,
 * dilated by {@value #DILATION} pixels. Inside it nothing of the real frame may be seen; outside it
 * the real frame stays.
 */
public final class HeadMask {
  /** How far the parsed region grows, pixels. */
  public static final int DILATION = 4;

  private HeadMask() {}

  /** 255 inside, 0 outside, of the frame's size. */
  public static GrayImage of(Parsing parsing) {
    GrayImage labels = parsing.labels();
    byte[] codes = labels.data();
    byte[] region = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      FaceRegion at = FaceRegion.of(codes[i] & 0xff);
      region[i] = (byte) (at.isHead() || at == FaceRegion.NECK ? 255 : 0);
    }
    return dilate(new GrayImage(labels.width(), labels.height(), region), DILATION);
  }

  /** Every pixel within {@code radius} (Euclidean) of a pixel above 127. */
  public static GrayImage dilate(GrayImage mask, int radius) {
    float[] squared = DistanceTransform.squared(mask);
    byte[] grown = new byte[squared.length];
    for (int i = 0; i < grown.length; i++) {
      grown[i] = (byte) (squared[i] <= radius * radius ? 255 : 0);
    }
    return new GrayImage(mask.width(), mask.height(), grown);
  }
}
