package studio.viseme.face;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import studio.viseme.image.Polygon;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * An ellipsoid that stands for the whole head with its hair, where the face's mesh doesn't reach:
 * head space, centimetres.
 *
 * @param center in the skull's middle
 * @param axes half the breadth, height and depth
 */
public record SkullEllipsoid(Vec3 center, Vec3 axes) {
  /** An average skull without hair. */
  public static final SkullEllipsoid AVERAGE =
      new SkullEllipsoid(new Vec3(0, 3.5, -4), new Vec3(8.6, 10.5, 10));

  /** Hair may make a head this much larger than the average skull; and skulls may be smaller. */
  private static final double MAX_GROWTH = 1.8;

  private static final double MIN_GROWTH = 0.84;

  /** Points of the face's outline above this height lie on the skull, centimetres. */
  private static final double FOREHEAD = 6;

  /** Half the depth of a skull, at least and at most. */
  private static final double SHALLOWEST = 8;

  private static final double DEEPEST = 12.5;

  private static final double STEP = 0.04;
  private static final double COVERED = 0.985;
  private static final int MAX_FRAMES = 12;
  private static final int STRIDE = 8;

  /** Corners of the limb's polygon. */
  private static final int LIMB = 48;

  /**
   * Beyond its limb the surface goes on as a skirt that falls back by this share of the distance.
   */
  private static final double SKIRT = 0.15;

  /**
   * The smallest in breadth and in height that covers nearly all that the masks show of the head
   * above the nose's tip, in some of the frames before {@code fitFrames}. Silhouettes say nothing
   * of the third axis, the forehead does: the surface leaves the face where that ends.
   */
  public static SkullEllipsoid fit(
      LandmarkTrack track, HeadTrack head, IntFunction<Parsing> parsings, int fitFrames) {
    int[] found =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    int n = Math.min(MAX_FRAMES, found.length);
    // All rays of the sampled head pixels, in head space: origin and direction.
    double[] rays = new double[0];
    for (int k = 0; k < n; k++) {
      int frame = found[(int) ((2L * k + 1) * found.length / (2L * n))];
      rays = appended(rays, raysOf(track, head, parsings.apply(frame), frame));
    }
    SkullEllipsoid best = AVERAGE.grown(MAX_GROWTH, MAX_GROWTH).throughForehead(head.shape());
    double smallest = Double.POSITIVE_INFINITY;
    for (double wide = MIN_GROWTH; wide < MAX_GROWTH; wide += STEP) {
      for (double tall = MIN_GROWTH; tall < MAX_GROWTH && wide * tall < smallest; tall += STEP) {
        SkullEllipsoid grown = AVERAGE.grown(wide, tall).throughForehead(head.shape());
        if (grown.covered(rays) >= COVERED) {
          best = grown;
          smallest = wide * tall;
        }
      }
    }
    return best;
  }

  /** The same breadth and height, and as deep as the upper end of a face wants it. */
  private SkullEllipsoid throughForehead(float[] shape) {
    double sum = 0;
    double weights = 0;
    for (int p : FaceMesh.faceOval()) {
      double x = (shape[3 * p] - center.x()) / axes.x();
      double y = (shape[3 * p + 1] - center.y()) / axes.y();
      double left = 1 - x * x - y * y;
      if (shape[3 * p + 1] > FOREHEAD && left > 0) {
        sum += (shape[3 * p + 2] - center.z()) * Math.sqrt(left);
        weights += left;
      }
    }
    double deep = weights == 0 ? axes.z() : Math.clamp(sum / weights, SHALLOWEST, DEEPEST);
    return new SkullEllipsoid(center, new Vec3(axes.x(), axes.y(), deep));
  }

  /** The share of rays that meet the ellipsoid. */
  private double covered(double[] rays) {
    int hit = 0;
    for (int i = 0; i < rays.length; i += 6) {
      hit += discriminant(rays, i) > 0 ? 1 : 0;
    }
    return rays.length == 0 ? 1 : hit * 6.0 / rays.length;
  }

  /** The same middle, its axes times these; half of what its breadth gains its depth does, too. */
  public SkullEllipsoid grown(double wide, double tall) {
    return new SkullEllipsoid(
        center, new Vec3(axes.x() * wide, axes.y() * tall, axes.z() * (1 + 0.5 * (wide - 1))));
  }

  /**
   * The limb as a polygon in the picture: where rays from the camera touch the ellipsoid. On the
   * unit sphere, to which the axes scale it, that is a circle around the line to the eye.
   *
   * @param scale from the camera's pixels to the picture's
   */
  public Polygon outline(RigidTransform pose, PinholeCamera camera, double scale) {
    Vec3 eye = pose.inverse().translation();
    Vec3 e =
        new Vec3(
            (eye.x() - center.x()) / axes.x(),
            (eye.y() - center.y()) / axes.y(),
            (eye.z() - center.z()) / axes.z());
    double distance = e.length();
    Vec3 to = e.times(1 / distance);
    Vec3 side = to.cross(new Vec3(0, 1, 0)).normalized();
    Vec3 up = side.cross(to);
    double nearer = 1 / distance;
    double radius = Math.sqrt(Math.max(0, 1 - nearer * nearer));
    double[] x = new double[LIMB];
    double[] y = new double[LIMB];
    for (int k = 0; k < LIMB; k++) {
      double angle = 2 * Math.PI * k / LIMB;
      Vec3 s =
          to.times(nearer)
              .plus(side.times(radius * Math.cos(angle)))
              .plus(up.times(radius * Math.sin(angle)));
      Vec3 p =
          pose.apply(
              new Vec3(
                  center.x() + axes.x() * s.x(),
                  center.y() + axes.y() * s.y(),
                  center.z() + axes.z() * s.z()));
      x[k] = camera.projectX(p) * scale;
      y[k] = camera.projectY(p) * scale;
    }
    return new Polygon(x, y);
  }

  private static double[] raysOf(LandmarkTrack track, HeadTrack head, Parsing parsing, int frame) {
    PinholeCamera camera = head.camera();
    RigidTransform toHead = head.poses().get(frame).inverse();
    Vec3 eye = toHead.translation();
    int width = parsing.labels().width();
    int bottom = (int) Math.clamp(track.y(frame, FaceMesh.NOSE_TIP), 0, parsing.labels().height());
    double[] rays = new double[(bottom / STRIDE + 1) * (width / STRIDE + 1) * 6];
    int n = 0;
    for (int y = 0; y < bottom; y += STRIDE) {
      for (int x = 0; x < width; x += STRIDE) {
        if (FaceRegion.of(parsing.labels().get(x, y)).isHead()) {
          Vec3 direction = toHead.rotation().rotate(ray(camera, x, y));
          double[] ray = {eye.x(), eye.y(), eye.z(), direction.x(), direction.y(), direction.z()};
          System.arraycopy(ray, 0, rays, n, 6);
          n += 6;
        }
      }
    }
    return Arrays.copyOf(rays, n);
  }

  private static double[] appended(double[] a, double[] b) {
    double[] out = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, out, a.length, b.length);
    return out;
  }

  /** The direction through a pixel's centre, of depth 1. */
  public static Vec3 ray(PinholeCamera camera, int x, int y) {
    return new Vec3(
        (x + 0.5 - camera.centerX()) / camera.focal(),
        (y + 0.5 - camera.centerY()) / camera.focal(),
        1);
  }

  /** Positive where the ray (six numbers from {@code at}) meets the ellipsoid. */
  private double discriminant(double[] ray, int at) {
    double ox = (ray[at] - center.x()) / axes.x();
    double oy = (ray[at + 1] - center.y()) / axes.y();
    double oz = (ray[at + 2] - center.z()) / axes.z();
    double dx = ray[at + 3] / axes.x();
    double dy = ray[at + 4] / axes.y();
    double dz = ray[at + 5] / axes.z();
    double a = dx * dx + dy * dy + dz * dz;
    double b = ox * dx + oy * dy + oz * dz;
    double c = ox * ox + oy * oy + oz * oz - 1;
    return b * b - a * c;
  }

  /**
   * How far along a ray the surface is, in lengths of the direction; past the limb, where the ray
   * comes nearest and a little behind.
   */
  double distance(Vec3 origin, double directionX, double directionY, double directionZ) {
    double ox = (origin.x() - center.x()) / axes.x();
    double oy = (origin.y() - center.y()) / axes.y();
    double oz = (origin.z() - center.z()) / axes.z();
    double dx = directionX / axes.x();
    double dy = directionY / axes.y();
    double dz = directionZ / axes.z();
    double a = dx * dx + dy * dy + dz * dz;
    double b = ox * dx + oy * dy + oz * dz;
    double c = ox * ox + oy * oy + oz * oz - 1;
    double discriminant = b * b - a * c;
    double nearest = -b / a;
    return discriminant > 0
        ? nearest - Math.sqrt(discriminant) / a
        : nearest + SKIRT * Math.sqrt(-discriminant) / a;
  }
}
