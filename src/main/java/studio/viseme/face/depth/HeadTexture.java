package studio.viseme.face.depth;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.PushPull;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.ParallelTask;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Gathers the colours of a {@link HeadSurface} from frames that see it from different sides with
 * the face near rest. Each texel is the mean of the frames that see it, weighted by how squarely
 * they do, without those that disagree with the rest; in the face the landmarks say where it is
 * seen, elsewhere the pose. What no frame sees is filled in.
 */
public final class HeadTexture {
  /** Texels across and down. */
  public static final int WIDTH = 1024;

  public static final int HEIGHT = 768;

  private static final int TURNS = 8;
  private static final int FRAMES_A_TURN = 3;

  /** Seen flatter than this a texel is smeared; the sine of the angle. */
  private static final double FLATTEST = 0.25;

  /** A texel this much behind the nearest surface is hidden, centimetres. */
  private static final double HIDDEN = 0.7;

  /** Grey levels at which a frame's colour counts half. */
  private static final float STRAY = 14;

  private static final int ROUNDS = 4;

  /** A hole's texels within so many of its rim are like the rim. */
  private static final double NEAR = 14;

  /** What is known of a texel: nothing (0), a colour, or the colour of hair or neck. */
  private static final byte SEEN = 1;

  private static final byte COVER = 2;

  private final HeadTrack head;
  private final HeadSurface surface;
  private final float[] normals;
  private final float[] shape;

  /** Triangle of the face mesh at each texel, −1 off the face, and its first two weights. */
  private final int[] faceTriangle = new int[WIDTH * HEIGHT];

  private final float[] faceWeights = new float[2 * WIDTH * HEIGHT];

  /** A frame to take colours from. */
  private record Shot(
      RgbImage picture,
      Parsing parsing,
      RigidTransform pose,
      FloatPlane depth,
      float[] displacement) {}

  private HeadTexture(HeadTrack head, HeadSurface surface) {
    this.head = head;
    this.surface = surface;
    this.shape = head.shape();
    this.normals = HeadSurface.normals(surface.points());
    castFace();
  }

  /** The textured mesh of a surface, its colours from frames before {@code fitFrames}. */
  public static HeadMesh mesh(
      HeadSurface surface,
      FrameSource frames,
      LandmarkTrack track,
      HeadTrack head,
      IntFunction<Parsing> parsings,
      int fitFrames,
      JobContext job) {
    int[] chosen = choose(track, head, fitFrames);
    HeadTexture texture = new HeadTexture(head, surface);
    MeshDepth depths = new MeshDepth(head, surface);
    Shot[] shots = new Shot[chosen.length];
    ParallelTask.forEachFrame(
        job,
        "look at the head",
        chosen.length,
        k -> {
          RigidTransform pose = head.poses().get(chosen[k]);
          shots[k] =
              new Shot(
                  frames.frame(chosen[k]),
                  parsings.apply(chosen[k]),
                  pose,
                  depths.surfaceDepth(pose, frames.width(), frames.height()),
                  texture.displacement(track.frame(chosen[k]), pose));
        });
    RgbImage image = new RgbImage(WIDTH, HEIGHT);
    GrayImage known = new GrayImage(WIDTH, HEIGHT);
    job.workers().forEach(HEIGHT, y -> texture.row(List.of(shots), y, image, known));
    return HeadMesh.of(surface, fillAround(image, known));
  }

  /** From every part of the range of yaw the frames nearest to a resting face. */
  private static int[] choose(LandmarkTrack track, HeadTrack head, int fitFrames) {
    int[] found =
        IntStream.range(0, Math.min(fitFrames, track.frames())).filter(track::found).toArray();
    double[] yaw = new double[found.length];
    double[] unrest = new double[found.length];
    double[] open = new double[found.length];
    for (int k = 0; k < found.length; k++) {
      Vec3 front = head.poses().get(found[k]).rotation().rotate(new Vec3(0, 0, 1));
      yaw[k] = Math.atan2(front.x(), -front.z());
      double eyes = gap(track, found[k], FaceMesh.EYE_LEFT_OUTER, FaceMesh.EYE_RIGHT_OUTER);
      unrest[k] = gap(track, found[k], 13, 14) / eyes;
      open[k] = (gap(track, found[k], 159, 145) + gap(track, found[k], 386, 374)) / eyes;
    }
    double[] sorted = open.clone();
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    for (int k = 0; k < found.length; k++) {
      unrest[k] += 2 * Math.max(0, usual - open[k]);
    }
    double least = Arrays.stream(yaw).min().orElseThrow();
    double most = Arrays.stream(yaw).max().orElseThrow();
    return IntStream.range(0, TURNS)
        .flatMap(
            turn ->
                IntStream.range(0, found.length)
                    .filter(
                        k ->
                            turn
                                == (int)
                                    Math.min(
                                        TURNS - 1,
                                        TURNS * (yaw[k] - least) / (most - least + 1e-9)))
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> unrest[k]))
                    .limit(FRAMES_A_TURN)
                    .mapToInt(k -> found[k]))
        .sorted()
        .toArray();
  }

  private static double gap(LandmarkTrack track, int frame, int a, int b) {
    return Math.hypot(track.x(frame, a) - track.x(frame, b), track.y(frame, a) - track.y(frame, b));
  }

  private static double rowOf(int y) {
    return (y + 0.5) / HEIGHT * HeadSurface.ROWS;
  }

  private static double columnOf(int x) {
    return (x + 0.5) / WIDTH * HeadSurface.COLUMNS;
  }

  /** Which triangle of the resting face each texel lies on. */
  private void castFace() {
    Arrays.fill(faceTriangle, -1);
    int[] triangles = FaceMesh.triangles();
    for (int t = 0; t < triangles.length; t += 3) {
      castFace(triangles[t], triangles[t + 1], triangles[t + 2], t);
    }
  }

  private void castFace(int a, int b, int c, int t) {
    // On the texture the rays' rows and columns are nearly linear within a triangle this small.
    double[] x = new double[3];
    double[] y = new double[3];
    int[] corners = {a, b, c};
    for (int k = 0; k < 3; k++) {
      int v = 3 * corners[k];
      Vec3 p = new Vec3(shape[v], shape[v + 1], shape[v + 2]);
      x[k] = HeadGrid.column(p) / HeadSurface.COLUMNS * WIDTH - 0.5;
      y[k] = HeadGrid.row(p) / HeadSurface.ROWS * HEIGHT - 0.5;
    }
    double area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
    // Seen from inside the head outer sides turn the other way; inner ones are hidden.
    if (area > -1e-9) {
      return;
    }
    int top = (int) Math.max(0, Math.ceil(Math.min(y[0], Math.min(y[1], y[2]))));
    int bottom = (int) Math.min(HEIGHT - 1, Math.floor(Math.max(y[0], Math.max(y[1], y[2]))));
    int left = (int) Math.max(0, Math.ceil(Math.min(x[0], Math.min(x[1], x[2]))));
    int right = (int) Math.min(WIDTH - 1, Math.floor(Math.max(x[0], Math.max(x[1], x[2]))));
    for (int v = top; v <= bottom; v++) {
      for (int u = left; u <= right; u++) {
        double wa = ((x[1] - u) * (y[2] - v) - (x[2] - u) * (y[1] - v)) / area;
        double wb = ((x[2] - u) * (y[0] - v) - (x[0] - u) * (y[2] - v)) / area;
        if (wa >= 0 && wb >= 0 && wa + wb <= 1) {
          int i = v * WIDTH + u;
          faceTriangle[i] = t;
          faceWeights[2 * i] = (float) wa;
          faceWeights[2 * i + 1] = (float) wb;
        }
      }
    }
  }

  /** How far from its rigid place each point of the face is seen, pixels × 2. */
  private float[] displacement(float[] landmarks, RigidTransform pose) {
    PinholeCamera camera = head.camera();
    float[] out = new float[2 * FaceMesh.POINTS];
    for (int p = 0; p < FaceMesh.POINTS; p++) {
      Vec3 at = pose.apply(new Vec3(shape[3 * p], shape[3 * p + 1], shape[3 * p + 2]));
      out[2 * p] = (float) (landmarks[3 * p] - camera.projectX(at));
      out[2 * p + 1] = (float) (landmarks[3 * p + 1] - camera.projectY(at));
    }
    return out;
  }

  private void row(List<Shot> shots, int y, RgbImage image, GrayImage known) {
    float[] colours = new float[3 * shots.size()];
    float[] weights = new float[shots.size()];
    FaceRegion[] regions = new FaceRegion[shots.size()];
    int[] triangles = FaceMesh.triangles();
    for (int x = 0; x < WIDTH; x++) {
      int i = y * WIDTH + x;
      Vec3 point = pointAt(rowOf(y), columnOf(x));
      Vec3 normal = normalAt(rowOf(y), columnOf(x));
      int n = 0;
      for (Shot shot : shots) {
        n = look(shot, point, normal, i, triangles, colours, weights, regions, n);
      }
      if (n > 0) {
        known.data()[i] = (byte) (isCover(regions, n) ? COVER : SEEN);
        robustMean(colours, weights, n, image.data(), 3 * i);
      }
    }
  }

  /** Adds what a shot shows of a texel, if it does. */
  private int look(
      Shot shot,
      Vec3 point,
      Vec3 normal,
      int texel,
      int[] triangles,
      float[] colours,
      float[] weights,
      FaceRegion[] regions,
      int n) {
    Vec3 p = shot.pose().apply(point);
    double facing = -shot.pose().rotation().rotate(normal).dot(p.normalized());
    if (facing < FLATTEST) {
      return n;
    }
    double u = head.camera().projectX(p);
    double v = head.camera().projectY(p);
    int w = shot.picture().width();
    int h = shot.picture().height();
    if (!(u >= 1 && v >= 1 && u < w - 1 && v < h - 1)
        || p.z() > shot.depth().get((int) u, (int) v) + HIDDEN) {
      return n;
    }
    int t = faceTriangle[texel];
    if (t >= 0) {
      float a = faceWeights[2 * texel];
      float b = faceWeights[2 * texel + 1];
      float[] d = shot.displacement();
      int pa = 2 * triangles[t];
      int pb = 2 * triangles[t + 1];
      int pc = 2 * triangles[t + 2];
      u += a * d[pa] + b * d[pb] + (1 - a - b) * d[pc];
      v += a * d[pa + 1] + b * d[pb + 1] + (1 - a - b) * d[pc + 1];
      if (!(u >= 1 && v >= 1 && u < w - 1 && v < h - 1)) {
        return n;
      }
    }
    Parsing parsing = shot.parsing();
    FaceRegion region = FaceRegion.of(parsing.labels().get((int) u, (int) v));
    int alpha = parsing.person().get((int) u, (int) v);
    if (!region.isHead() && region != FaceRegion.NECK || alpha < 250) {
      return n;
    }
    bilinear(shot.picture(), u - 0.5, v - 0.5, colours, 3 * n);
    weights[n] = (float) Math.pow(facing, 4);
    regions[n] = region;
    return n + 1;
  }

  /** Whether most frames show hair there, or neck: what the head's back is covered with. */
  private static boolean isCover(FaceRegion[] regions, int n) {
    int votes = 0;
    for (int k = 0; k < n; k++) {
      votes += regions[k] == FaceRegion.HAIR || regions[k] == FaceRegion.NECK ? 1 : 0;
    }
    return 2 * votes > n;
  }

  private static void bilinear(RgbImage image, double x, double y, float[] out, int at) {
    int x0 = (int) x;
    int y0 = (int) y;
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    byte[] d = image.data();
    int p = 3 * (y0 * image.width() + x0);
    int q = p + 3 * image.width();
    for (int c = 0; c < 3; c++) {
      float top = (d[p + c] & 255) + fx * ((d[p + 3 + c] & 255) - (d[p + c] & 255));
      float bottom = (d[q + c] & 255) + fx * ((d[q + 3 + c] & 255) - (d[q + c] & 255));
      out[at + c] = top + fy * (bottom - top);
    }
  }

  /** A mean from which colours far from it are weighed out, round by round (Cauchy's weights). */
  private static void robustMean(float[] colours, float[] weights, int n, byte[] out, int at) {
    float[] mean = new float[3];
    for (int round = 0; round < ROUNDS; round++) {
      float[] sum = new float[3];
      float total = 0;
      for (int k = 0; k < n; k++) {
        float distance = 0;
        for (int c = 0; c < 3 && round > 0; c++) {
          float d = colours[3 * k + c] - mean[c];
          distance += d * d;
        }
        float w = weights[k] / (1 + distance / (STRAY * STRAY));
        total += w;
        for (int c = 0; c < 3; c++) {
          sum[c] += w * colours[3 * k + c];
        }
      }
      for (int c = 0; c < 3; c++) {
        mean[c] = sum[c] / total;
      }
    }
    for (int c = 0; c < 3; c++) {
      out[at + c] = (byte) Math.clamp(Math.round(mean[c]), 0, 255);
    }
  }

  private Vec3 pointAt(double row, double column) {
    double r = Math.min(row, HeadSurface.ROWS - 1);
    int r0 = (int) r;
    int r1 = Math.min(HeadSurface.ROWS - 1, r0 + 1);
    int c0 = (int) column;
    double fr = r - r0;
    double fc = column - c0;
    Vec3 top = surface.point(r0, c0).times(1 - fc).plus(surface.point(r0, c0 + 1).times(fc));
    Vec3 bottom = surface.point(r1, c0).times(1 - fc).plus(surface.point(r1, c0 + 1).times(fc));
    return top.times(1 - fr).plus(bottom.times(fr));
  }

  private Vec3 normalAt(double row, double column) {
    int i =
        3
            * HeadGrid.index(
                (int) Math.min(HeadSurface.ROWS - 1, Math.round(row)), (int) Math.round(column));
    return new Vec3(normals[i], normals[i + 1], normals[i + 2]);
  }

  /**
   * Fills holes as if the texture went around, which it does. Small ones take after what is beside
   * them; farther on, hair and neck go around the head, and a face doesn't.
   */
  private static RgbImage fillAround(RgbImage image, GrayImage known) {
    int wide = 2 * WIDTH;
    RgbImage twice = new RgbImage(wide, HEIGHT);
    GrayImage seen = new GrayImage(wide, HEIGHT);
    GrayImage cover = new GrayImage(wide, HEIGHT);
    boolean covered = false;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < wide; x++) {
        int from = y * WIDTH + (x + WIDTH / 2) % WIDTH;
        int to = y * wide + x;
        seen.data()[to] = (byte) (known.data()[from] != 0 ? -1 : 0);
        cover.data()[to] = (byte) (known.data()[from] == COVER ? -1 : 0);
        covered |= known.data()[from] == COVER;
        System.arraycopy(image.data(), 3 * from, twice.data(), 3 * to, 3);
      }
    }
    RgbImage near = PushPull.fill(twice, seen);
    RgbImage far = covered ? PushPull.fill(twice, cover) : near;
    float[] squared = DistanceTransform.squared(seen);
    RgbImage out = image.copy();
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      if (known.data()[i] == 0) {
        int from = i / WIDTH * wide + WIDTH / 2 + i % WIDTH;
        double t = Math.clamp((Math.sqrt(squared[from]) - NEAR) / NEAR, 0, 1);
        for (int c = 3 * i, f = 3 * from; c < 3 * i + 3; c++, f++) {
          int beside = near.data()[f] & 255;
          out.data()[c] = (byte) Math.round(beside + t * ((far.data()[f] & 255) - beside));
        }
      }
    }
    return out;
  }
}
