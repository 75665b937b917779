package studio.viseme.viewport;

import studio.viseme.image.AffineMap;

/**
 * Where a picture lies in a viewport. Coordinates are continuous, with pixel (i, j) covering [i,
 * i+1) × [j, j+1), in physical pixels of the viewport and in pixels of the picture; y points down
 * in both.
 */
public record Placement(int pictureWidth, int pictureHeight, Surface surface, View view) {
  public static Placement of(Scene scene, Surface surface) {
    return new Placement(scene.picture().width(), scene.picture().height(), surface, scene.view());
  }

  /** Physical pixels a pixel of the picture. */
  public double scale() {
    return view.zoom() * fitScale();
  }

  private double fitScale() {
    return Math.min(
        (double) surface.width() / pictureWidth, (double) surface.height() / pictureHeight);
  }

  /**
   * From the picture to the viewport. The picture's corner falls on a whole pixel, so that a
   * picture of the viewport's size is shown pixel by pixel.
   */
  public AffineMap toViewport() {
    double scale = scale();
    double x = surface.width() / 2.0 - scale * view.centerX() * pictureWidth;
    double y = surface.height() / 2.0 - scale * view.centerY() * pictureHeight;
    return new AffineMap(scale, 0, Math.rint(x), 0, scale, Math.rint(y));
  }

  /** From the viewport to the picture. */
  public AffineMap toPicture() {
    return toViewport().inverse();
  }

  /** Whether a point of the viewport shows the picture. */
  public boolean isOnPicture(double x, double y) {
    AffineMap map = toPicture();
    double u = map.applyX(x, y);
    double v = map.applyY(x, y);
    return u >= 0 && v >= 0 && u < pictureWidth && v < pictureHeight;
  }

  /**
   * The view {@code factor} times as large, with the point of the picture that is under (x, y)
   * staying there, to within a pixel and as far as the view's ranges allow.
   */
  public View zoomedAt(double x, double y, double factor) {
    AffineMap map = toPicture();
    double zoom = Math.clamp(view.zoom() * factor, View.MIN_ZOOM, View.MAX_ZOOM);
    double scale = zoom * fitScale();
    return new View(
        zoom,
        (map.applyX(x, y) - (x - surface.width() / 2.0) / scale) / pictureWidth,
        (map.applyY(x, y) - (y - surface.height() / 2.0) / scale) / pictureHeight);
  }

  /** The view after the picture was dragged by (dx, dy) physical pixels. */
  public View movedBy(double dx, double dy) {
    return new View(
        view.zoom(),
        view.centerX() - dx / (scale() * pictureWidth),
        view.centerY() - dy / (scale() * pictureHeight));
  }

  /** The same part of the picture at {@code scale} physical pixels a pixel: 1 is pixel by pixel. */
  public View atScale(double scale) {
    return new View(scale / fitScale(), view.centerX(), view.centerY());
  }
}
