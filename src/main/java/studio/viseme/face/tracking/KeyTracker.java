package studio.viseme.face.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.SkinFlow;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Luma;
import studio.viseme.image.MipMap;
import studio.viseme.job.JobContext;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Measures {@link KeyTracks}: takes pieces of skin from frames that show the head turned as
 * differently as it ever is, and looks for them in others, warped to how the poses say that they
 * look there. Landmarks only tell where to look.
 *
 * <p>Key frames are frames before {@code fitFrames}, and what is measured in a frame depends on
 * that frame and on them alone.
 */
final class KeyTracker {
  private static final int KEYS = 8;

  /** In each frame the keys are looked for that show the head most alike. */
  private static final int NEAREST = 3;

  private static final int STRIDE = 3;

  /** Pieces are seen at least so squarely: the cosine of the angle between normal and sight. */
  private static final double FACING = 0.35;

  /** Pictures are halved until the eyes' outer corners are about so many pixels apart. */
  private static final double EYE_DISTANCE = 130;

  private static final int LEFT = FaceMesh.EYE_LEFT_OUTER;
  private static final int RIGHT = FaceMesh.EYE_RIGHT_OUTER;

  private final FrameSource frames;
  private final LandmarkTrack track;
  private final RigidTransform[] poses;
  private final PinholeCamera camera;
  private final JobContext job;
  private final double[][] points = new double[SkinFlow.count()][];

  /** A normal and two tangents a point. */
  private final double[][][] tangents = new double[SkinFlow.count()][][];

  private final int[] keys;
  private final int level;
  private final FloatPlane[] keyPictures;
  private final View[][] keyViews;

  private KeyTracker(
      FrameSource frames,
      LandmarkTrack track,
      RigidTransform[] poses,
      double[] shape,
      PinholeCamera camera,
      int fitFrames,
      JobContext job) {
    this.frames = frames;
    this.track = track;
    this.poses = poses;
    this.camera = camera;
    this.job = job;
    double[][] normals = normals(shape);
    for (int i = 0; i < points.length; i++) {
      int p = SkinFlow.point(i);
      points[i] = Arrays.copyOfRange(shape, 3 * p, 3 * p + 3);
      tangents[i] = tangents(normals[p]);
    }
    int[] candidates =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    keys = keys(candidates);
    level = MipMap.levelFor(eyeDistance() / EYE_DISTANCE);
    keyPictures = new FloatPlane[keys.length];
    keyViews = new View[keys.length][];
    job.workers()
        .forEach(
            keys.length,
            k -> {
              keyPictures[k] = picture(keys[k]);
              keyViews[k] = views(keys[k]);
            });
  }

  /**
   * @param poses of all frames that show a face, near enough to look for a piece
   * @param shape 468 × 3, head space
   * @param fitFrames the first held-out frame, or the number of frames
   */
  static KeyTracks measure(
      FrameSource frames,
      LandmarkTrack track,
      RigidTransform[] poses,
      double[] shape,
      PinholeCamera camera,
      int fitFrames,
      JobContext job) {
    return new KeyTracker(frames, track, poses, shape, camera, fitFrames, job).run();
  }

  private KeyTracks run() {
    int[] wanted =
        IntStream.range(0, track.frames())
            .filter(track::found)
            .filter(t -> t % STRIDE == 0 || isKey(t))
            .toArray();
    List<List<KeyTracks.Sight>> sights = new ArrayList<>();
    for (int t = 0; t < track.frames(); t++) {
      sights.add(List.of());
    }
    List<List<KeyTracks.Sight>> seen = new ArrayList<>(sights);
    job.workers()
        .forEach(
            wanted.length,
            i -> {
              job.checkpoint();
              seen.set(wanted[i], look(wanted[i]));
            });
    return new KeyTracks(keys, List.copyOf(seen), STRIDE);
  }

  /** Each next key is the frame that is turned farthest from all that were taken. */
  private int[] keys(int[] candidates) {
    int n = Math.min(KEYS, candidates.length);
    int[] taken = new int[n];
    double[] nearest = new double[candidates.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int next = candidates.length / 2;
    for (int k = 0; k < n; k++) {
      taken[k] = candidates[next];
      next = 0;
      for (int c = 0; c < candidates.length; c++) {
        nearest[c] = Math.min(nearest[c], turn(taken[k], candidates[c]));
        next = nearest[c] > nearest[next] ? c : next;
      }
    }
    return taken;
  }

  private double turn(int a, int b) {
    return poses[a].rotation().times(poses[b].rotation().inverse()).log().length();
  }

  private boolean isKey(int frame) {
    return Arrays.stream(keys).anyMatch(k -> k == frame);
  }

  private double eyeDistance() {
    double[] all =
        Arrays.stream(keys)
            .mapToDouble(
                t ->
                    Math.hypot(
                        track.x(t, LEFT) - track.x(t, RIGHT), track.y(t, LEFT) - track.y(t, RIGHT)))
            .sorted()
            .toArray();
    return all[all.length / 2];
  }

  private FloatPlane picture(int frame) {
    return Luma.of(new MipMap(frames.frame(frame)).level(level));
  }

  private List<KeyTracks.Sight> look(int frame) {
    FloatPlane picture = picture(frame);
    double scale = (double) frames.width() / picture.width();
    View[] views = views(frame);
    PatchAligner aligner = new PatchAligner();
    int[] nearest =
        IntStream.range(0, keys.length)
            .filter(k -> keys[k] != frame)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> turn(keys[k], frame)))
            .limit(isKey(frame) ? keys.length : NEAREST)
            .mapToInt(Integer::intValue)
            .toArray();
    List<KeyTracks.Sight> out = new ArrayList<>();
    for (int k : nearest) {
      float[] moves = new float[2 * points.length];
      Arrays.fill(moves, Float.NaN);
      for (int i = 0; i < points.length; i++) {
        View from = keyViews[k][i];
        View to = views[i];
        if (from.facing >= FACING
            && to.facing >= FACING
            && aligner.find(
                keyPictures[k],
                from.u / scale,
                from.v / scale,
                from.mapOf(to),
                picture,
                to.u / scale,
                to.v / scale)) {
          moves[2 * i] = (float) (aligner.x * scale - from.u);
          moves[2 * i + 1] = (float) (aligner.y * scale - from.v);
        }
      }
      out.add(new KeyTracks.Sight(k, moves));
    }
    return List.copyOf(out);
  }

  /**
   * How a pose shows a point and the skin around it.
   *
   * @param facing the cosine of the angle between normal and line of sight
   * @param tangent how the picture's u and v change along the two tangents
   */
  private record View(double u, double v, double facing, double[] tangent) {
    /** From steps in another view's picture to steps in this view's. */
    double[] mapOf(View other) {
      double[] o = other.tangent;
      double determinant = o[0] * o[3] - o[1] * o[2];
      return new double[] {
        (tangent[0] * o[3] - tangent[1] * o[2]) / determinant,
        (tangent[1] * o[0] - tangent[0] * o[1]) / determinant,
        (tangent[2] * o[3] - tangent[3] * o[2]) / determinant,
        (tangent[3] * o[0] - tangent[2] * o[1]) / determinant
      };
    }
  }

  private View[] views(int frame) {
    HeadProjection projection = new HeadProjection();
    projection.set(poses[frame], camera);
    View[] out = new View[points.length];
    for (int i = 0; i < out.length; i++) {
      double[] x = points[i];
      double[][] t = tangents[i];
      projection.differentiate(x[0], x[1], x[2]);
      Vec3 normal = poses[frame].rotation().rotate(new Vec3(t[0][0], t[0][1], t[0][2]));
      Vec3 place = poses[frame].apply(new Vec3(x[0], x[1], x[2]));
      double facing =
          -(normal.x() * place.x() + normal.y() * place.y() + normal.z() * place.z())
              / place.length();
      out[i] =
          new View(
              projection.u,
              projection.v,
              facing,
              new double[] {
                dot(projection.uPoint, t[1]),
                dot(projection.uPoint, t[2]),
                dot(projection.vPoint, t[1]),
                dot(projection.vPoint, t[2])
              });
    }
    return out;
  }

  /** The normals of the mesh's points, by the triangles around them. */
  private static double[][] normals(double[] shape) {
    double[][] out = new double[FaceMesh.POINTS][3];
    int[] triangles = FaceMesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      double[] a = difference(shape, triangles[t + 1], triangles[t]);
      double[] b = difference(shape, triangles[t + 2], triangles[t]);
      double[] n = cross(a, b);
      for (int k = 0; k < 3; k++) {
        for (int c = 0; c < 3; c++) {
          out[triangles[t + k]][c] += n[c];
        }
      }
    }
    for (double[] n : out) {
      normalize(n);
    }
    return out;
  }

  private static double[][] tangents(double[] normal) {
    double[] aside = Math.abs(normal[0]) < 0.8 ? new double[] {1, 0, 0} : new double[] {0, 1, 0};
    double[] first = cross(aside, normal);
    normalize(first);
    return new double[][] {normal, first, cross(normal, first)};
  }

  private static double[] difference(double[] shape, int p, int q) {
    return new double[] {
      shape[3 * p] - shape[3 * q],
      shape[3 * p + 1] - shape[3 * q + 1],
      shape[3 * p + 2] - shape[3 * q + 2]
    };
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static void normalize(double[] n) {
    double length = Math.max(1e-12, Math.sqrt(dot(n, n)));
    for (int c = 0; c < 3; c++) {
      n[c] /= length;
    }
  }
}
