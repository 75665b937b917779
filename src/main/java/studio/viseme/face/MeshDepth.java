package studio.viseme.face;

import java.util.Arrays;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Resampling;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * How far each pixel of the head is from the camera. On the face: the mesh, its vertices seen where
 * the landmarks are and as deep as the person's own shape is in this pose. On the rest of the head:
 * the {@link SkullEllipsoid}, shifted in depth so that it meets the mesh: the shift is fixed on the
 * face and harmonic (the smoothest there is) beyond it.
 *
 * <p>It is a plausible surface, not a measured one: hair has no depth of its own, the mouth's
 * interior is flat, and nothing here sees a jaw come forward. Use it to start from, or as a weak,
 * scale-free hint. Thread-safe.
 */
public final class MeshDepth {
  /** The shift is solved on a grid this much coarser than the frame. */
  private static final int COARSE = 4;

  private static final int SWEEPS = 120;
  private static final double OVER_RELAXATION = 1.85;

  private final HeadTrack head;
  private final SkullEllipsoid skull;
  private final int[] triangles = FaceMesh.triangles();

  public MeshDepth(HeadTrack head, SkullEllipsoid skull) {
    this.head = head;
    this.skull = skull;
  }

  /**
   * The depth of one frame.
   *
   * @param landmarks 478 × 3, pixels
   * @param mask of the head, 255 inside
   * @return camera-space z in centimetres, +∞ where the mask is under a half
   */
  public FloatPlane depth(float[] landmarks, RigidTransform pose, GrayImage mask) {
    int w = mask.width();
    int h = mask.height();
    FloatPlane mesh = meshDepth(landmarks, pose, w, h);
    FloatPlane prior = skullDepth(pose, mask);
    FloatPlane shift = harmonicShift(mesh, prior, mask);
    FloatPlane out = new FloatPlane(w, h);
    for (int i = 0; i < out.data().length; i++) {
      float onMesh = mesh.data()[i];
      boolean inside = (mask.data()[i] & 255) >= 128;
      out.data()[i] =
          !inside
              ? Float.POSITIVE_INFINITY
              : onMesh < Float.POSITIVE_INFINITY ? onMesh : prior.data()[i] + shift.data()[i];
    }
    return out;
  }

  /**
   * Z-buffer of the mesh's triangles, interpolated in 1/z, which is linear on the picture; +∞ off
   * the mesh.
   */
  FloatPlane meshDepth(float[] landmarks, RigidTransform pose, int width, int height) {
    float[] z = new float[FaceMesh.POINTS];
    for (int i = 0; i < z.length; i++) {
      float[] s = head.shape();
      z[i] = (float) pose.apply(new Vec3(s[3 * i], s[3 * i + 1], s[3 * i + 2])).z();
    }
    FloatPlane out = new FloatPlane(width, height);
    Arrays.fill(out.data(), Float.POSITIVE_INFINITY);
    for (int t = 0; t < triangles.length; t += 3) {
      raster(landmarks, z, triangles[t], triangles[t + 1], triangles[t + 2], out);
    }
    return out;
  }

  private static void raster(float[] p, float[] z, int a, int b, int c, FloatPlane out) {
    double ax = p[3 * a] - 0.5;
    double ay = p[3 * a + 1] - 0.5;
    double bx = p[3 * b] - 0.5;
    double by = p[3 * b + 1] - 0.5;
    double cx = p[3 * c] - 0.5;
    double cy = p[3 * c + 1] - 0.5;
    double area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (Math.abs(area) < 1e-6) {
      return;
    }
    int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy))));
    int bottom = Math.min(out.height() - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy))));
    int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx))));
    int right = Math.min(out.width() - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx))));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double u = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / area;
        double v = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / area;
        double w = 1 - u - v;
        if (u >= 0 && v >= 0 && w >= 0) {
          float depth = (float) (1 / (u / z[a] + v / z[b] + w / z[c]));
          if (depth < out.get(x, y)) {
            out.set(x, y, depth);
          }
        }
      }
    }
  }

  /** The ellipsoid's depth at every pixel of the mask. */
  private FloatPlane skullDepth(RigidTransform pose, GrayImage mask) {
    PinholeCamera camera = head.camera();
    RigidTransform toHead = pose.inverse();
    Vec3 eye = toHead.translation();
    double[] r = toHead.rotation().matrix();
    FloatPlane out = new FloatPlane(mask.width(), mask.height());
    for (int y = 0, i = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++, i++) {
        if (mask.data()[i] != 0) {
          Vec3 d = SkullEllipsoid.ray(camera, x, y);
          out.data()[i] =
              (float)
                  skull.distance(
                      eye,
                      r[0] * d.x() + r[1] * d.y() + r[2],
                      r[3] * d.x() + r[4] * d.y() + r[5],
                      r[6] * d.x() + r[7] * d.y() + r[8]);
        }
      }
    }
    return out;
  }

  /**
   * Solves Δshift = 0 on the mask, given the shift on the mesh, with free borders; successive
   * over-relaxation.
   */
  private static FloatPlane harmonicShift(FloatPlane mesh, FloatPlane prior, GrayImage mask) {
    int width = mask.width();
    int height = mask.height();
    int w = (width + COARSE - 1) / COARSE;
    int h = (height + COARSE - 1) / COARSE;
    float[] shift = new float[w * h];
    boolean[] inside = new boolean[w * h];
    boolean[] fixed = new boolean[w * h];
    double sum = 0;
    int known = 0;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i =
            Math.min(height - 1, y * COARSE + COARSE / 2) * width
                + Math.min(width - 1, x * COARSE + COARSE / 2);
        int c = y * w + x;
        inside[c] = mask.data()[i] != 0;
        fixed[c] = inside[c] && mesh.data()[i] < Float.POSITIVE_INFINITY;
        if (fixed[c]) {
          shift[c] = mesh.data()[i] - prior.data()[i];
          sum += shift[c];
          known++;
        }
      }
    }
    float mean = known == 0 ? 0 : (float) (sum / known);
    for (int c = 0; c < shift.length; c++) {
      shift[c] = fixed[c] ? shift[c] : mean;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      relax(shift, inside, fixed, w, h);
    }
    // Outside the mask the grid repeats the nearest inside values, so that interpolation at the rim
    // doesn't mix in the mean.
    spreadOutwards(shift, inside, w, h);
    return Resampling.bilinear(new FloatPlane(w, h, shift), width, height);
  }

  private static void relax(float[] shift, boolean[] inside, boolean[] fixed, int w, int h) {
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int c = y * w + x;
        if (!inside[c] || fixed[c]) {
          continue;
        }
        float sum = 0;
        int n = 0;
        if (x > 0 && inside[c - 1]) {
          sum += shift[c - 1];
          n++;
        }
        if (x < w - 1 && inside[c + 1]) {
          sum += shift[c + 1];
          n++;
        }
        if (y > 0 && inside[c - w]) {
          sum += shift[c - w];
          n++;
        }
        if (y < h - 1 && inside[c + w]) {
          sum += shift[c + w];
          n++;
        }
        if (n > 0) {
          shift[c] += (float) (OVER_RELAXATION * (sum / n - shift[c]));
        }
      }
    }
  }

  private static void spreadOutwards(float[] shift, boolean[] inside, int w, int h) {
    boolean[] known = inside.clone();
    for (int round = 0; round < 2; round++) {
      boolean[] before = known.clone();
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int c = y * w + x;
          if (before[c]) {
            continue;
          }
          float sum = 0;
          int n = 0;
          for (int v = Math.max(0, y - 1); v <= Math.min(h - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(w - 1, x + 1); u++) {
              if (before[v * w + u]) {
                sum += shift[v * w + u];
                n++;
              }
            }
          }
          if (n > 0) {
            shift[c] = sum / n;
            known[c] = true;
          }
        }
      }
    }
  }
}
