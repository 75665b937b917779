package studio.viseme.face.depth;

import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadFrame;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.Parsing;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * How far each pixel of head and neck is from the camera: the person's {@link HeadSurface} in the
 * frame's pose, and in the face the tracked mesh, made smooth, its vertices seen where the
 * landmarks are and as deep as the person's own shape is in this pose. From the one to the other it
 * changes over within {@value HeadSurfaceFitter#SEAM} centimetres. Ears and long hair are placed by
 * {@link SideDepth}. Strands that stand out of the surface are as deep as the nearest of it.
 *
 * <p>It is a plausible surface, not a measured one: hair has no depth of its own, the mouth's
 * interior is a flat floor, and nothing here sees a jaw come forward. Use it to start from, or as a
 * weak, scale-free hint. Thread-safe.
 */
public final class MeshDepth {
  /** Facets are this many pixels wide in a head crop of 512; one binomial filter a round. */
  private static final int SMOOTHING = 3;

  /** Teeth and tongue lie behind the lips by as much as lips are thick, centimetres. */
  private static final float LIPS = 1.2f;

  /** From the nose's base down so many centimetres the jaw takes over. */
  private static final double JAW_FADE = 2;

  private final HeadTrack head;
  private final float[] surface;
  private final int[] triangles = HeadSurface.triangles();
  private final float[] nothing;
  private final float[] seam;
  private final SideDepth sides;

  public MeshDepth(HeadTrack head, HeadSurface surface) {
    this.head = head;
    this.surface = surface.points();
    this.nothing = new float[this.surface.length / 3];
    this.seam = HeadSurfaceFitter.seam(FaceSurface.OF_FACE.refine(head.shape()), head.shape());
    this.sides = new SideDepth(head.shape(), head.camera());
  }

  /**
   * The depth of one frame.
   *
   * @param landmarks 478 × 3, pixels
   * @return camera-space z in centimetres, +∞ off head and neck
   */
  public FloatPlane depth(float[] landmarks, RigidTransform pose, Parsing parsing) {
    GrayImage labels = parsing.labels();
    int w = labels.width();
    int h = labels.height();
    FloatPlane all = surfaceDepth(pose, w, h);
    DepthRaster face = new DepthRaster(w, h);
    face.draw(faceVertices(landmarks, pose), FaceSurface.OF_FACE.triangles(), seam, true);
    boolean[] mask = lay(face, all, labels);
    fill(all);
    growJaw(all, face, labels, pose);
    deepenMouth(all, labels);
    for (int round = 0; round < SMOOTHING; round++) {
      smooth(all, mask);
    }
    sides.draw(all, face, labels, pose);
    smooth(all, mask);
    cutOff(all, mask);
    return all;
  }

  // Loops have methods of their own: with several in one, the virtual machine compiles one loop
  // together with all that follows it, for seconds, and a training's first steps wait for that.

  /**
   * Lays the face over the head at rest.
   *
   * @return where head and neck are
   */
  private static boolean[] lay(DepthRaster face, FloatPlane all, GrayImage labels) {
    boolean[] mask = new boolean[labels.data().length];
    for (int i = 0; i < mask.length; i++) {
      FaceRegion region = FaceRegion.of(labels.data()[i]);
      mask[i] = region.isHead() || region == FaceRegion.NECK;
      float near = face.depth().data()[i];
      float base = all.data()[i];
      if (near < Float.POSITIVE_INFINITY) {
        float share = face.value().data()[i];
        all.data()[i] = base < Float.POSITIVE_INFINITY ? base + share * (near - base) : near;
      }
    }
    return mask;
  }

  private static void deepenMouth(FloatPlane all, GrayImage labels) {
    for (int i = 0; i < labels.data().length; i++) {
      if (labels.data()[i] == FaceRegion.MOUTH_INTERIOR.code()) {
        all.data()[i] += LIPS;
      }
    }
  }

  private static void cutOff(FloatPlane all, boolean[] mask) {
    for (int i = 0; i < mask.length; i++) {
      if (!mask[i]) {
        all.data()[i] = Float.POSITIVE_INFINITY;
      }
    }
  }

  /**
   * Jaw and beard go on as far as the masks say: the net draws the outline above a beard's end, and
   * what lies below it would be as deep as the throat. There the face's own depth is passed on,
   * more and more over {@value #JAW_FADE} centimetres from the nose's base down.
   */
  private void growJaw(FloatPlane all, DepthRaster face, GrayImage labels, RigidTransform pose) {
    HeadFrame frame = HeadFrame.of(pose, head.camera(), 1);
    Vec3 base = pose.apply(point(FaceMesh.NOSE_BASE));
    double level = frame.v(head.camera().projectX(base), head.camera().projectY(base));
    FloatPlane jaw = new FloatPlane(labels.width(), labels.height(), face.depth().data().clone());
    fill(jaw);
    for (int y = 0, i = 0; y < labels.height(); y++) {
      for (int x = 0; x < labels.width(); x++, i++) {
        FaceRegion region = FaceRegion.of(labels.data()[i]);
        if (!region.isHead()
            || region == FaceRegion.HAIR
            || jaw.data()[i] == Float.POSITIVE_INFINITY) {
          continue;
        }
        float share = (float) Math.clamp((frame.v(x + 0.5, y + 0.5) - level) / JAW_FADE, 0, 1);
        all.data()[i] += share * (jaw.data()[i] - all.data()[i]);
      }
    }
  }

  private Vec3 point(int p) {
    float[] shape = head.shape();
    return new Vec3(shape[3 * p], shape[3 * p + 1], shape[3 * p + 2]);
  }

  /** The head at rest in a pose. */
  FloatPlane surfaceDepth(RigidTransform pose, int width, int height) {
    PinholeCamera camera = head.camera();
    float[] vertices = new float[surface.length];
    for (int i = 0; i < surface.length; i += 3) {
      Vec3 p = pose.apply(new Vec3(surface[i], surface[i + 1], surface[i + 2]));
      vertices[i] = (float) camera.projectX(p);
      vertices[i + 1] = (float) camera.projectY(p);
      vertices[i + 2] = (float) p.z();
    }
    DepthRaster raster = new DepthRaster(width, height);
    raster.draw(vertices, triangles, nothing, false);
    return raster.depth();
  }

  private float[] faceVertices(float[] landmarks, RigidTransform pose) {
    float[] shape = head.shape();
    float[] points = new float[shape.length];
    for (int i = 0; i < points.length; i += 3) {
      points[i] = landmarks[i];
      points[i + 1] = landmarks[i + 1];
      points[i + 2] = (float) pose.apply(new Vec3(shape[i], shape[i + 1], shape[i + 2])).z();
    }
    return FaceSurface.OF_FACE.refine(points);
  }

  /**
   * Gives what the mask shows beyond the surface the depth of the nearest pixel that has one, by
   * two sweeps that pass it on (Danielsson 1980).
   */
  private static void fill(FloatPlane depth) {
    int w = depth.width();
    float[] z = depth.data();
    int[] far = new int[z.length];
    for (int i = 0; i < z.length; i++) {
      far[i] = z[i] < Float.POSITIVE_INFINITY ? 0 : Integer.MAX_VALUE / 2;
    }
    for (int i = 0; i < z.length; i++) {
      pass(z, far, i, i % w > 0 ? i - 1 : i);
      pass(z, far, i, i >= w ? i - w : i);
    }
    for (int i = z.length - 1; i >= 0; i--) {
      pass(z, far, i, i % w < w - 1 ? i + 1 : i);
      pass(z, far, i, i + w < z.length ? i + w : i);
    }
  }

  private static void pass(float[] z, int[] far, int to, int from) {
    if (far[from] + 1 < far[to]) {
      far[to] = far[from] + 1;
      z[to] = z[from];
    }
  }

  /** Weights 1, 2, 1 both ways, over what is inside alone. */
  private static void smooth(FloatPlane depth, boolean[] mask) {
    int w = depth.width();
    int h = depth.height();
    float[] z = depth.data();
    float[] rows = z.clone();
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        if (mask[i]) {
          float left = x > 0 && mask[i - 1] ? z[i - 1] : z[i];
          float right = x < w - 1 && mask[i + 1] ? z[i + 1] : z[i];
          rows[i] = 0.25f * (left + right) + 0.5f * z[i];
        }
      }
    }
    for (int y = 0, i = 0; y < h; y++) {
      for (int x = 0; x < w; x++, i++) {
        if (mask[i]) {
          float above = y > 0 && mask[i - w] ? rows[i - w] : rows[i];
          float below = y < h - 1 && mask[i + w] ? rows[i + w] : rows[i];
          z[i] = 0.25f * (above + below) + 0.5f * rows[i];
        }
      }
    }
  }
}
