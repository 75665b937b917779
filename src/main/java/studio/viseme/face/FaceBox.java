package studio.viseme.face;

import java.util.List;
import studio.viseme.image.Rectangle;

/**
 * A face as the detector sees it: an upright box from brow to chin, pixels.
 *
 * @param score how sure the detector is, 0..1
 * @param eyeLeftX the eye at the picture's left
 */
public record FaceBox(
    double x,
    double y,
    double width,
    double height,
    double score,
    double eyeLeftX,
    double eyeLeftY,
    double eyeRightX,
    double eyeRightY) {
  /** A box that was a face's once; how sure, and where the eyes are, isn't known any more (NaN). */
  public static FaceBox of(Rectangle box) {
    double unknown = Double.NaN;
    return new FaceBox(
        box.x(), box.y(), box.width(), box.height(), unknown, unknown, unknown, unknown, unknown);
  }

  public double centerX() {
    return x + width / 2;
  }

  public double centerY() {
    return y + height / 2;
  }

  public double area() {
    return width * height;
  }

  /** The face whose centre is nearest to a point. */
  public static FaceBox nearest(List<FaceBox> faces, double x, double y) {
    FaceBox best = faces.getFirst();
    for (FaceBox face : faces) {
      if (Math.hypot(face.centerX() - x, face.centerY() - y)
          < Math.hypot(best.centerX() - x, best.centerY() - y)) {
        best = face;
      }
    }
    return best;
  }

  private double overlap(FaceBox o) {
    double w = Math.min(x + width, o.x + o.width) - Math.max(x, o.x);
    double h = Math.min(y + height, o.y + o.height) - Math.max(y, o.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /** Shared area over joint area, 0..1. */
  public double intersectionOverUnion(FaceBox o) {
    double shared = overlap(o);
    return shared / (area() + o.area() - shared);
  }

  /** Shared area over the smaller box's, 0..1: 1 when one lies in the other. */
  public double containment(FaceBox o) {
    return overlap(o) / Math.min(area(), o.area());
  }
}
