package studio.viseme.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture and its halved copies, made when first asked for: shrinking warps read the copy whose
 * pixels are about as large as the target's, so that they neither alias nor cost more than the
 * target has pixels. Not thread-safe.
 */
public final class MipMap {
  private final List<RgbImage> levels = new ArrayList<>();

  public MipMap(RgbImage image) {
    levels.add(image);
  }

  public RgbImage image() {
    return levels.getFirst();
  }

  /**
   * The level for a warp that shows {@code scale} source pixels in a target pixel, such that 0.78 …
   * 1.56 pixels of the level fall on one of the target.
   */
  public static int levelFor(double scale) {
    return (int) Math.max(0, Math.round(Math.log(scale / 1.1) / Math.log(2)));
  }

  /** {@link Resampling#warp} at a level; {@code toSource} maps to the full picture. */
  public RgbImage warp(
      AffineMap toSource, int width, int height, int level, Resampling.Border border) {
    RgbImage source = image();
    int depth = 0;
    while (depth < level && source.width() >= 2 && source.height() >= 2) {
      depth++;
      if (levels.size() == depth) {
        levels.add(Resampling.half(source));
      }
      source = levels.get(depth);
    }
    double shrink = 1.0 / (1 << depth);
    AffineMap toLevel = AffineMap.scaling(shrink, shrink).times(toSource);
    return Resampling.warp(source, toLevel, width, height, border);
  }
}
