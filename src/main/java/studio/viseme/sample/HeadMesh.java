package studio.viseme.sample;

import java.util.Arrays;
import studio.viseme.math.Ramp;

/**
 * The cage refined twice: topology, texture coordinates and masks, which don't change, and vertices
 * and normals, which do.
 */
final class HeadMesh {
  /** Vertices of a moment, head space, and their unit normals. */
  record Shape(float[] positions, float[] normals) {}

  private static final float UV_MARGIN = 0.14f;

  /** What of the cylinder the face takes, radians, and how high it is, centimetres. */
  private static final double CYLINDER = Math.toRadians(144);

  private static final double FACE_HEIGHT = 19;

  final int vertices;
  final int[] triangles;
  final HeadCage.Part[] parts;

  /** Texture coordinates, 0..1; the face fills the middle, the skull runs off its edge. */
  final float[] uv;

  /** 1 on the red of the lips, 0 away from it. */
  final float[] lip;

  /** 1 at the margins of the lids. */
  final float[] lash;

  /** 1 in the crease of the upper lids. */
  final float[] fold;

  /** 1 where hair grows. */
  final float[] scalp;

  private final LoopSubdivision first;
  private final LoopSubdivision second;

  /**
   * @param lipEdge how red the outer border of the lips is, 0..1
   */
  HeadMesh(HeadCage cage, float lipEdge) {
    first = LoopSubdivision.of(cage.vertices(), cage.triangles, cage.creases);
    second = LoopSubdivision.of(first.vertices(), first.triangles(), first.creases());
    vertices = second.vertices();
    triangles = second.triangles();
    parts = new HeadCage.Part[triangles.length / 3];
    for (int t = 0; t < parts.length; t++) {
      parts[t] = cage.parts[t / 16];
    }
    uv = refine(cageUv(cage), 2);
    lip = refine(lips(cage, lipEdge), 1);
    lash = refine(lashes(cage), 1);
    fold = refine(folds(cage), 1);
    scalp = refine(scalps(cage), 1);
  }

  /** Refines values on the cage's vertices. */
  float[] refine(float[] values, int width) {
    return second.apply(first.apply(values, width), width);
  }

  Shape shape(float[] cagePositions) {
    float[] positions = refine(cagePositions, 3);
    return new Shape(positions, normals(positions, triangles));
  }

  /** The triangles of some parts. */
  int[] trianglesOf(HeadCage.Part... wanted) {
    int[] chosen = new int[triangles.length];
    int count = 0;
    for (int t = 0; t < parts.length; t++) {
      for (HeadCage.Part part : wanted) {
        if (parts[t] == part) {
          System.arraycopy(triangles, 3 * t, chosen, count, 3);
          count += 3;
        }
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /** Unit normals, each the mean of the faces around weighted by area. */
  static float[] normals(float[] p, int[] triangles) {
    float[] n = new float[p.length];
    for (int t = 0; t < triangles.length; t += 3) {
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      float ux = p[b] - p[a];
      float uy = p[b + 1] - p[a + 1];
      float uz = p[b + 2] - p[a + 2];
      float vx = p[c] - p[a];
      float vy = p[c + 1] - p[a + 1];
      float vz = p[c + 2] - p[a + 2];
      float nx = uy * vz - uz * vy;
      float ny = uz * vx - ux * vz;
      float nz = ux * vy - uy * vx;
      for (int k : new int[] {a, b, c}) {
        n[k] += nx;
        n[k + 1] += ny;
        n[k + 2] += nz;
      }
    }
    for (int i = 0; i < n.length; i += 3) {
      float s =
          1
              / (float)
                  Math.sqrt(
                      Math.max(1e-20f, n[i] * n[i] + n[i + 1] * n[i + 1] + n[i + 2] * n[i + 2]));
      n[i] *= s;
      n[i + 1] *= s;
      n[i + 2] *= s;
    }
    return n;
  }

  private static float[] cageUv(HeadCage cage) {
    float[] uv = new float[cage.vertices() * 2];
    float scale = 1 - 2 * UV_MARGIN;
    for (int v = 0; v < FacePoints.COUNT; v++) {
      // rolled off a cylinder around the head
      double angle = Math.atan2(cage.rest[3 * v], cage.rest[3 * v + 2] + 5);
      uv[2 * v] = UV_MARGIN + scale * (float) (0.5 + angle / CYLINDER);
      uv[2 * v + 1] = UV_MARGIN + scale * (float) (0.5 - cage.rest[3 * v + 1] / FACE_HEIGHT);
    }
    for (HeadCage.EyeSocket eye : new HeadCage.EyeSocket[] {cage.leftEye, cage.rightEye}) {
      copy(uv, eye.points().margin(), eye.rim());
    }
    for (int ring = 0; ring < 3; ring++) {
      copy(uv, FacePoints.MOUTH, cage.mouthRings + ring * FacePoints.MOUTH.length);
    }
    int n = FacePoints.OVAL.length;
    for (int v = cage.skull; v < cage.vertices(); v++) {
      int ring = (v - cage.skull) / n;
      int edge = FacePoints.OVAL[(v - cage.skull) % n];
      float out = 1 + 0.075f * Math.min(3, ring + 1);
      uv[2 * v] = Math.clamp(0.5f + out * (uv[2 * edge] - 0.5f), 0, 1);
      uv[2 * v + 1] = Math.clamp(0.5f + out * (uv[2 * edge + 1] - 0.5f), 0, 1);
    }
    return uv;
  }

  private static void copy(float[] uv, int[] from, int to) {
    for (int i = 0; i < from.length; i++) {
      uv[2 * (to + i)] = uv[2 * from[i]];
      uv[2 * (to + i) + 1] = uv[2 * from[i] + 1];
    }
  }

  private static float[] lips(HeadCage cage, float edge) {
    float[] mask = new float[cage.vertices()];
    float[] rings = {edge, 1, 1, 1};
    for (int r = 0; r < 4; r++) {
      for (int v : FacePoints.UPPER_LIP[r]) {
        mask[v] = rings[r];
      }
      for (int v : FacePoints.LOWER_LIP[r]) {
        mask[v] = rings[r];
      }
    }
    Arrays.fill(mask, cage.mouthRings, cage.mouthRings + 3 * FacePoints.MOUTH.length + 1, 1);
    return mask;
  }

  private static float[] folds(HeadCage cage) {
    float[] mask = new float[cage.vertices()];
    for (FacePoints.Eye eye : new FacePoints.Eye[] {FacePoints.LEFT_EYE, FacePoints.RIGHT_EYE}) {
      for (int v : eye.upperFold()) {
        mask[v] = 1.4f;
      }
    }
    return mask;
  }

  private static float[] scalps(HeadCage cage) {
    float[] mask = new float[cage.vertices()];
    for (int v = cage.skull; v < cage.vertices(); v++) {
      mask[v] = (float) Ramp.smooth(-2.5, 0.5, cage.rest[3 * v + 1]);
    }
    return mask;
  }

  private static float[] lashes(HeadCage cage) {
    float[] mask = new float[cage.vertices()];
    for (HeadCage.EyeSocket eye : new HeadCage.EyeSocket[] {cage.leftEye, cage.rightEye}) {
      for (int v : eye.points().upperMargin()) {
        mask[v] = 1;
      }
      for (int v : eye.points().lowerMargin()) {
        mask[v] = 0.45f;
      }
      mask[eye.points().outer()] = 0.8f;
      mask[eye.points().inner()] = 0.3f;
      Arrays.fill(mask, eye.rim(), eye.rim() + 16, 0.5f);
    }
    return mask;
  }
}
