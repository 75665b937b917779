package studio.viseme.face;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The mesh of 468 points that MediaPipe's face models share: what each point is, the triangles
 * between them, and the canonical shape they have on an average face at rest, in head space and
 * centimetres.
 */
public final class FaceMesh {
  public static final int POINTS = 468;

  /** First points of the irises; each has a centre and four rim points. */
  public static final int IRIS_LEFT = 468;

  public static final int IRIS_RIGHT = 473;

  /** Single points. Left and right are the picture's. */
  public static final int FOREHEAD = 10;

  public static final int CHIN = 152;
  public static final int NOSE_TIP = 4;
  public static final int NOSE_BASE = 2;

  /** Between the eyes. */
  public static final int NOSE_ROOT = 168;

  public static final int CHEEK_LEFT = 234;
  public static final int CHEEK_RIGHT = 454;
  public static final int EYE_LEFT_OUTER = 33;
  public static final int EYE_LEFT_INNER = 133;
  public static final int EYE_RIGHT_INNER = 362;
  public static final int EYE_RIGHT_OUTER = 263;

  /**
   * Lowest height of a point that is said to lie above the nose base, canonical y in centimetres.
   */
  private static final double ABOVE_NOSE_BASE = -1.8;

  private static final String GEOMETRY = "/models/geometry_pipeline_metadata_landmarks.binarypb";

  private static final int[] FACE_OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };
  private static final int[] LIPS_OUTER = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185
  };
  private static final int[] LIPS_INNER = {
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191
  };
  private static final int[] EYE_LEFT = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246
  };
  private static final int[] EYE_RIGHT = {
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466
  };
  private static final int[] BROW_LEFT = {70, 63, 105, 66, 107, 55, 65, 52, 53, 46};
  private static final int[] BROW_RIGHT = {300, 293, 334, 296, 336, 285, 295, 282, 283, 276};

  private static final Canonical CANONICAL = loadCanonical();
  private static final int[] ABOVE = aboveNoseBase();
  private static final int[] RIGID = rigidPoints();

  private FaceMesh() {}

  /** The face's outline, clockwise from the forehead. */
  public static int[] faceOval() {
    return FACE_OVAL.clone();
  }

  /** The outer border of the lips' red, from the picture's left corner along the lower lip. */
  public static int[] lipsOuter() {
    return LIPS_OUTER.clone();
  }

  /** The inner border, which bounds the mouth's interior. */
  public static int[] lipsInner() {
    return LIPS_INNER.clone();
  }

  /** The opening of the eye at the picture's left, from the outer corner along the lower lid. */
  public static int[] eyeLeft() {
    return EYE_LEFT.clone();
  }

  /** The same at the picture's right. */
  public static int[] eyeRight() {
    return EYE_RIGHT.clone();
  }

  /** From ear lobe to ear lobe along the face's outline. */
  public static int[] jaw() {
    return Arrays.copyOfRange(FACE_OVAL, 9, 28);
  }

  /** The lower lip's outer edge, from corner to corner. */
  public static int[] lowerLip() {
    return Arrays.copyOf(LIPS_OUTER, 11);
  }

  /** The upper lip's outer edge, from corner to corner. */
  public static int[] upperLip() {
    int[] points = Arrays.copyOfRange(LIPS_OUTER, 10, 21);
    points[10] = LIPS_OUTER[0];
    return points;
  }

  /** The brow at the picture's left: the upper edge from outside, then the lower from inside. */
  public static int[] browLeft() {
    return BROW_LEFT.clone();
  }

  /** The brow at the picture's right, in the same order. */
  public static int[] browRight() {
    return BROW_RIGHT.clone();
  }

  /** Three indices a triangle, counter-clockwise seen from outside (y up). */
  public static int[] triangles() {
    return CANONICAL.triangles.clone();
  }

  /** The canonical shape, 468 × 3, head space, centimetres. */
  public static float[] canonicalShape() {
    return CANONICAL.shape.clone();
  }

  /**
   * Points that move with the skull: above the nose base, without brows, lids and lips. The head's
   * pose is measured on these alone, so nothing that the mouth does can reach it.
   */
  public static int[] rigid() {
    return RIGID.clone();
  }

  /** All mesh points above the nose base, rigid or not. */
  public static int[] aboveNose() {
    return ABOVE;
  }

  private static int[] aboveNoseBase() {
    return IntStream.range(0, POINTS)
        .filter(i -> CANONICAL.shape[3 * i + 1] > ABOVE_NOSE_BASE)
        .toArray();
  }

  private static int[] rigidPoints() {
    BitSet moving = new BitSet(POINTS);
    int eyeRings =
        50; // of the refined eye points the first 50 are the lids and the rings around them
    for (int[] list :
        new int[][] {
          RefinedPoints.lips(),
          Arrays.copyOf(RefinedPoints.eyeLeft(), eyeRings),
          Arrays.copyOf(RefinedPoints.eyeRight(), eyeRings),
          BROW_LEFT,
          BROW_RIGHT
        }) {
      for (int i : list) {
        moving.set(i);
      }
    }
    for (int corner :
        new int[] {EYE_LEFT_OUTER, EYE_LEFT_INNER, EYE_RIGHT_INNER, EYE_RIGHT_OUTER}) {
      moving.clear(corner);
    }
    return Arrays.stream(ABOVE).filter(i -> !moving.get(i)).toArray();
  }

  private record Canonical(float[] shape, int[] triangles) {}

  private static Canonical loadCanonical() {
    try (InputStream in = FaceMesh.class.getResourceAsStream(GEOMETRY)) {
      if (in == null) {
        throw new IllegalStateException(
            "face geometry " + GEOMETRY + " isn't on the class path; the build fetches it");
      }
      CanonicalGeometry geometry = CanonicalGeometry.parse(in.readAllBytes());
      float[] shape = new float[POINTS * 3];
      for (int i = 0; i < POINTS; i++) {
        System.arraycopy(geometry.vertices(), i * CanonicalGeometry.VERTEX_STRIDE, shape, i * 3, 3);
      }
      return new Canonical(shape, geometry.triangles());
    } catch (IOException e) {
      throw new IllegalStateException("face geometry can't be read", e);
    }
  }
}
