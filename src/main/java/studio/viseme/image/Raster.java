package studio.viseme.image;

/** An 8-bit picture in colour, with or without opacity: interleaved, top row first. */
public sealed interface Raster permits RgbImage, RgbaImage {
  int width();

  int height();

  /** Unsigned values; not copied. */
  byte[] data();
}
