package studio.viseme.viewport.software;

import studio.viseme.image.AffineMap;
import studio.viseme.viewport.Placement;

/**
 * The pixels of the viewport whose centres show the picture, and the points they show: for all
 * passes that are stretched over the picture.
 */
final class PictureArea {
  final int left;
  final int top;
  final int right;
  final int bottom;

  private final AffineMap toPicture;
  private final double width;
  private final double height;

  PictureArea(Placement placement) {
    AffineMap map = placement.toViewport();
    toPicture = placement.toPicture();
    width = placement.pictureWidth();
    height = placement.pictureHeight();
    left = first(map.x0(), placement.surface().width());
    top = first(map.y0(), placement.surface().height());
    right = first(map.applyX(width, 0), placement.surface().width());
    bottom = first(map.applyY(0, height), placement.surface().height());
  }

  /** The first pixel whose centre lies at or beyond an edge. */
  private static int first(double edge, int size) {
    return (int) Math.clamp(Math.ceil(edge - 0.5), 0, size);
  }

  /** The point that column x shows, 0..1 over the picture. */
  double u(int x) {
    return toPicture.applyX(x + 0.5, 0) / width;
  }

  /** The point that row y shows. */
  double v(int y) {
    return toPicture.applyY(0, y + 0.5) / height;
  }
}
