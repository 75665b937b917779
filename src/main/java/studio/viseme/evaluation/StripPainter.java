package studio.viseme.evaluation;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;

/**
 * Paints one row of pictures: the head real, rendered and their difference; the mouth real and
 * rendered, enlarged.
 */
final class StripPainter {
  /** Side of each picture of the row, pixels. */
  static final int TILE = 256;

  /** Pictures in a row. */
  static final int TILES = 5;

  private static final int MOUTH_MARGIN_SHARE = 4;
  private static final float QUALITY = .9f;

  private StripPainter() {}

  static byte[] jpeg(RealFrame real, RgbImage shown) {
    BufferedImage filmed = buffered(real.picture());
    BufferedImage rendered = buffered(shown);
    BufferedImage difference = buffered(difference(real.picture(), shown));
    Rectangle head = square(real.head(), filmed);
    Rectangle mouth = square(real.mouth().grow(real.mouth().width() / MOUTH_MARGIN_SHARE), filmed);
    BufferedImage row = new BufferedImage(TILES * TILE, TILE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = row.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    tile(g, 0, filmed, head);
    tile(g, 1, rendered, head);
    tile(g, 2, difference, head);
    tile(g, 3, filmed, mouth);
    tile(g, 4, rendered, mouth);
    g.dispose();
    return encode(row);
  }

  private static void tile(Graphics2D g, int column, BufferedImage image, Rectangle part) {
    int x = column * TILE;
    g.drawImage(image, x, 0, x + TILE, TILE, part.x(), part.y(), part.right(), part.bottom(), null);
  }

  /**
   * The square of the longer side around a rectangle's centre, moved and shrunk to lie in the
   * picture.
   */
  private static Rectangle square(Rectangle r, BufferedImage in) {
    int side = Math.min(Math.max(r.width(), r.height()), Math.min(in.getWidth(), in.getHeight()));
    int x = Math.clamp(r.x() + (r.width() - side) / 2, 0, in.getWidth() - side);
    int y = Math.clamp(r.y() + (r.height() - side) / 2, 0, in.getHeight() - side);
    return new Rectangle(x, y, side, side);
  }

  /** Grey where equal; brighter or darker by {@link Strip#GAIN} times the difference. */
  private static RgbImage difference(RgbImage real, RgbImage shown) {
    RgbImage out = new RgbImage(real.width(), real.height());
    for (int i = 0; i < out.data().length; i++) {
      int d = (shown.data()[i] & 0xff) - (real.data()[i] & 0xff);
      out.data()[i] = (byte) Math.clamp(128 + Strip.GAIN * d, 0, 255);
    }
    return out;
  }

  private static BufferedImage buffered(RgbImage image) {
    BufferedImage out =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[image.width() * image.height()];
    for (int i = 0; i < pixels.length; i++) {
      byte[] d = image.data();
      pixels[i] = (d[3 * i] & 0xff) << 16 | (d[3 * i + 1] & 0xff) << 8 | d[3 * i + 2] & 0xff;
    }
    out.setRGB(0, 0, image.width(), image.height(), pixels, 0, image.width());
    return out;
  }

  private static byte[] encode(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
