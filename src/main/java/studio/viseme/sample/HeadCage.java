package studio.viseme.sample;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The coarse mesh of a whole head: the canonical face with real openings for eyes and mouth, lids
 * and lips that turn inwards there, a bag behind the lips, and a skull that carries on from the
 * face's outer edge to a pole at the back. Vertices 0..467 are the canonical face's own, so that a
 * landmark tracker's points are points of this head. Centimetres, head space.
 */
final class HeadCage {
  private static final int SKULL_RINGS = 10;
  private static final int OVAL = FacePoints.OVAL.length;

  static final double[] SKULL_CENTER = {0, 2.2, -3.4};
  static final double[] SKULL_AXES = {7.75, 9.6, 10.2};

  /** Which part of the head a triangle belongs to. */
  enum Part {
    FACE,
    LIPS,
    LID_RIM,
    MOUTH_BAG,
    SKULL
  }

  final float[] rest;
  final int[] triangles;
  final Part[] parts;
  final long[] creases;
  final EyeSocket leftEye;
  final EyeSocket rightEye;

  /**
   * First vertex of the rings behind the lips: a ring of the lips' inside, then two of the bag, 20
   * vertices each.
   */
  final int mouthRings;

  final int skull;

  /** Where the lid's rim goes behind the margin, and the ball the lids lie on. */
  record EyeSocket(FacePoints.Eye points, int rim, double[] center, double radius) {}

  /**
   * @param face the canonical face, 468 × 3
   * @param faceTriangles its triangles
   * @param head how this head differs from the presenter's
   */
  HeadCage(float[] face, int[] faceTriangles, HeadShape head) {
    float[] person = Identity.shape(face, head);
    Builder mesh = new Builder(person, head);
    mesh.face(faceTriangles);
    leftEye = mesh.eye(FacePoints.LEFT_EYE);
    rightEye = mesh.eye(FacePoints.RIGHT_EYE);
    mouthRings = mesh.mouth();
    skull = mesh.skull();
    rest = Arrays.copyOf(mesh.vertices, mesh.count * 3);
    triangles = Arrays.copyOf(mesh.triangles, mesh.triangleCount * 3);
    parts = Arrays.copyOf(mesh.parts, mesh.triangleCount);
    creases = mesh.creases();
  }

  int vertices() {
    return rest.length / 3;
  }

  /** The skull's radius from its centre in a direction, an ellipsoid with a flatter base. */
  static double skullRadius(double dx, double dy, double dz, double width) {
    double n = Math.sqrt(dx * dx + dy * dy + dz * dz);
    double up = dy < 0 ? 9.9 : SKULL_AXES[1];
    double x = dx / n / (SKULL_AXES[0] * width);
    double y = dy / n / up;
    double z = dz / n / SKULL_AXES[2];
    return 1 / Math.sqrt(x * x + y * y + z * z);
  }

  private static final class Builder {
    float[] vertices;
    int count;
    int[] triangles = new int[0];
    int triangleCount;
    Part[] parts = new Part[0];
    long[] creases = new long[0];

    private final HeadShape head;

    Builder(float[] face, HeadShape head) {
      this.head = head;
      vertices = face.clone();
      count = FacePoints.COUNT;
    }

    int add(double x, double y, double z) {
      if (vertices.length < (count + 1) * 3) {
        vertices = Arrays.copyOf(vertices, vertices.length * 2);
      }
      vertices[3 * count] = (float) x;
      vertices[3 * count + 1] = (float) y;
      vertices[3 * count + 2] = (float) z;
      return count++;
    }

    void triangle(int a, int b, int c, Part part) {
      if (parts.length == triangleCount) {
        triangles = Arrays.copyOf(triangles, Math.max(3000, triangles.length * 2));
        parts = Arrays.copyOf(parts, Math.max(1000, parts.length * 2));
      }
      triangles[3 * triangleCount] = a;
      triangles[3 * triangleCount + 1] = b;
      triangles[3 * triangleCount + 2] = c;
      parts[triangleCount++] = part;
    }

    /**
     * A band between two closed rings of equal length; its front is to the left of outer→next with
     * inner on that side.
     */
    void band(int[] from, int[] to, boolean flip, Part part) {
      int n = from.length;
      for (int i = 0; i < n; i++) {
        int j = (i + 1) % n;
        if (flip) {
          triangle(from[i], to[i], from[j], part);
          triangle(from[j], to[i], to[j], part);
        } else {
          triangle(from[i], from[j], to[i], part);
          triangle(from[j], to[j], to[i], part);
        }
      }
    }

    void face(int[] faceTriangles) {
      boolean[] left = mask(FacePoints.LEFT_EYE.margin());
      boolean[] right = mask(FacePoints.RIGHT_EYE.margin());
      boolean[] mouth = mask(FacePoints.MOUTH);
      boolean[] lips = new boolean[FacePoints.COUNT];
      for (int r = 0; r < 4; r++) {
        IntStream.concat(
                Arrays.stream(FacePoints.UPPER_LIP[r]), Arrays.stream(FacePoints.LOWER_LIP[r]))
            .forEach(v -> lips[v] = true);
      }
      for (int t = 0; t < faceTriangles.length; t += 3) {
        int a = faceTriangles[t];
        int b = faceTriangles[t + 1];
        int c = faceTriangles[t + 2];
        if (all(left, a, b, c) || all(right, a, b, c) || all(mouth, a, b, c)) {
          continue;
        }
        triangle(a, b, c, all(lips, a, b, c) ? Part.LIPS : Part.FACE);
      }
    }

    private static boolean[] mask(int[] numbers) {
      boolean[] mask = new boolean[FacePoints.COUNT];
      for (int v : numbers) {
        mask[v] = true;
      }
      return mask;
    }

    private static boolean all(boolean[] mask, int a, int b, int c) {
      return mask[a] && mask[b] && mask[c];
    }

    /** The rim of a lid: from the margin back to the eyeball. */
    EyeSocket eye(FacePoints.Eye points) {
      double side = Math.signum(vertices[3 * points.outer()]);
      double[] center = {side * head.eyeSide(), Identity.EYE_HEIGHT, 2.26};
      double radius = 1.5;
      int[] margin = points.margin();
      int[] rim = new int[margin.length];
      for (int i = 0; i < margin.length; i++) {
        float[] p = rimOf(vertices, margin[i], center, radius);
        rim[i] = add(p[0], p[1], p[2]);
      }
      band(margin, rim, side > 0, Part.LID_RIM);
      for (int i = 0; i < margin.length; i++) {
        int at = creases.length;
        creases = Arrays.copyOf(creases, at + 1);
        creases[at] = LoopSubdivision.edge(margin[i], margin[(i + 1) % margin.length]);
      }
      return new EyeSocket(points, rim[0], center, radius);
    }

    /** Rings behind the inner border of the lips; {@link FaceRig} moves them with the lips. */
    int mouth() {
      int first = count;
      int[] previous = FacePoints.MOUTH;
      for (int ring = 0; ring < 3; ring++) {
        int[] next = new int[previous.length];
        for (int i = 0; i < previous.length; i++) {
          next[i] = add(0, 0, 0);
        }
        band(previous, next, false, ring == 0 ? Part.LIPS : Part.MOUTH_BAG);
        previous = next;
      }
      int back = add(0, 0, 0);
      for (int i = 0; i < previous.length; i++) {
        triangle(previous[i], previous[(i + 1) % previous.length], back, Part.MOUTH_BAG);
      }
      return first;
    }

    /** Strips from the face's edge over crown, sides and jaw to the back of the head. */
    int skull() {
      int first = count;
      int[] previous = FacePoints.OVAL;
      double[] c = SKULL_CENTER;
      for (int ring = 1; ring <= SKULL_RINGS; ring++) {
        double t = ring / (SKULL_RINGS + 1.0);
        int[] next = new int[OVAL];
        for (int i = 0; i < OVAL; i++) {
          int v = FacePoints.OVAL[i];
          double[] d = {
            vertices[3 * v] - c[0], vertices[3 * v + 1] - c[1], vertices[3 * v + 2] - c[2]
          };
          double radius = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
          // along the great circle to the back pole
          double cosine = -d[2] / radius;
          double angle = Math.acos(Math.clamp(cosine, -1, 1));
          double a = Math.sin((1 - t) * angle) / Math.sin(angle);
          double b = Math.sin(t * angle) / Math.sin(angle);
          double x = a * d[0] / radius;
          double y = a * d[1] / radius;
          double z = a * d[2] / radius - b;
          double home = skullRadius(x, y, z, head.width());
          double edge = skullRadius(d[0], d[1], d[2], head.width());
          double fade = Math.pow(1 - t, 3);
          double r = home + (radius - edge) * fade;
          next[i] = add(c[0] + r * x, c[1] + r * y, c[2] + r * z);
        }
        band(previous, next, false, Part.SKULL);
        previous = next;
      }
      int pole = add(c[0], c[1], c[2] - SKULL_AXES[2]);
      for (int i = 0; i < OVAL; i++) {
        triangle(previous[i], previous[(i + 1) % OVAL], pole, Part.SKULL);
      }
      return first;
    }

    long[] creases() {
      return creases;
    }
  }

  /** The place behind a margin vertex where the rim meets the eyeball. */
  static float[] rimOf(float[] vertices, int margin, double[] center, double radius) {
    double x = vertices[3 * margin] - center[0];
    double y = vertices[3 * margin + 1] - center[1];
    double inward = 0.93;
    double px = center[0] + inward * x;
    double py = center[1] + inward * y;
    double flat = (inward * x) * (inward * x) + (inward * y) * (inward * y);
    double ball = center[2] + Math.sqrt(Math.max(0.05, (radius - 0.06) * (radius - 0.06) - flat));
    return new float[] {
      (float) px, (float) py, (float) Math.min(ball, vertices[3 * margin + 2] - 0.06)
    };
  }
}
