package studio.viseme.face.depth;

import java.util.Arrays;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * A person's head mesh laid over a picture for people to look at: the texture, lit from the camera
 * so that the shape shows, with lines of its grid.
 */
public final class HeadPicture {
  /** Lines of the grid around the head and from crown to neck. */
  private static final int MERIDIANS = 36;

  private static final int PARALLELS = 27;

  /** Half a line's width, shares of the distance between two. */
  private static final double LINE = 0.045;

  private static final double LINE_LIGHT = 0.55;

  /** Light on what is seen edge-on; 1 on what faces the camera. */
  private static final double EDGE_LIGHT = 0.35;

  private HeadPicture() {}

  /**
   * The picture with the head over it; the picture itself isn't changed.
   *
   * @param pose from head space to the camera's, centimetres
   * @param camera whose picture it is
   * @param opacity 0..1
   */
  public static RgbImage over(
      RgbImage picture, HeadMesh mesh, RigidTransform pose, PinholeCamera camera, double opacity) {
    int n = mesh.vertices().length / 3;
    float[] points = new float[3 * n];
    float[] u = new float[n];
    float[] v = new float[n];
    for (int i = 0; i < n; i++) {
      Vec3 seen = pose.apply(mesh.vertex(i));
      points[3 * i] = (float) camera.projectX(seen);
      points[3 * i + 1] = (float) camera.projectY(seen);
      points[3 * i + 2] = (float) seen.z();
      u[i] = mesh.uv()[2 * i];
      v[i] = mesh.uv()[2 * i + 1];
    }
    FloatPlane column = plane(picture, points, mesh, u);
    FloatPlane row = plane(picture, points, mesh, v);
    FloatPlane light = plane(picture, points, mesh, light(mesh, pose));
    RgbImage out = picture.copy();
    for (int i = 0; i < light.data().length; i++) {
      if (light.data()[i] > 0) {
        double x = column.data()[i];
        double y = row.data()[i];
        double lit = light.data()[i] * (isLine(x, y) ? LINE_LIGHT : 1);
        int texel = texel(mesh.texture(), x, y);
        for (int c = 0; c < 3; c++) {
          int below = out.data()[3 * i + c] & 255;
          double head = lit * (mesh.texture().data()[3 * texel + c] & 255);
          out.data()[3 * i + c] = (byte) Math.round(below + opacity * (head - below));
        }
      }
    }
    return out;
  }

  private static FloatPlane plane(RgbImage picture, float[] points, HeadMesh mesh, float[] values) {
    DepthRaster raster = new DepthRaster(picture.width(), picture.height());
    raster.draw(points, mesh.triangles(), values, false);
    return raster.value();
  }

  /** Of each vertex, by how squarely it faces the camera; never 0. */
  private static float[] light(HeadMesh mesh, RigidTransform pose) {
    int n = mesh.vertices().length / 3;
    Vec3[] normals = new Vec3[n];
    Arrays.fill(normals, Vec3.ZERO);
    int[] triangles = mesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      Vec3 a = mesh.vertex(triangles[t]);
      Vec3 side = mesh.vertex(triangles[t + 1]).minus(a);
      Vec3 normal = side.cross(mesh.vertex(triangles[t + 2]).minus(a));
      for (int k = 0; k < 3; k++) {
        normals[triangles[t + k]] = normals[triangles[t + k]].plus(normal);
      }
    }
    float[] light = new float[n];
    for (int i = 0; i < n; i++) {
      Vec3 seen = pose.apply(mesh.vertex(i));
      Vec3 normal = pose.rotation().rotate(normals[i]);
      double cosine = -normal.dot(seen) / (normal.length() * seen.length() + 1e-12);
      light[i] = (float) (EDGE_LIGHT + (1 - EDGE_LIGHT) * Math.clamp(cosine, 0, 1));
    }
    return light;
  }

  private static boolean isLine(double u, double v) {
    return isNear(u * MERIDIANS) || isNear(v * PARALLELS);
  }

  private static boolean isNear(double value) {
    return Math.abs(value - Math.rint(value)) < LINE;
  }

  private static int texel(RgbImage texture, double u, double v) {
    int x = Math.clamp((long) (u * texture.width()), 0, texture.width() - 1);
    int y = Math.clamp((long) (v * texture.height()), 0, texture.height() - 1);
    return y * texture.width() + x;
  }
}
