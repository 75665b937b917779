package studio.viseme.viewport;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * Something drawn over the pictures of a scene, in the coordinates of the first one. Like the
 * pictures, arrays in here must not be written once the scene was shown.
 */
public sealed interface Overlay {
  /**
   * Lines between points of the picture.
   *
   * @param points count × 3: x and y in pixels of the picture; z isn't read. A line with an end
   *     that isn't finite is left out
   * @param lines two indices of points each
   * @param argb 0xAARRGGBB, not premultiplied
   * @param width in logical pixels
   */
  record Mesh(float[] points, int[] lines, int argb, double width) implements Overlay {
    public Mesh {
      if (points.length % 3 != 0 || lines.length % 2 != 0) {
        throw new IllegalArgumentException(points.length + " values, " + lines.length + " ends");
      }
      for (int index : lines) {
        if (index < 0 || index >= points.length / 3) {
          throw new IllegalArgumentException("line to point " + index);
        }
      }
      requireWidth(width);
    }

    /**
     * The face mesh, and the irises' rims when the landmarks have them.
     *
     * @param landmarks 468 × 3 or 478 × 3, pixels of the picture
     */
    public static Mesh ofFace(float[] landmarks, int argb, double width) {
      return new Mesh(landmarks, FaceWires.lines(landmarks.length / 3), argb, width);
    }
  }

  /**
   * The axes of head space, red x to the head's side, green y up, blue z out of the face, as the
   * camera sees them.
   *
   * @param pose from head space to camera space, centimetres
   * @param camera whose picture is the scene's first; another size of it is scaled
   * @param length of an axis, centimetres
   * @param width in logical pixels
   */
  record PoseAxes(RigidTransform pose, PinholeCamera camera, double length, double width)
      implements Overlay {
    public PoseAxes {
      requireWidth(width);
    }
  }

  /**
   * A map of labels or a mask, stretched over the picture; each pixel shows the nearest value.
   *
   * @param opacity 0..1, times that of the palette's colour
   */
  record Labels(GrayImage map, Palette palette, double opacity) implements Overlay {
    public Labels {
      requireOpacity(opacity);
    }
  }

  /**
   * A map of distances or other values, stretched over the picture: {@code near} is hot, {@code
   * far} is cold, what lies beyond keeps the end's colour. Values that aren't finite are
   * transparent.
   *
   * @param opacity 0..1
   */
  record HeatMap(FloatPlane values, double near, double far, double opacity) implements Overlay {
    public HeatMap {
      requireOpacity(opacity);
      if (!(Math.abs(far - near) > 0) || Double.isInfinite(far - near)) {
        throw new IllegalArgumentException("heat from " + near + " to " + far);
      }
    }

    /** With the range of the values themselves; 0..1 when they have none. */
    public static HeatMap of(FloatPlane values, double opacity) {
      double near = Double.POSITIVE_INFINITY;
      double far = Double.NEGATIVE_INFINITY;
      for (float value : values.data()) {
        if (Float.isFinite(value)) {
          near = Math.min(near, value);
          far = Math.max(far, value);
        }
      }
      return near < far
          ? new HeatMap(values, near, far, opacity)
          : new HeatMap(
              values,
              Double.isFinite(near) ? near : 0,
              (Double.isFinite(near) ? near : 0) + 1,
              opacity);
    }
  }

  private static void requireWidth(double width) {
    if (!(width > 0 && width <= 64)) {
      throw new IllegalArgumentException("line of width " + width);
    }
  }

  private static void requireOpacity(double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity " + opacity);
    }
  }
}
