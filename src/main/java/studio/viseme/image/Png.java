package studio.viseme.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import studio.viseme.job.JobException;

/** Pictures as PNG: masks a user painted, previews, stills. */
public final class Png {
  static {
    ImageIO.setUseCache(false);
  }

  private Png() {}

  /** The bytes of a PNG file. */
  public static byte[] encode(RgbImage image) {
    BufferedImage buffer =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = bytes(buffer);
    byte[] rgb = image.data();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return encode(buffer);
  }

  /** The bytes of a PNG file that can be seen through. */
  public static byte[] encode(RgbaImage image) {
    BufferedImage buffer =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_4BYTE_ABGR);
    byte[] abgr = bytes(buffer);
    byte[] rgba = image.data();
    for (int i = 0; i < rgba.length; i += 4) {
      for (int c = 0; c < 4; c++) {
        abgr[i + 3 - c] = rgba[i + c];
      }
    }
    return encode(buffer);
  }

  /** The bytes of a PNG file. */
  public static byte[] encode(GrayImage image) {
    BufferedImage buffer =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    System.arraycopy(image.data(), 0, bytes(buffer), 0, image.data().length);
    return encode(buffer);
  }

  public static void write(Path file, Raster image) {
    switch (image) {
      case RgbImage opaque -> write(file, encode(opaque));
      case RgbaImage transparent -> write(file, encode(transparent));
    }
  }

  public static void write(Path file, GrayImage image) {
    write(file, encode(image));
  }

  /**
   * A PNG, or another picture that Java reads (JPEG, BMP, GIF), in colour; what is transparent
   * shows black.
   *
   * @throws JobException (input) when the file is no picture
   */
  public static RgbImage read(Path file) {
    BufferedImage decoded = decode(file);
    RgbImage image = new RgbImage(decoded.getWidth(), decoded.getHeight());
    int[] row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      decoded.getRGB(0, y, image.width(), 1, row, 0, image.width());
      for (int x = 0; x < image.width(); x++) {
        int alpha = row[x] >>> 24;
        image.set(
            x,
            y,
            over(row[x] >> 16 & 0xff, alpha),
            over(row[x] >> 8 & 0xff, alpha),
            over(row[x] & 0xff, alpha));
      }
    }
    return image;
  }

  /** A picture as one channel; a coloured one by its green. */
  public static GrayImage readGray(Path file) {
    BufferedImage decoded = decode(file);
    if (decoded.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      return new GrayImage(decoded.getWidth(), decoded.getHeight(), bytes(decoded).clone());
    }
    RgbImage image = read(file);
    GrayImage gray = new GrayImage(image.width(), image.height());
    for (int i = 0; i < gray.data().length; i++) {
      gray.data()[i] = image.data()[3 * i + 1];
    }
    return gray;
  }

  private static int over(int value, int alpha) {
    return (value * alpha + 127) / 255;
  }

  private static BufferedImage decode(Path file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (image == null) {
        throw JobException.input("This is no picture that can be read", file, "use a PNG");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      if (e instanceof JobException known) {
        throw known;
      }
      throw new JobException(
          JobException.Kind.INPUT,
          "The picture can't be read",
          file.toString(),
          "use a PNG that opens elsewhere",
          e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new JobException(
          JobException.Kind.INPUT,
          "The picture can't be written",
          file.toString(),
          "check the free space and that the folder may be written",
          e);
    }
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
