package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.image.GrayImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * What a head has inside, so that nobody looks through one that turns farther than it was filmed:
 * the closed head of the capture, shrunk, above the chin, as discs that lie on it.
 *
 * <p>It joins the head when all is learnt. As long as a head is taught that has none, its surface
 * must become opaque by itself; an inside that was there from the start took over half of what was
 * to be seen, and moved like what lies two centimetres deeper when the head turned.
 */
final class Inside {
  private static final int UPPER_LIP = 13;
  private static final int LOWER_LIP = 14;
  private static final int MOUTH_LEFT = 78;
  private static final int MOUTH_RIGHT = 308;

  /** How far it is shrunk, towards an upright line behind the face, centimetres in head space. */
  private static final double SHRUNK = 0.9;

  private static final double MIDDLE_Z = -4;
  private static final double BOTTOM = -3;
  private static final double TOP = 6;

  /** Size of a Gaussian, in spacings, and its opacity's logit. */
  private static final double OVERLAP = 0.7;

  private static final double OPACITY = 5;

  /**
   * How thick a Gaussian is, of its size: round ones blur the outline of a head that turns, by as
   * much as closes the gaps between them.
   */
  private static final double FLAT = 0.2;

  /** In so many frames nothing of it may be seen beyond the head's outline. */
  private static final int FRAMES = 8;

  /** A Gaussian ends there by so many of its sizes, looked at all around it in so many places. */
  private static final double REACH = 2.7;

  private static final int AROUND = 8;

  /**
   * How large Gaussians are, of the size that closes the gaps between them: as large as they can be
   * and end before the outline. Smaller ones would be seen as dots.
   */
  private static final double[] SIZES = {1, 0.8, 0.6, 0.4};

  /** How far up and down from closed lips what lies behind them can be seen, centimetres. */
  private static final double MOUTH_REACH = 2;

  /**
   * Half the width of a nape, centimetres: beside it an inside is seen under hair, not on a neck.
   */
  private static final double NAPE = 5;

  /** The share of Gaussians behind the lips that is called dark. */
  private static final double DARK_SHARE = 0.3;

  private final Capture capture;
  private final FaceModel face;
  private final Layout layout;
  private final int[] frames;
  private final SplittableRandom random;
  private final PinholeCamera camera;

  /**
   * @param frames the training frames
   */
  Inside(Capture capture, FaceModel face, int[] frames, long seed) {
    this.capture = capture;
    this.face = face;
    this.layout = new Layout(face.dims());
    this.frames = frames;
    this.random = new SplittableRandom(seed);
    this.camera = capture.head().camera();
  }

  /**
   * Gaussians for the head's branch. What of them lies behind the plane of the {@link TorsoCanvas}
   * gives way to it with the neck that hides it ({@link Receding}): a head that looks up would show
   * its nape on its throat.
   *
   * @param count how many at most
   * @param head as learnt: the inside has the colours of what lies over it, of skin and hair and
   *     not of a collar beside them
   * @param own what makes these the person's own, see {@link OwnColours}
   * @param mouth as learnt: behind open lips it is as dark as the darkest there
   */
  Seeds seeds(int count, Branch head, float[] own, Branch mouth) {
    Seeds seeds = new Seeds(layout.headAttributes());
    int row = layout.setBack();
    float[] setBack = head.attributes().channels(row, row + 1).download();
    Palette surface = new Palette(head.gaussians(), own, i -> setBack[i] == 0);
    float[] dark = new Palette(mouth.gaussians(), i -> true).darkest(DARK_SHARE);
    List<Outline> outlines =
        Arrays.stream(TrainingSet.spread(frames, FRAMES)).mapToObj(this::outline).toList();
    HeadMesh mesh = capture.headMesh();
    int[] triangles = mesh.triangles();
    double[] cumulated = new double[triangles.length / 3];
    double total = 0;
    for (int t = 0; t < cumulated.length; t++) {
      Vec3 a = point(mesh, triangles[3 * t]);
      Vec3 b = point(mesh, triangles[3 * t + 1]).minus(a);
      Vec3 c = point(mesh, triangles[3 * t + 2]).minus(a);
      total += 0.5 * b.cross(c).length();
      cumulated[t] = total;
    }
    double size = OVERLAP * SHRUNK * Math.sqrt(total / count);
    Vec3 chin = face.vertex(FaceMesh.CHIN);
    double lips = face.vertex(LOWER_LIP).y();
    for (int i = 0; i < count; i++) {
      int at = Arrays.binarySearch(cumulated, random.nextDouble() * total);
      int t = Math.min(at < 0 ? -at - 1 : at, cumulated.length - 1);
      double u = random.nextDouble();
      double v = random.nextDouble() * (1 - u);
      double[] weights = {1 - u - v, u, v};
      Vec3 outside = Vec3.ZERO;
      for (int k = 0; k < 3; k++) {
        outside = outside.plus(point(mesh, triangles[3 * t + k]).times(weights[k]));
      }
      Vec3 middle = new Vec3(0, Math.clamp(outside.y(), BOTTOM, TOP), MIDDLE_Z);
      Vec3 point = middle.plus(outside.minus(middle).times(SHRUNK));
      Vec3 normal = normal(mesh, t);
      double fits = fitting(outlines, point, normal, size);
      if (point.y() < chin.y() || fits == 0) {
        continue;
      }
      boolean inMouth = point.z() > MIDDLE_Z && isBehindLips(point);
      float[] rgb = inMouth ? dark : surface.near(outside);
      float[] seed = seeds.addDisc(point, normal, rgb, fits, FLAT * fits, OPACITY);
      seed[row] = Deformation.CORE_SET_BACK;
      boolean atTheNape =
          point.y() < lips
              && point.z() < chin.z() - TorsoCanvas.BEHIND_CHIN
              && Math.abs(point.x() - chin.x()) < NAPE;
      seed[layout.recedes()] = atTheNape ? 1 : 0;
    }
    return seeds;
  }

  /** The largest size of a disc that ends before all outlines; 0 where none does. */
  private static double fitting(List<Outline> outlines, Vec3 middle, Vec3 normal, double size) {
    for (double share : SIZES) {
      double reach = REACH * share * size;
      Vec3[] edge = edge(middle, normal, reach);
      if (outlines.stream().allMatch(outline -> outline.holds(edge, FLAT * reach))) {
        return share * size;
      }
    }
    return 0;
  }

  private static Vec3[] edge(Vec3 middle, Vec3 normal, double radius) {
    Quaternion turn = Quaternion.between(new Vec3(0, 0, 1), normal);
    Vec3[] edge = new Vec3[AROUND];
    for (int k = 0; k < AROUND; k++) {
      double angle = 2 * Math.PI * k / AROUND;
      Vec3 flat = new Vec3(radius * Math.cos(angle), radius * Math.sin(angle), 0);
      edge[k] = middle.plus(turn.rotate(flat));
    }
    return edge;
  }

  /**
   * A filmed head.
   *
   * @param inside from each pixel to the nearest that isn't head, pixels
   */
  private record Outline(
      PinholeCamera camera, RigidTransform pose, int width, int height, float[] inside) {
    /** Whether places are all seen inside of the outline, and so many centimetres from it. */
    boolean holds(Vec3[] places, double margin) {
      return Arrays.stream(places).allMatch(place -> room(place) > margin);
    }

    /** How far from the outline a place is seen, centimetres; 0 outside of it. */
    private double room(Vec3 place) {
      Vec3 p = pose.apply(place);
      int x = (int) Math.floor(camera.projectX(p));
      int y = (int) Math.floor(camera.projectY(p));
      boolean seen = x >= 0 && y >= 0 && x < width && y < height;
      return seen ? inside[y * width + x] * p.z() / camera.focal() : 0;
    }
  }

  private Outline outline(int frame) {
    GrayImage labels = capture.parsing(frame).labels();
    float[] inside = Seeding.distances(labels, region -> !region.isHead());
    return new Outline(
        camera, capture.head().poses().get(frame), labels.width(), labels.height(), inside);
  }

  /** Whether a place can be seen between open lips. */
  private boolean isBehindLips(Vec3 point) {
    Vec3 lips = face.vertex(UPPER_LIP).plus(face.vertex(LOWER_LIP)).times(0.5);
    double across = (face.vertex(MOUTH_RIGHT).x() - face.vertex(MOUTH_LEFT).x()) / 2;
    double x = (point.x() - lips.x()) / across;
    double y = (point.y() - lips.y()) / MOUTH_REACH;
    return x * x + y * y < 1;
  }

  /** Of a triangle, of any length. */
  private static Vec3 normal(HeadMesh mesh, int triangle) {
    int[] corners = mesh.triangles();
    Vec3 a = point(mesh, corners[3 * triangle]);
    Vec3 b = point(mesh, corners[3 * triangle + 1]).minus(a);
    return b.cross(point(mesh, corners[3 * triangle + 2]).minus(a));
  }

  private static Vec3 point(HeadMesh mesh, int vertex) {
    float[] v = mesh.vertices();
    return new Vec3(v[3 * vertex], v[3 * vertex + 1], v[3 * vertex + 2]);
  }
}
