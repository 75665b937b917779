package studio.viseme.face.depth;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.SmoothStep;
import studio.viseme.math.Vec3;

/**
 * Finds a person's {@link HeadSurface}. On the face it is the tracked mesh, made smooth. Elsewhere
 * it starts as the {@link SkullEllipsoid} on an average neck, and is pushed out or in until its
 * silhouette is that of the masks, from frame to frame; in between it bends as little as it can
 * (the thin plate's energy), so that it has no crease where the face ends.
 */
public final class HeadSurfaceFitter {
  private static final int MAX_FRAMES = 16;
  private static final int ROUNDS = 7;

  /** Farther than this the silhouette is something else, centimetres. */
  private static final double FARTHEST = 5;

  /** In one round the surface moves no farther, centimetres: what comes first may be mended. */
  private static final double LONGEST_STEP = 1;

  /** A point of the surface counts as outline where it is seen this nearly from the side. */
  private static final double GRAZING = 0.12;

  private static final float FACE_WEIGHT = 20;
  private static final float OUTLINE_WEIGHT = 1.5f;
  private static final float PRIOR_WEIGHT = 5e-3f;

  /** Over so many centimetres from its outline the face mesh gets its full weight. */
  static final double SEAM = 1.6;

  /** An average neck's half breadth and half depth, centimetres. */
  private static final double NECK_BREADTH = 5.6;

  private static final double NECK_DEPTH = 5.8;

  private final LandmarkTrack track;
  private final HeadTrack head;
  private final IntFunction<Parsing> parsings;
  private final int[] frames;

  private HeadSurfaceFitter(
      LandmarkTrack track, HeadTrack head, IntFunction<Parsing> parsings, int fitFrames) {
    this.track = track;
    this.head = head;
    this.parsings = parsings;
    int[] found =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    int n = Math.min(MAX_FRAMES, found.length);
    frames =
        IntStream.range(0, n)
            .map(k -> found[(int) ((2L * k + 1) * found.length / (2L * n))])
            .toArray();
  }

  /** Fits on some of the frames before {@code fitFrames}. */
  public static HeadSurface fit(
      LandmarkTrack track,
      HeadTrack head,
      SkullEllipsoid skull,
      IntFunction<Parsing> parsings,
      int fitFrames) {
    return new HeadSurfaceFitter(track, head, parsings, fitFrames).fit(skull);
  }

  private HeadSurface fit(SkullEllipsoid skull) {
    float[] prior = prior(skull);
    int n = prior.length;
    float[] faceWeight = new float[n];
    float[] face = face(faceWeight);
    float[] offset = new float[n];
    float[] target = new float[n];
    float[] weight = new float[n];
    float[] pull = new float[n];
    float[] pulls = new float[n];
    Parsing[] masks = new Parsing[frames.length];
    for (int k = 0; k < frames.length; k++) {
      masks[k] = parsings.apply(frames[k]);
    }
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < n; i++) {
        // What the outline says holds where the face doesn't.
        float outline = OUTLINE_WEIGHT * Math.min(3, pulls[i]) * (1 - faceWeight[i]);
        weight[i] = FACE_WEIGHT * faceWeight[i] + outline + PRIOR_WEIGHT;
        target[i] =
            FACE_WEIGHT * faceWeight[i] * (face[i] - prior[i])
                + outline * (offset[i] + (pulls[i] > 0 ? pull[i] / pulls[i] : 0));
      }
      offset = ThinPlate.solve(target, weight, offset);
      if (round < ROUNDS) {
        Arrays.fill(pull, 0);
        Arrays.fill(pulls, 0);
        HeadSurface now = sum(prior, offset);
        for (int k = 0; k < frames.length; k++) {
          pullTowards(masks[k], frames[k], now, pull, pulls);
        }
      }
    }
    return sum(prior, offset);
  }

  private static HeadSurface sum(float[] prior, float[] offset) {
    float[] radii = new float[prior.length];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = Math.max(1, prior[i] + offset[i]);
    }
    float crown = 0;
    for (int column = 0; column < HeadGrid.COLUMNS; column++) {
      crown += radii[column] / HeadGrid.COLUMNS;
    }
    Arrays.fill(radii, 0, HeadGrid.COLUMNS, crown);
    return new HeadSurface(radii);
  }

  /** Skull and neck, whichever reaches farther along each ray. */
  private static float[] prior(SkullEllipsoid skull) {
    // Hair widens the skull; below its middle an average skull keeps the jaw free.
    Vec3 axes = skull.axes();
    Vec3 lower = new Vec3(axes.x(), SkullEllipsoid.AVERAGE.axes().y(), axes.z());
    float[] out = new float[HeadGrid.ROWS * HeadGrid.COLUMNS];
    for (int row = 0; row < HeadGrid.ROWS; row++) {
      Vec3 o = HeadGrid.origin(row);
      for (int column = 0; column < HeadGrid.COLUMNS; column++) {
        Vec3 d = HeadGrid.direction(row, column);
        double reach = exit(o, d, skull.center(), axes, false);
        if (o.y() + reach * d.y() < skull.center().y()) {
          reach = exit(o, d, skull.center(), lower, false);
        }
        Vec3 neck = new Vec3(0, 0, HeadGrid.CENTER.z() - 1.5);
        double stem =
            d.y() < -0.3 ? exit(o, d, neck, new Vec3(NECK_BREADTH, 1, NECK_DEPTH), true) : 0;
        // The longer of the two, rounded where they are alike.
        double top = Math.max(reach, stem);
        double gap = Math.abs(reach - stem);
        out[HeadGrid.index(row, column)] =
            (float) (top + (gap < 2 ? (2 - gap) * (2 - gap) / 8 : 0));
      }
    }
    return out;
  }

  /** How far along a ray from inside it leaves an ellipsoid or, without regard to y, a cylinder. */
  private static double exit(Vec3 o, Vec3 d, Vec3 center, Vec3 axes, boolean cylinder) {
    Vec3 p = o.minus(center);
    double px = p.x() / axes.x();
    double py = cylinder ? 0 : p.y() / axes.y();
    double pz = p.z() / axes.z();
    double dx = d.x() / axes.x();
    double dy = cylinder ? 0 : d.y() / axes.y();
    double dz = d.z() / axes.z();
    double a = dx * dx + dy * dy + dz * dz;
    double b = px * dx + py * dy + pz * dz;
    double c = px * px + py * py + pz * pz - 1;
    double discriminant = b * b - a * c;
    return discriminant <= 0 || a < 1e-9 ? 0 : Math.max(0, (-b + Math.sqrt(discriminant)) / a);
  }

  /** Where rays leave the smooth face, and how far the face is to be believed there, 0..1. */
  private float[] face(float[] weight) {
    float[] fine = FaceSurface.OF_FACE.refine(head.shape());
    float[] seam = seam(fine, head.shape());
    int[] triangles = FaceSurface.OF_FACE.triangles();
    float[] out = new float[weight.length];
    for (int t = 0; t < triangles.length; t += 3) {
      cast(fine, seam, triangles, t, out, weight);
    }
    return out;
  }

  /** The rays that may meet a triangle: those between the rows and columns of its corners. */
  private static void cast(
      float[] fine, float[] seam, int[] triangles, int t, float[] radius, float[] weight) {
    double firstRow = Double.POSITIVE_INFINITY;
    double lastRow = Double.NEGATIVE_INFINITY;
    double firstColumn = Double.POSITIVE_INFINITY;
    double lastColumn = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 3; k++) {
      int v = 3 * triangles[t + k];
      Vec3 p = new Vec3(fine[v], fine[v + 1], fine[v + 2]);
      firstRow = Math.min(firstRow, HeadGrid.row(p));
      lastRow = Math.max(lastRow, HeadGrid.row(p));
      firstColumn = Math.min(firstColumn, HeadGrid.column(p));
      lastColumn = Math.max(lastColumn, HeadGrid.column(p));
    }
    // Below the globe the rays start elsewhere.
    int bottom = HeadGrid.isNeck(lastRow + 1) ? HeadGrid.ROWS - 1 : (int) lastRow + 1;
    int margin = HeadGrid.isNeck(bottom) ? 12 : 1;
    for (int row = Math.max(1, (int) firstRow - margin); row <= bottom; row++) {
      Vec3 o = HeadGrid.origin(row);
      for (int c = (int) firstColumn - margin; c <= (int) lastColumn + margin; c++) {
        int i = HeadGrid.index(row, c);
        hit(o, HeadGrid.direction(row, c), fine, seam, triangles, t, i, radius, weight);
      }
    }
  }

  /** Möller and Trumbore's test (1997); of several hits the farthest is the outside. */
  private static void hit(
      Vec3 o,
      Vec3 d,
      float[] p,
      float[] seam,
      int[] triangles,
      int t,
      int ray,
      float[] radius,
      float[] weight) {
    int a = triangles[t];
    int b = triangles[t + 1];
    int c = triangles[t + 2];
    double ax = p[3 * a] - o.x();
    double ay = p[3 * a + 1] - o.y();
    double az = p[3 * a + 2] - o.z();
    double ux = p[3 * b] - p[3 * a];
    double uy = p[3 * b + 1] - p[3 * a + 1];
    double uz = p[3 * b + 2] - p[3 * a + 2];
    double vx = p[3 * c] - p[3 * a];
    double vy = p[3 * c + 1] - p[3 * a + 1];
    double vz = p[3 * c + 2] - p[3 * a + 2];
    double hx = d.y() * vz - d.z() * vy;
    double hy = d.z() * vx - d.x() * vz;
    double hz = d.x() * vy - d.y() * vx;
    double det = ux * hx + uy * hy + uz * hz;
    if (Math.abs(det) < 1e-12) {
      return;
    }
    double u = -(ax * hx + ay * hy + az * hz) / det;
    if (u < 0 || u > 1) {
      return;
    }
    double qx = -(ay * uz - az * uy);
    double qy = -(az * ux - ax * uz);
    double qz = -(ax * uy - ay * ux);
    double v = (d.x() * qx + d.y() * qy + d.z() * qz) / det;
    if (v < 0 || u + v > 1) {
      return;
    }
    double r = (vx * qx + vy * qy + vz * qz) / det;
    if (r > radius[ray]) {
      radius[ray] = (float) r;
      weight[ray] = (float) ((1 - u - v) * seam[a] + u * seam[b] + v * seam[c]);
    }
  }

  /**
   * How far each fine vertex of the face is to be believed: 1, and towards the outline less and
   * less, but not along the jaw, where the surface really turns.
   */
  static float[] seam(float[] fine, float[] shape) {
    int[] oval = FaceMesh.faceOval();
    float mouth = shape[3 * FaceMesh.lipsOuter()[0] + 1];
    float[] out = new float[fine.length / 3];
    for (int v = 0; v < out.length; v++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < oval.length; k++) {
        nearest = Math.min(nearest, distance(fine, v, shape, oval[k], oval[(k + 1) % oval.length]));
      }
      double inside = SmoothStep.of(nearest / SEAM);
      double jaw = Math.clamp((mouth - 0.5 - fine[3 * v + 1]) / 2.5, 0, 1);
      out[v] = (float) (inside + (1 - inside) * jaw);
    }
    return out;
  }

  /** From a vertex to the segment between two points. */
  private static double distance(float[] fine, int v, float[] shape, int a, int b) {
    Vec3 p = new Vec3(fine[3 * v], fine[3 * v + 1], fine[3 * v + 2]);
    Vec3 from = new Vec3(shape[3 * a], shape[3 * a + 1], shape[3 * a + 2]);
    Vec3 along = new Vec3(shape[3 * b], shape[3 * b + 1], shape[3 * b + 2]).minus(from);
    double t = Math.clamp(p.minus(from).dot(along) / along.dot(along), 0, 1);
    return p.minus(from.plus(along.times(t))).length();
  }

  /**
   * Looks from each point of the surface's outline outwards and inwards for the mask's border, and
   * adds how far the radius would have to grow.
   */
  private void pullTowards(
      Parsing parsing, int frame, HeadSurface surface, float[] pull, float[] pulls) {
    GrayImage labels = parsing.labels();
    RigidTransform pose = head.poses().get(frame);
    PinholeCamera camera = head.camera();
    float[] points = surface.points();
    float[] normals = HeadSurface.normals(points);
    for (int row = 1; row < HeadGrid.ROWS - 1; row++) {
      for (int column = 0; column < HeadGrid.COLUMNS; column++) {
        int i = HeadGrid.index(row, column);
        Vec3 p = pose.apply(HeadSurface.at(points, row, column));
        Vec3 n =
            pose.rotation()
                .rotate(new Vec3(normals[3 * i], normals[3 * i + 1], normals[3 * i + 2]));
        double facing = n.dot(p.normalized());
        if (Math.abs(facing) > GRAZING) {
          continue;
        }
        double length = Math.hypot(n.x(), n.y());
        double perCentimetre = camera.focal() / p.z();
        boolean neck = HeadGrid.isNeck(row);
        double step =
            border(labels, camera, p, n.x() / length, n.y() / length, perCentimetre, neck);
        if (Double.isNaN(step)) {
          continue;
        }
        step = Math.clamp(step, -LONGEST_STEP, LONGEST_STEP);
        Vec3 ray = pose.rotation().rotate(HeadGrid.direction(row, column));
        double outwards = ray.x() * n.x() / length + ray.y() * n.y() / length;
        if (outwards > 0.3) {
          float w = (float) (1 - Math.abs(facing) / GRAZING);
          pull[i] += (float) (w * step / outwards);
          pulls[i] += w;
        }
      }
    }
  }

  /**
   * Centimetres from a point of the outline to the nearest border of head or neck along a direction
   * on the picture; NaN when there is none near, or it is the picture's own.
   *
   * @param againstBackground whether a border to clothes is none
   */
  private static double border(
      GrayImage labels,
      PinholeCamera camera,
      Vec3 p,
      double dx,
      double dy,
      double perCentimetre,
      boolean againstBackground) {
    double x = camera.projectX(p);
    double y = camera.projectY(p);
    boolean inside = isHead(labels, x, y);
    if (!Double.isFinite(x + y) || outside(labels, x, y)) {
      return Double.NaN;
    }
    int most = (int) (FARTHEST * perCentimetre);
    double sign = inside ? 1 : -1;
    for (int k = 1; k <= most; k++) {
      double u = x + sign * k * dx;
      double v = y + sign * k * dy;
      if (outside(labels, u, v)) {
        return Double.NaN;
      }
      if (isHead(labels, u, v) != inside) {
        double beyond = inside ? 0 : -sign;
        int other = labels.get((int) (u + beyond * dx), (int) (v + beyond * dy));
        if (againstBackground && other != FaceRegion.BACKGROUND.code()) {
          return Double.NaN;
        }
        return sign * (k - 0.5) / perCentimetre;
      }
    }
    return Double.NaN;
  }

  private static boolean outside(GrayImage labels, double x, double y) {
    return x < 2 || y < 2 || x >= labels.width() - 2 || y >= labels.height() - 2;
  }

  private static boolean isHead(GrayImage labels, double x, double y) {
    if (outside(labels, x, y)) {
      return false;
    }
    FaceRegion region = FaceRegion.of(labels.get((int) x, (int) y));
    return region.isHead() || region == FaceRegion.NECK;
  }
}
