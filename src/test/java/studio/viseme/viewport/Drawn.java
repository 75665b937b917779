package studio.viseme.viewport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import studio.viseme.image.RgbImage;

/** A frame as it came out of a renderer: premultiplied 0xAARRGGBB, top row first. */
public record Drawn(int width, int height, int[] argb) {
  public static Drawn by(Renderer renderer, Scene scene, Surface surface) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(surface.width() * surface.height() * 4);
    renderer.draw(scene, surface);
    renderer.read(pixels);
    return of(pixels, surface.width(), surface.height());
  }

  public static Drawn of(ByteBuffer pixels, int width, int height) {
    int[] argb = new int[width * height];
    pixels.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(0, argb);
    return new Drawn(width, height, argb);
  }

  public int at(int x, int y) {
    return argb[y * width + x];
  }

  public int channel(int x, int y, int shift) {
    return at(x, y) >>> shift & 0xff;
  }

  /** The largest difference of any channel of a pixel of two frames. */
  public int largestDifference(Drawn other) {
    int largest = 0;
    for (int i = 0; i < argb.length; i++) {
      largest = Math.max(largest, difference(argb[i], other.argb[i]));
    }
    return largest;
  }

  /** Pixels in which any channel differs by more than {@code tolerance}. */
  public int countDifferent(Drawn other, int tolerance) {
    int count = 0;
    for (int i = 0; i < argb.length; i++) {
      if (difference(argb[i], other.argb[i]) > tolerance) {
        count++;
      }
    }
    return count;
  }

  private static int difference(int a, int b) {
    int largest = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      largest = Math.max(largest, Math.abs((a >>> shift & 0xff) - (b >>> shift & 0xff)));
    }
    return largest;
  }

  /** The frame before a background, for a file. */
  public RgbImage over(int gray) {
    RgbImage image = new RgbImage(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int below = (255 - channel(x, y, 24)) * gray / 255;
        image.set(
            x, y, channel(x, y, 16) + below, channel(x, y, 8) + below, channel(x, y, 0) + below);
      }
    }
    return image;
  }
}
