package studio.viseme.sample;

import java.util.Arrays;
import java.util.List;
import studio.viseme.math.Vec3;

/**
 * Soft shadows, computed once for the scene at rest: looks at it from many directions through small
 * depth maps and counts from how many a vertex is seen. All around gives ambient occlusion; around
 * the key light, its soft shadow.
 */
final class Occlusion {
  private static final int MAP = 320;
  private static final float BIAS = 0.22f;
  private static final int AROUND = 160;
  private static final int LAMP = 24;

  /** A thing that casts and receives shadows: positions and normals × 3, triangles. */
  record Body(float[] positions, float[] normals, int[] triangles) {}

  /**
   * What a body's vertices get of the light, 0..1.
   *
   * @param ambient of the light from all around
   * @param key of the key light
   */
  record Exposure(float[] ambient, float[] key) {}

  private Occlusion() {}

  /** Bakes all bodies, each in the shadow of all, in the studio's axes. */
  static List<Exposure> bake(List<Body> bodies, Lamps lamps) {
    double[][] ambient = new double[bodies.size()][];
    double[][] possible = new double[bodies.size()][];
    float[][] key = new float[bodies.size()][];
    for (int b = 0; b < bodies.size(); b++) {
      int n = bodies.get(b).positions.length / 3;
      ambient[b] = new double[n];
      possible[b] = new double[n];
      key[b] = new float[n];
    }
    DepthMap map = new DepthMap(bodies);
    for (int i = 0; i < AROUND; i++) {
      // Fibonacci's spiral: nearly even over the sphere
      double y = 1 - 2 * (i + 0.5) / AROUND;
      double r = Math.sqrt(1 - y * y);
      double phi = i * Math.PI * (3 - Math.sqrt(5));
      Vec3 direction = new Vec3(r * Math.cos(phi), y, r * Math.sin(phi));
      map.lookAlong(direction);
      for (int b = 0; b < bodies.size(); b++) {
        Body body = bodies.get(b);
        for (int v = 0; v < ambient[b].length; v++) {
          double cosine =
              body.normals[3 * v] * direction.x()
                  + body.normals[3 * v + 1] * direction.y()
                  + body.normals[3 * v + 2] * direction.z();
          if (cosine > 0.02) {
            double sky = cosine * (0.7 + 0.3 * direction.y());
            possible[b][v] += sky;
            ambient[b][v] += map.sees(body.positions, v) * sky;
          }
        }
      }
    }
    Vec3 across = new Vec3(0, 1, 0).cross(lamps.keyFrom()).normalized();
    Vec3 upright = lamps.keyFrom().cross(across);
    for (int i = 0; i < LAMP; i++) {
      double r = lamps.reach() * Math.sqrt((i + 0.5) / LAMP);
      double phi = i * Math.PI * (3 - Math.sqrt(5));
      map.lookAlong(
          lamps
              .keyFrom()
              .plus(across.times(r * Math.cos(phi)))
              .plus(upright.times(r * Math.sin(phi)))
              .normalized());
      for (int b = 0; b < bodies.size(); b++) {
        for (int v = 0; v < key[b].length; v++) {
          key[b][v] += map.sees(bodies.get(b).positions, v) / LAMP;
        }
      }
    }
    Exposure[] result = new Exposure[bodies.size()];
    for (int b = 0; b < result.length; b++) {
      float[] share = new float[key[b].length];
      for (int v = 0; v < share.length; v++) {
        share[v] = (float) (possible[b][v] > 0 ? ambient[b][v] / possible[b][v] : 0);
      }
      result[b] = new Exposure(share, key[b]);
    }
    return List.of(result);
  }

  /** Distances along one direction. */
  private static final class DepthMap {
    private final List<Body> bodies;
    private final float[] near = new float[MAP * MAP];
    private final Vec3 middle;
    private final double radius;
    private double[] axes;

    DepthMap(List<Body> bodies) {
      this.bodies = bodies;
      double[] low = {1e9, 1e9, 1e9};
      double[] high = {-1e9, -1e9, -1e9};
      // the head's surroundings matter; what is further down casts no shadow on it
      float[] head = bodies.getFirst().positions;
      for (int i = 0; i < head.length; i++) {
        low[i % 3] = Math.min(low[i % 3], head[i]);
        high[i % 3] = Math.max(high[i % 3], head[i]);
      }
      middle = new Vec3((low[0] + high[0]) / 2, (low[1] + high[1]) / 2 - 3, (low[2] + high[2]) / 2);
      radius = 20;
    }

    void lookAlong(Vec3 d) {
      Vec3 u =
          (Math.abs(d.y()) < 0.9 ? new Vec3(0, 1, 0) : new Vec3(1, 0, 0)).cross(d).normalized();
      Vec3 w = d.cross(u);
      axes = new double[] {u.x(), u.y(), u.z(), w.x(), w.y(), w.z(), d.x(), d.y(), d.z()};
      Arrays.fill(near, -1e9f);
      for (Body body : bodies) {
        float[] p = new float[body.positions.length];
        for (int v = 0; v < p.length; v += 3) {
          project(body.positions, v / 3, p, v);
        }
        for (int t = 0; t < body.triangles.length; t += 3) {
          fill(p, 3 * body.triangles[t], 3 * body.triangles[t + 1], 3 * body.triangles[t + 2]);
        }
      }
    }

    private void project(float[] positions, int v, float[] out, int at) {
      double x = positions[3 * v] - middle.x();
      double y = positions[3 * v + 1] - middle.y();
      double z = positions[3 * v + 2] - middle.z();
      double scale = MAP / (2 * radius);
      out[at] = (float) ((axes[0] * x + axes[1] * y + axes[2] * z) * scale + MAP / 2.0);
      out[at + 1] = (float) ((axes[3] * x + axes[4] * y + axes[5] * z) * scale + MAP / 2.0);
      out[at + 2] = (float) (axes[6] * x + axes[7] * y + axes[8] * z);
    }

    private void fill(float[] p, int a, int b, int c) {
      float area = (p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[b + 1] - p[a + 1]) * (p[c] - p[a]);
      if (area == 0) {
        return;
      }
      int left = Math.max(0, (int) Math.ceil(Math.min(p[a], Math.min(p[b], p[c])) - 0.5f));
      int right = Math.min(MAP - 1, (int) Math.floor(Math.max(p[a], Math.max(p[b], p[c])) - 0.5f));
      int top =
          Math.max(0, (int) Math.ceil(Math.min(p[a + 1], Math.min(p[b + 1], p[c + 1])) - 0.5f));
      int bottom =
          Math.min(
              MAP - 1, (int) Math.floor(Math.max(p[a + 1], Math.max(p[b + 1], p[c + 1])) - 0.5f));
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          float dx = x + 0.5f - p[a];
          float dy = y + 0.5f - p[a + 1];
          float wb = (dx * (p[c + 1] - p[a + 1]) - dy * (p[c] - p[a])) / area;
          float wc = (dy * (p[b] - p[a]) - dx * (p[b + 1] - p[a + 1])) / area;
          if (wb < 0 || wc < 0 || wb + wc > 1) {
            continue;
          }
          float depth = p[a + 2] + wb * (p[b + 2] - p[a + 2]) + wc * (p[c + 2] - p[a + 2]);
          if (depth > near[y * MAP + x]) {
            near[y * MAP + x] = depth;
          }
        }
      }
    }

    private final float[] point = new float[3];

    /** 1 when nothing lies between a vertex and the direction, 0 when something does. */
    float sees(float[] positions, int v) {
      project(positions, v, point, 0);
      int x = (int) point[0];
      int y = (int) point[1];
      if (x < 0 || y < 0 || x >= MAP || y >= MAP) {
        return 1;
      }
      return near[y * MAP + x] > point[2] + BIAS ? 0 : 1;
    }
  }
}
