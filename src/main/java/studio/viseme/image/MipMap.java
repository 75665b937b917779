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

  /** The level that was read as numbers last, and its values. */
  private int valuesLevel = -1;

  private float[] values = {};

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

  /** The picture halved {@code level} times, or as often as it can be. */
  public RgbImage level(int level) {
    return levels.get(prepare(level));
  }

  /** {@link Resampling#warp} at a level; {@code toSource} maps to the full picture. */
  public RgbImage warp(
      AffineMap toSource, int width, int height, int level, Resampling.Border border) {
    int depth = prepare(level);
    RgbImage source = levels.get(depth);
    return Resampling.warp(source, toLevel(toSource, depth), width, height, border);
  }

  /**
   * {@link Resampling#warp} at a level, not rounded. Meant for several warps of the same level: its
   * bytes become numbers once.
   */
  public void warp(AffineMap toSource, int width, int height, int level, float white, float[] out) {
    int depth = prepare(level);
    RgbImage source = levels.get(depth);
    if (valuesLevel != depth) {
      values = values(source);
      valuesLevel = depth;
    }
    Resampling.warp(
        values,
        source.width(),
        source.height(),
        toLevel(toSource, depth),
        width,
        height,
        white,
        out);
  }

  private static float[] values(RgbImage image) {
    byte[] in = image.data();
    float[] out = new float[in.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = in[i] & 255;
    }
    return out;
  }

  private static AffineMap toLevel(AffineMap toSource, int depth) {
    double shrink = 1.0 / (1 << depth);
    return AffineMap.scaling(shrink, shrink).times(toSource);
  }

  /** How often the picture is halved for a level: small ones can't be as often as asked. */
  private int prepare(int level) {
    int depth = 0;
    while (depth < level && levels.get(depth).width() >= 2 && levels.get(depth).height() >= 2) {
      depth++;
      if (levels.size() == depth) {
        levels.add(Resampling.half(levels.get(depth - 1)));
      }
    }
    return depth;
  }
}
