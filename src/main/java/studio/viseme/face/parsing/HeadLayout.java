package studio.viseme.face.parsing;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadFrame;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.image.Polygon;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Where the head lies in one frame, in its {@link HeadFrame}. Landmarks give the levels of eyes,
 * nose and chin in it, so that rules such as "below the chin" hold for a tilted head too.
 */
final class HeadLayout {
  /** Smaller than an average skull, so that most people's is larger. */
  private static final SkullEllipsoid SCALP = SkullEllipsoid.AVERAGE.grown(0.95, 0.95);

  private final HeadFrame frame;

  final double top;
  final double eyes;
  final double nose;
  final double chin;
  final double chinU;

  /** Middle between the cheeks. */
  final double faceU;

  /** Breadth between the cheeks and height between forehead and chin, centimetres. */
  final double faceWidth;

  final double faceHeight;

  /** 1 for pixels inside the face's outline. */
  final byte[] oval;

  /** 1 for pixels that even a bald head of this size hides, above the nose. */
  final byte[] skull;

  final int width;
  final int height;
  final double pixelsPerCentimetre;

  /**
   * @param landmarks of the full frame
   * @param camera of the full frame
   * @param scale from the full frame to the map of {@code width} × {@code height} that is laid out
   */
  HeadLayout(
      float[] landmarks,
      RigidTransform pose,
      PinholeCamera camera,
      double scale,
      int width,
      int height) {
    this.width = width;
    this.height = height;
    frame = HeadFrame.of(pose, camera, scale);
    pixelsPerCentimetre = frame.pixelsPerCentimetre();
    top = level(landmarks, FaceMesh.FOREHEAD, scale);
    eyes =
        (level(landmarks, FaceMesh.EYE_LEFT_OUTER, scale)
                + level(landmarks, FaceMesh.EYE_RIGHT_OUTER, scale))
            / 2;
    nose = level(landmarks, FaceMesh.NOSE_BASE, scale);
    chin = level(landmarks, FaceMesh.CHIN, scale);
    chinU = u(landmarks, FaceMesh.CHIN, scale);
    faceU =
        (u(landmarks, FaceMesh.CHEEK_LEFT, scale) + u(landmarks, FaceMesh.CHEEK_RIGHT, scale)) / 2;
    faceHeight = chin - top;
    double cheeks =
        Math.hypot(
            landmarks[3 * FaceMesh.CHEEK_RIGHT] - landmarks[3 * FaceMesh.CHEEK_LEFT],
            landmarks[3 * FaceMesh.CHEEK_RIGHT + 1] - landmarks[3 * FaceMesh.CHEEK_LEFT + 1]);
    faceWidth = cheeks * scale / pixelsPerCentimetre;
    oval = new byte[width * height];
    Polygon.of(landmarks, FaceMesh.faceOval(), scale).fill(oval, width, height, 1);
    skull = new byte[width * height];
    SCALP.outline(pose, camera, scale).fill(skull, width, height, 1);
    for (int i = 0; i < skull.length; i++) {
      if (skull[i] != 0 && v(i % width + 0.5, i / width + 0.5) > nose) {
        skull[i] = 0;
      }
    }
  }

  /** Centimetres to the right of the skull's middle. */
  double u(double x, double y) {
    return frame.u(x, y);
  }

  /** Centimetres below the skull's middle. */
  double v(double x, double y) {
    return frame.v(x, y);
  }

  private double u(float[] landmarks, int point, double scale) {
    return u(landmarks[3 * point] * scale, landmarks[3 * point + 1] * scale);
  }

  private double level(float[] landmarks, int point, double scale) {
    return v(landmarks[3 * point] * scale, landmarks[3 * point + 1] * scale);
  }
}
