package studio.viseme.face.depth;

import java.util.Arrays;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The depth of what stands or hangs beside a face, and isn't part of a round head: ears and long
 * hair. A closed surface bent to silhouettes makes both a bulge that begins at the cheek.
 *
 * <ul>
 *   <li>Skin outside the face's outline, from the brows to the nose's base, is an ear. Ears lie in
 *       a plane across the head through the ears' openings, which in people are some 12 cm behind
 *       the nose's tip (Farkas, "Anthropometry of the Head and Face", 1994); between the face and
 *       the ear the head's side is seen where it is turned to the camera.
 *   <li>Hair that goes on below the ears hangs as a curtain from the temples, beside the face and
 *       not behind it, and below the collar bones lies on the chest. What is seen between it and
 *       the throat hangs behind the neck.
 * </ul>
 *
 * Head space, centimetres.
 */
final class SideDepth {
  private static final double EAR = -4.8;

  /** Ears are seen between these heights, and over the next centimetre and a half no more. */
  private static final double EAR_TOP = 5;

  private static final double EAR_BOTTOM = -3;
  private static final double FADE = 1.5;

  /** Over so many centimetres beyond the face's outline its side turns away. */
  private static final double RIM = 0.5;

  /** Where long hair hangs, from which height down, and from where on it lies on the chest. */
  private static final double CURTAIN = -0.3;

  private static final double TEMPLES = 9;
  private static final double HAIR_FADE = 4;
  private static final double COLLAR_BONES = -12.5;
  private static final double CHEST_SLOPE = 0.8;
  private static final double CHEST = 5;
  private static final int CHEST_ROUNDS = 3;

  /** A curtain is so thick, and rounded over so much of its border. */
  private static final double THICK = 3;

  private static final double ROUND = 1.5;

  /** Where hair lies on something it is flat: so much of its roundness is lost. */
  private static final double FLAT = 0.7;

  /**
   * Hair behind the throat: a round shell about the neck, and how far locks come inwards by height.
   */
  private static final double NECK = -3;

  private static final double SHELL = 8.3;

  /**
   * From this height down hair behind the ears is seen between curtain and cheek, which leave a gap
   * so wide.
   */
  private static final double BEHIND_TOP = 2;

  private static final double GAP = 0.4;

  private static final double INWARDS = 0.2;

  /** Hair this broad below the ears is long, centimetres on one side. */
  private static final double LONG = 1;

  private static final double LONG_TOP = -1;
  private static final double LONG_BOTTOM = -4;

  private final PinholeCamera camera;

  /** The outline's points on each side of the face, from top to bottom: height, half-breadth, z. */
  private final double[][][] edges = new double[2][][];

  /** How far the face reaches to each side. */
  private final double[] breadth = new double[2];

  /**
   * @param shape 468 × 3
   */
  SideDepth(float[] shape, PinholeCamera camera) {
    this.camera = camera;
    for (int side = 0; side < 2; side++) {
      double sign = sign(side);
      edges[side] =
          Arrays.stream(FaceMesh.faceOval())
              .filter(p -> sign * shape[3 * p] > 0)
              .mapToObj(p -> new double[] {shape[3 * p + 1], sign * shape[3 * p], shape[3 * p + 2]})
              .sorted((a, b) -> Double.compare(b[0], a[0]))
              .toArray(double[][]::new);
      breadth[side] = Arrays.stream(edges[side]).mapToDouble(e -> e[1]).max().orElseThrow();
    }
  }

  private static double sign(int side) {
    return side == 0 ? -1 : 1;
  }

  /** One frame's rays in head space: from the eye, of depth 1. */
  private final class Rays {
    final RigidTransform toHead;
    final Vec3 eye;

    Rays(RigidTransform pose) {
      toHead = pose.inverse();
      eye = toHead.translation();
    }

    Vec3 through(int x, int y) {
      return toHead.rotation().rotate(SkullEllipsoid.ray(camera, x, y));
    }
  }

  /**
   * Draws over a frame's depth.
   *
   * @param depth camera-space z, +∞ where nothing is
   * @param face where the face's own mesh is drawn, which stays as it is
   */
  void draw(FloatPlane depth, DepthRaster face, GrayImage labels, RigidTransform pose) {
    Rays rays = new Rays(pose);
    double[] cover = {hairBelowEars(labels, rays, 0), hairBelowEars(labels, rays, 1)};
    boolean covered = cover[0] + cover[1] > 0;
    float[] toRim = covered ? DistanceTransform.squared(outside(labels)) : new float[0];
    for (int y = 0, i = 0; y < depth.height(); y++) {
      for (int x = 0; x < depth.width(); x++, i++) {
        FaceRegion region = FaceRegion.of(labels.data()[i]);
        boolean hair = region == FaceRegion.HAIR;
        if ((hair || region == FaceRegion.HEAD_SKIN)
            && face.depth().data()[i] == Float.POSITIVE_INFINITY) {
          Vec3 ray = rays.through(x, y);
          int side = rays.eye.x() + (EAR - rays.eye.z()) / ray.z() * ray.x() < 0 ? 0 : 1;
          if (hair && cover[side] > 0) {
            curtain(depth, i, rays.eye, ray, side, cover[side], Math.sqrt(toRim[i]));
          } else if (!hair) {
            ear(depth, i, rays.eye, ray, side);
          }
        }
      }
    }
  }

  /** Gives an ear's pixel its plane, and the head's side before it its own. */
  private void ear(FloatPlane depth, int i, Vec3 eye, Vec3 ray, int side) {
    double t = (EAR - eye.z()) / ray.z();
    double height = eye.y() + t * ray.y();
    double[] edge = edge(side, height);
    double beyond = sign(side) * (eye.x() + (edge[2] - eye.z()) / ray.z() * ray.x()) - edge[1];
    double share =
        Math.clamp((EAR_TOP + FADE - height) / FADE, 0, 1)
            * Math.clamp((height - EAR_BOTTOM + FADE) / FADE, 0, 1)
            * Math.clamp(beyond / RIM, 0, 1);
    if (share > 0) {
      mix(depth, i, nearer(t, eye, ray, side, edge), share);
    }
  }

  /** What isn't the head. */
  private static GrayImage outside(GrayImage labels) {
    GrayImage out = new GrayImage(labels.width(), labels.height());
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (byte) (FaceRegion.of(labels.data()[i]).isHead() ? 0 : 255);
    }
    return out;
  }

  /**
   * Gives a pixel of hair the depth of what hangs there.
   *
   * @param toRim how far the head goes on in the picture, pixels
   */
  private void curtain(
      FloatPlane depth, int i, Vec3 eye, Vec3 ray, int side, double cover, double toRim) {
    double t = (CURTAIN - eye.z()) / ray.z();
    double height = eye.y() + t * ray.y();
    double share = cover * Math.clamp((TEMPLES - height) / HAIR_FADE, 0, 1);
    if (share > 0) {
      double chest = 0;
      for (int round = 0; round < CHEST_ROUNDS; round++) {
        chest = Math.clamp(CHEST_SLOPE * (COLLAR_BONES - height), 0, CHEST);
        t = (CURTAIN + chest - eye.z()) / ray.z();
        height = eye.y() + t * ray.y();
      }
      double inside =
          breadth[side]
              + GAP
              - INWARDS * Math.max(0, LONG_BOTTOM - height)
              - sign(side) * (eye.x() + t * ray.x());
      double behind =
          Math.clamp(inside / RIM, 0, 1)
              * Math.clamp((BEHIND_TOP - height) / FADE, 0, 1)
              * Math.clamp((height - COLLAR_BONES) / FADE, 0, 1);
      // Hair on the forehead is nearer than any curtain.
      double rim = fall(toRim * t / camera.focal()) * (1 - FLAT * Math.min(1, chest));
      double hanging = Math.min(t + rim, depth.data()[i]);
      mix(depth, i, hanging + behind * (shell(eye, ray, t) - hanging), share);
    }
  }

  /** How far a curtain's round rim falls back, by the distance from its border, centimetres. */
  private static double fall(double inside) {
    double s = 1 - Math.min(1, inside / ROUND);
    return THICK * (1 - Math.sqrt(1 - s * s));
  }

  /** Where a ray leaves the shell of hair around the neck; {@code t} when it misses that. */
  private static double shell(Vec3 eye, Vec3 ray, double t) {
    double z = eye.z() - NECK;
    double a = ray.x() * ray.x() + ray.z() * ray.z();
    double b = eye.x() * ray.x() + z * ray.z();
    double c = eye.x() * eye.x() + z * z - SHELL * SHELL;
    double discriminant = b * b - a * c;
    return discriminant > 0 ? Math.max(t, (-b + Math.sqrt(discriminant)) / a) : t;
  }

  private static void mix(FloatPlane depth, int i, double z, double share) {
    float old = depth.data()[i];
    depth.data()[i] = (float) (old == Float.POSITIVE_INFINITY ? z : old + share * (z - old));
  }

  /** The way to the head's side between face and ear where the ray meets that before the ear. */
  private static double nearer(double t, Vec3 eye, Vec3 ray, int side, double[] edge) {
    double wall = (sign(side) * edge[1] - eye.x()) / ray.x();
    double z = eye.z() + wall * ray.z();
    return wall > 0 && wall < t && z < edge[2] && z > EAR ? wall : t;
  }

  /** Height, half-breadth and z of the face's outline at a height. */
  private double[] edge(int side, double height) {
    double[][] points = edges[side];
    int k = 1;
    while (k < points.length - 1 && points[k][0] > height) {
      k++;
    }
    double[] a = points[k - 1];
    double[] b = points[k];
    double share = Math.clamp((a[0] - height) / Math.max(1e-6, a[0] - b[0]), 0, 1);
    return new double[] {height, a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])};
  }

  /** How sure it is that hair hangs below an ear, 0..1: its mean breadth beside the jaw. */
  private double hairBelowEars(GrayImage labels, Rays rays, int side) {
    double sum = 0;
    int rows = 0;
    for (double height = LONG_BOTTOM; height <= LONG_TOP; height += 0.25, rows++) {
      double edge = edge(side, height)[1];
      for (double out = 0; out < 3 * LONG; out += 0.1) {
        Vec3 p = rays.toHead.inverse().apply(new Vec3(sign(side) * (edge + out), height, CURTAIN));
        int x = (int) camera.projectX(p);
        int y = (int) camera.projectY(p);
        if (x >= 0
            && y >= 0
            && x < labels.width()
            && y < labels.height()
            && labels.get(x, y) == FaceRegion.HAIR.code()) {
          sum += 0.1;
        }
      }
    }
    return Math.min(1, sum / rows / LONG);
  }
}
