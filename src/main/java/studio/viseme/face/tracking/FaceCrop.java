package studio.viseme.face.tracking;

import studio.viseme.face.FaceBox;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.AffineMap;

/**
 * The tilted square that the mesh network looks at.
 *
 * @param centerX in the picture, pixels
 * @param size length of a side, pixels
 * @param rotation of the face, radians clockwise in the picture
 */
record FaceCrop(double centerX, double centerY, double size, double rotation) {
  /**
   * The margin MediaPipe's networks were trained with: the square is half as large again as the
   * face.
   */
  private static final double MARGIN = 1.5;

  static FaceCrop around(FaceBox box) {
    double rotation =
        Math.atan2(box.eyeRightY() - box.eyeLeftY(), box.eyeRightX() - box.eyeLeftX());
    return new FaceCrop(
        box.centerX(), box.centerY(), MARGIN * Math.max(box.width(), box.height()), rotation);
  }

  /** Around the first 468 points of a mesh, upright to the line between the outer eye corners. */
  static FaceCrop around(float[] points) {
    int left = FaceMesh.EYE_LEFT_OUTER * 3;
    int right = FaceMesh.EYE_RIGHT_OUTER * 3;
    double rotation =
        Math.atan2(points[right + 1] - points[left + 1], points[right] - points[left]);
    double cos = Math.cos(rotation);
    double sin = Math.sin(rotation);
    double minX = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < FaceMesh.POINTS * 3; i += 3) {
      double x = cos * points[i] + sin * points[i + 1];
      double y = -sin * points[i] + cos * points[i + 1];
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
    double x = (minX + maxX) / 2;
    double y = (minY + maxY) / 2;
    return new FaceCrop(
        cos * x - sin * y,
        sin * x + cos * y,
        MARGIN * Math.max(maxX - minX, maxY - minY),
        rotation);
  }

  /** Shifted by shares of its size, scaled and turned a little. */
  FaceCrop varied(double shiftX, double shiftY, double scale, double turn) {
    return new FaceCrop(
        centerX + shiftX * size, centerY + shiftY * size, size * scale, rotation + turn);
  }

  /** Maps a point of the square, scaled to {@code side} × {@code side} pixels, to the picture. */
  AffineMap toPicture(int side) {
    double half = side / 2.0;
    return AffineMap.similarity(size / side, rotation, centerX, centerY)
        .times(AffineMap.translation(-half, -half));
  }

  /** True when the other square can't be the same head a frame later: a cut, or another face. */
  boolean jumpedTo(FaceCrop next) {
    double move = Math.hypot(next.centerX - centerX, next.centerY - centerY);
    double ratio = next.size / size;
    return move > 0.2 * size || ratio > 1.25 || ratio < 0.8;
  }

  /** How far the other square is from this: shift and change of size, shares of the size. */
  double distance(FaceCrop other) {
    return Math.hypot(other.centerX - centerX, other.centerY - centerY) / size
        + Math.abs(Math.log(other.size / size));
  }

  /** Between this square (0) and another (1). */
  FaceCrop mix(FaceCrop other, double share) {
    double turn = other.rotation - rotation;
    turn -= 2 * Math.PI * Math.rint(turn / (2 * Math.PI));
    return new FaceCrop(
        centerX + share * (other.centerX - centerX),
        centerY + share * (other.centerY - centerY),
        size * Math.pow(other.size / size, share),
        rotation + share * turn);
  }
}
