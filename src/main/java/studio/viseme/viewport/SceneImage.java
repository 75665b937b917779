package studio.viseme.viewport;

import org.jspecify.annotations.Nullable;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;

/**
 * A picture of a scene. Its arrays must not be written once the scene was shown: renderers keep
 * what they made of a picture for as long as they see the same object.
 *
 * @param color sRGB, not premultiplied
 * @param alpha 255 opaque … 0 transparent, of the same size; null: opaque. What is transparent
 *     shows a checkerboard
 */
public record SceneImage(RgbImage color, @Nullable GrayImage alpha) {
  public SceneImage {
    if (alpha != null && (alpha.width() != color.width() || alpha.height() != color.height())) {
      throw new IllegalArgumentException(
          "%dx%d with an alpha of %dx%d"
              .formatted(color.width(), color.height(), alpha.width(), alpha.height()));
    }
  }

  public int width() {
    return color.width();
  }

  public int height() {
    return color.height();
  }

  /** The same object, whatever it holds: pictures of scenes aren't written. */
  public boolean isSame(@Nullable SceneImage other) {
    return other != null && color.data() == other.color.data() && alphaData() == other.alphaData();
  }

  private byte @Nullable [] alphaData() {
    return alpha == null ? null : alpha.data();
  }
}
