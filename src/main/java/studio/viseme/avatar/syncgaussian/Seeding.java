package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.ExpressionTrack;
import studio.viseme.image.DistanceTransform;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.SmoothStep;
import studio.viseme.math.Vec3;

/**
 * Where the canonical Gaussians start. The paper starts from random points and moves them by the
 * tracked poses; here the fitted mesh is known, so the face starts on its triangles, hair, ears and
 * crown on the captured depth, the neck too, the collar on a cylinder, and the mouth's inside
 * behind the lips, all in colours of real pixels. That saves the static stage and is what lets a
 * draft finish in half a minute.
 */
final class Seeding {
  private static final int[] OVAL = FaceMesh.faceOval();

  private static final int[] OUTER_LIPS = FaceMesh.lipsOuter();
  private static final int[] INNER_LIPS = FaceMesh.lipsInner();
  private static final int[] LIDS = {
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 263, 249, 390, 373,
    374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398
  };
  private static final int CHIN = FaceMesh.CHIN;
  private static final int MOUTH_LEFT = 78;
  private static final int MOUTH_RIGHT = 308;
  private static final int UPPER_LIP = 13;
  private static final int LOWER_LIP = 14;

  /** Lids get this much more than their area, and lips, where a viewer looks, that. */
  private static final double FINE_LIDS = 3;

  private static final double FINE_LIPS = 8;

  /** How far eyes are set back, so that lids that shut lie before them, centimetres. */
  private static final double EYE_SET_BACK = 0.7;

  /** A skull behind the face, centimetres in head space; wide enough for hair. */
  private static final Vec3 SKULL_CENTER = new Vec3(0, 3.5, -4);

  private static final Vec3 SKULL_AXES = new Vec3(8.6 * 1.15, 10.5 * 1.15, 10 * 1.07);

  /** Off the mesh, blend shapes fade by this distance, centimetres. */
  private static final double FADE = 1.2;

  private static final double NECK_RADIUS = 6;

  /**
   * From the upper lip (0) to the lower (1) of an open mouth: what is above the first keeps to the
   * skull, as upper teeth do, what is below the second moves with the jaw.
   */
  private static final double UPPER_TEETH = 0.35;

  private static final double LOWER_TEETH = 0.65;

  /** Size of a Gaussian behind the lips where there are 300, centimetres. */
  private static final double MOUTH_SIZE = 0.18;

  /** Size of a Gaussian below the head, in spacings. */
  private static final double NECK_OVERLAP = 0.7;

  /** From the chin down, over this many centimetres, the neck passes from head to torso. */
  private static final double NECK_PASSAGE = 6;

  /** How far a head may be turned that isn't looked through, degrees. */
  private static final double MOST_YAW = 25;

  private static final double MOST_PITCH = 15;
  private static final double MOST_ROLL = 15;

  /** Below a collar there may be a neck: that much farther away, centimetres. */
  private static final double NECK_BEHIND_COLLAR = 1;

  private final Capture capture;
  private final FaceModel face;
  private final PoseSpace poses;
  private final Layout layout;
  private final int[] frames;
  private final SplittableRandom random;

  private final HeadTrack head;
  private final LandmarkTrack landmarks;
  private final ExpressionTrack expression;
  private final PinholeCamera camera;

  /**
   * @param frames the training frames
   */
  Seeding(Capture capture, FaceModel face, PoseSpace poses, int[] frames, long seed) {
    this.capture = capture;
    this.face = face;
    this.poses = poses;
    this.layout = new Layout(face.dims());
    this.frames = frames;
    this.random = new SplittableRandom(seed);
    this.head = capture.head();
    this.landmarks = capture.landmarks();
    this.expression = capture.expression();
    this.camera = head.camera();
  }

  /** The head branch: face, hair and ears, neck. */
  Seeds head(int[] triangles, int onFace, int onSkull, int onNeck) {
    Seeds seeds = new Seeds(layout.headAttributes());
    int frontal = byDistanceToRest()[0];
    seedFace(seeds, triangles, onFace, frontal);
    seedSkull(seeds, onSkull, frontal);
    seedNeck(seeds, onNeck);
    return seeds;
  }

  /** The mouth branch: what is seen between the lips. */
  Seeds mouth(int count) {
    Seeds seeds = new Seeds(layout.mouthAttributes());
    int[] open = byOpening();
    int most = Math.max(1, open.length / 20);
    double behind = (face.vertex(UPPER_LIP).z() + face.vertex(LOWER_LIP).z()) / 2 - 0.9;
    for (int i = 0; i < count; i++) {
      int frame = open[random.nextInt(most)];
      double left = landmarks.x(frame, MOUTH_LEFT);
      double right = landmarks.x(frame, MOUTH_RIGHT);
      double top = landmarks.y(frame, UPPER_LIP);
      double bottom = Math.max(top + 1, landmarks.y(frame, LOWER_LIP));
      double down = random.nextDouble();
      double x = left + (right - left) * (0.1 + 0.8 * random.nextDouble());
      double y = top + (bottom - top) * down;
      float jawShare = (float) SmoothStep.of((down - UPPER_TEETH) / (LOWER_TEETH - UPPER_TEETH));
      RigidTransform pose = head.poses().get(frame);
      double depth = pose.apply(new Vec3(0, face.vertex(UPPER_LIP).y(), behind)).z();
      float[] jaw =
          seeds.add(
              unproject(pose, x, y, depth),
              color(capture.frames().frame(frame), x, y),
              MOUTH_SIZE * Math.sqrt(300.0 / count),
              0);
      for (int k = 0; k < face.dims(); k++) {
        for (int c = 0; c < 3; c++) {
          jaw[k * 3 + c] =
              jawShare * face.lowerBasis()[(k * FaceModel.VERTICES + LOWER_LIP) * 3 + c];
        }
      }
    }
    return seeds;
  }

  private void seedFace(Seeds seeds, int[] triangles, int count, int frontal) {
    int faces = triangles.length / 3;
    double[] cumulated = new double[faces];
    double total = 0;
    for (int t = 0; t < faces; t++) {
      total += weight(triangles[3 * t], triangles[3 * t + 1], triangles[3 * t + 2]);
      cumulated[t] = total;
    }
    double size = Math.sqrt(total / count) * 0.6;
    RgbImage picture = capture.frames().frame(frontal);
    for (int i = 0; i < count; i++) {
      int at = Arrays.binarySearch(cumulated, random.nextDouble() * total);
      int t = Math.min(at < 0 ? -at - 1 : at, faces - 1);
      double u = random.nextDouble();
      double v = random.nextDouble();
      if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
      }
      int[] corners = {triangles[3 * t], triangles[3 * t + 1], triangles[3 * t + 2]};
      double[] weights = {1 - u - v, u, v};
      Vec3 point = Vec3.ZERO;
      double x = 0;
      double y = 0;
      for (int k = 0; k < 3; k++) {
        point = point.plus(face.vertex(corners[k]).times(weights[k]));
        x += weights[k] * landmarks.x(frontal, corners[k]);
        y += weights[k] * landmarks.y(frontal, corners[k]);
      }
      double spacing = size / Math.sqrt(fineness(corners[0], corners[1], corners[2]));
      float[] attributes = seeds.add(point, color(picture, x, y), spacing, 1);
      for (int k = 0; k < 3; k++) {
        follow(attributes, corners[k], weights[k]);
      }
      attributes[layout.setBack()] = (float) (isEye(corners) ? EYE_SET_BACK : 0);
      attributes[layout.patch()] = Surface.item(t);
    }
  }

  /** Whether a triangle spans what is seen between the lids. */
  private static boolean isEye(int... corners) {
    for (int vertex : corners) {
      if (!contains(LIDS, vertex)) {
        return false;
      }
    }
    return true;
  }

  /** Area, more where detail is, none inside the mouth. */
  private double weight(int a, int b, int c) {
    if (contains(INNER_LIPS, a) && contains(INNER_LIPS, b) && contains(INNER_LIPS, c)) {
      return 0;
    }
    Vec3 p = face.vertex(a);
    double area = 0.5 * face.vertex(b).minus(p).cross(face.vertex(c).minus(p)).length();
    return area * fineness(a, b, c);
  }

  /** How much denser Gaussians lie on a triangle than where there is little detail. */
  private static double fineness(int... corners) {
    double most = 1;
    for (int vertex : corners) {
      boolean lips = contains(OUTER_LIPS, vertex) || contains(INNER_LIPS, vertex);
      most = Math.max(most, lips ? FINE_LIPS : contains(LIDS, vertex) ? FINE_LIDS : 1);
    }
    return most;
  }

  private void seedSkull(Seeds seeds, int count, int frontal) {
    int[] chosen = TrainingSet.spread(frames, 8);
    chosen[0] = frontal;
    int each = (count + chosen.length - 1) / chosen.length;
    for (int k = 0; k < chosen.length; k++) {
      int frame = chosen[k];
      RgbImage picture = capture.frames().frame(frame);
      GrayImage labels = capture.parsing(frame).labels();
      FloatPlane depth = capture.depth(frame);
      RigidTransform pose = head.poses().get(frame);
      for (int i = 0; i < Math.min(each, count - k * each); i++) {
        int pixel = draw(labels, (region, x, y) -> region.isHead() && !insideFace(frame, x, y));
        if (pixel < 0) {
          break;
        }
        double x = pixel % labels.width() + 0.5;
        double y = pixel / labels.width() + 0.5;
        Vec3 point = onHead(pose, depth, x, y);
        float[] attributes = seeds.add(point, color(picture, x, y), 0.28, 1);
        int nearest = nearestVertex(point);
        double distance = face.vertex(nearest).minus(point).length();
        double weight = Math.exp(-distance * distance / (2 * FADE * FADE));
        if (weight > 0.1) {
          follow(attributes, nearest, weight);
        }
      }
    }
  }

  /**
   * The neck, and the rim of the torso that the mask takes in: from the frames whose pose is
   * nearest to rest. What is torso follows the torso wherever it is, a collar as high as the jaw
   * too; the neck passes from the one to the other on its way down, and on its way to a collar
   * beside it, or it would tear off there when the head tips.
   *
   * <p>What stands still when the head turns lies behind all of the lower face, wherever that goes:
   * a chin that comes down before a collar would else go through it. Moved along its ray it looks
   * the same.
   */
  private void seedNeck(Seeds seeds, int count) {
    int[] nearest = byDistanceToRest();
    int used = Math.min(8, nearest.length);
    int each = (count + used - 1) / used;
    double chin = face.vertex(CHIN).y();
    double behind = behindLowerFace();
    for (int k = 0; k < used; k++) {
      int frame = nearest[k];
      RgbImage picture = capture.frames().frame(frame);
      Parsing parsing = capture.parsing(frame);
      GrayImage labels = parsing.labels();
      GrayImage mask = TrainingSet.withCollar(parsing);
      FloatPlane depth = capture.depth(frame);
      RigidTransform pose = head.poses().get(frame);
      double size = NECK_OVERLAP * spacing(labels, mask, pose, each * used);
      float[] fromHead = distances(labels, FaceRegion::isHead);
      float[] fromTorso = distances(labels, region -> region == FaceRegion.TORSO);
      for (int i = 0; i < Math.min(each, count - k * each); i++) {
        int pixel =
            draw(labels, (region, x, y) -> belowHead(region) && mask.get((int) x, (int) y) != 0);
        if (pixel < 0) {
          return;
        }
        double x = pixel % labels.width() + random.nextDouble();
        double y = pixel / labels.width() + random.nextDouble();
        float z = depth.get((int) x, (int) y);
        Vec3 point = Float.isFinite(z) ? unproject(pose, x, y, z) : onNeck(pose, x, y);
        boolean torso = FaceRegion.of(labels.data()[pixel]) == FaceRegion.TORSO;
        double down = (chin - point.y()) / NECK_PASSAGE;
        double aside = fromHead[pixel] / (fromHead[pixel] + fromTorso[pixel]);
        double share = torso ? 1 : SmoothStep.of(Math.max(down, aside));
        double farther = farther(point, share, behind + (torso ? 0 : NECK_BEHIND_COLLAR));
        Vec3 place = alongRay(point, farther);
        float[] attributes = seeds.add(place, color(picture, x, y), size * farther, 1);
        layout.followTorso(attributes, place, share);
        attributes[layout.setBack()] = Deformation.INSIDE_SET_BACK;
      }
    }
  }

  /** The farthest from the camera that a point of the lower face gets in any pose, centimetres. */
  private double behindLowerFace() {
    double lip = face.vertex(LOWER_LIP).y();
    double farthest = 0;
    for (int corner = 0; corner < 27; corner++) {
      HeadAngles angles =
          new HeadAngles(
              MOST_YAW * (corner % 3 - 1),
              MOST_PITCH * (corner / 3 % 3 - 1),
              MOST_ROLL * (corner / 9 - 1));
      var turned = new RigidTransform(angles.toRotation(), poses.rest().translation());
      for (int i = 0; i < FaceModel.VERTICES; i++) {
        if (face.vertex(i).y() < lip) {
          farthest = Math.max(farthest, turned.apply(face.vertex(i)).z());
        }
      }
    }
    return farthest;
  }

  /**
   * By what to multiply a point's distance from the camera at rest, so that what follows the torso
   * lies so deep at least, and what follows it by a share that share of the way.
   */
  private double farther(Vec3 point, double share, double depth) {
    return 1 + share * Math.max(0, depth / poses.rest().apply(point).z() - 1);
  }

  private Vec3 alongRay(Vec3 point, double factor) {
    return poses.rest().inverse().apply(poses.rest().apply(point).times(factor));
  }

  /** From each pixel to the nearest of some regions, pixels. */
  static float[] distances(GrayImage labels, Predicate<FaceRegion> regions) {
    GrayImage mask = new GrayImage(labels.width(), labels.height());
    for (int i = 0; i < labels.data().length; i++) {
      mask.data()[i] = (byte) (regions.test(FaceRegion.of(labels.data()[i])) ? 255 : 0);
    }
    float[] distances = DistanceTransform.squared(mask);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = (float) Math.sqrt(distances[i]);
    }
    return distances;
  }

  private static boolean belowHead(FaceRegion region) {
    return region == FaceRegion.NECK || region == FaceRegion.TORSO;
  }

  /** How far apart so many Gaussians lie on what is seen below the head, centimetres. */
  private double spacing(GrayImage labels, GrayImage mask, RigidTransform pose, int count) {
    int pixels = 0;
    for (int i = 0; i < labels.data().length; i++) {
      if (mask.data()[i] != 0 && belowHead(FaceRegion.of(labels.data()[i]))) {
        pixels++;
      }
    }
    double centimetresPerPixel = pose.translation().z() / camera.focal();
    return centimetresPerPixel * Math.sqrt((double) pixels / count);
  }

  /** Lets a Gaussian move as a mesh point does, times a weight. */
  private void follow(float[] attributes, int vertex, double weight) {
    copyShapes(face.lowerBasis(), face.dims(), vertex, weight, attributes, 0);
    copyShapes(face.upperBasis(), Layout.UPPER, vertex, weight, attributes, 3 * face.dims());
    attributes[layout.speechMask()] += (float) (face.isLower(vertex) ? weight : 0);
    attributes[layout.upperMask()] += (float) (face.isUpper(vertex) ? weight : 0);
  }

  private static void copyShapes(
      float[] basis, int shapes, int vertex, double weight, float[] out, int at) {
    for (int k = 0; k < shapes; k++) {
      for (int c = 0; c < 3; c++) {
        out[at + k * 3 + c] += (float) (weight * basis[(k * FaceModel.VERTICES + vertex) * 3 + c]);
      }
    }
  }

  /** Where the captured head is at a pixel, or the skull where it has no depth there. */
  private Vec3 onHead(RigidTransform pose, FloatPlane depth, double x, double y) {
    float z = depth.get((int) x, (int) y);
    return Float.isFinite(z) ? unproject(pose, x, y, z) : onEllipsoid(pose, x, y);
  }

  private Vec3 onEllipsoid(RigidTransform pose, double x, double y) {
    RigidTransform back = pose.inverse();
    Vec3 origin = divide(back.apply(Vec3.ZERO).minus(SKULL_CENTER));
    Vec3 ray = divide(back.rotation().rotate(direction(x, y)));
    double a = ray.dot(ray);
    double b = ray.dot(origin);
    double discriminant = b * b - a * (origin.dot(origin) - 1);
    double z = discriminant > 0 ? (-b - Math.sqrt(discriminant)) / a : -b / a;
    return back.apply(direction(x, y).times(z));
  }

  private static Vec3 divide(Vec3 v) {
    return new Vec3(v.x() / SKULL_AXES.x(), v.y() / SKULL_AXES.y(), v.z() / SKULL_AXES.z());
  }

  private Vec3 onNeck(RigidTransform pose, double x, double y) {
    RigidTransform back = pose.inverse();
    Vec3 origin = back.apply(Vec3.ZERO);
    Vec3 ray = back.rotation().rotate(direction(x, y));
    double axis = face.vertex(CHIN).z() - 1.5 - NECK_RADIUS;
    double oz = origin.z() - axis;
    double a = ray.x() * ray.x() + ray.z() * ray.z();
    double b = ray.x() * origin.x() + ray.z() * oz;
    double discriminant =
        b * b - a * (origin.x() * origin.x() + oz * oz - NECK_RADIUS * NECK_RADIUS);
    double z = discriminant > 0 ? (-b - Math.sqrt(discriminant)) / a : -oz / ray.z();
    return origin.plus(ray.times(z));
  }

  private Vec3 direction(double x, double y) {
    return new Vec3(
        (x - camera.centerX()) / camera.focal(), (y - camera.centerY()) / camera.focal(), 1);
  }

  private Vec3 unproject(RigidTransform pose, double x, double y, double depth) {
    return pose.inverse().apply(direction(x, y).times(depth));
  }

  private boolean insideFace(int frame, double x, double y) {
    boolean inside = false;
    for (int i = 0, j = OVAL.length - 1; i < OVAL.length; j = i++) {
      double xi = landmarks.x(frame, OVAL[i]);
      double yi = landmarks.y(frame, OVAL[i]);
      double xj = landmarks.x(frame, OVAL[j]);
      double yj = landmarks.y(frame, OVAL[j]);
      if (yi > y != yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
    return inside;
  }

  private interface PixelTest {
    boolean accepts(FaceRegion region, double x, double y);
  }

  /** A random pixel that passes the test, or −1 where none is found. */
  private int draw(GrayImage labels, PixelTest test) {
    for (int tries = 0; tries < 4000; tries++) {
      int x = random.nextInt(labels.width());
      int y = random.nextInt(labels.height());
      if (test.accepts(FaceRegion.of(labels.get(x, y)), x + 0.5, y + 0.5)) {
        return y * labels.width() + x;
      }
    }
    return -1;
  }

  private int nearestVertex(Vec3 point) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < FaceModel.VERTICES; i++) {
      Vec3 d = face.vertex(i).minus(point);
      double squared = d.dot(d);
      if (squared < least) {
        least = squared;
        best = i;
      }
    }
    return best;
  }

  /** Frames from the most ordinary pose, mouth and eyes to the least. */
  private int[] byDistanceToRest() {
    double[] distance = new double[frames.length];
    for (int i = 0; i < frames.length; i++) {
      double sum = 0;
      for (float v : poses.coordinates(head.poses().get(frames[i]))) {
        sum += v * v;
      }
      float[] code = expression.code(frames[i]);
      for (int k = 0; k < code.length; k++) {
        sum += code[k] * code[k] / (1 + k);
      }
      for (float v : face.standardize(capture.upperFace(frames[i]))) {
        sum += v * v;
      }
      distance[i] = sum;
    }
    return sorted(Comparator.comparingDouble(i -> distance[i]));
  }

  private int[] byOpening() {
    double[] opening = new double[frames.length];
    for (int i = 0; i < frames.length; i++) {
      opening[i] = face.lipGap(FaceModel.clip(expression.code(frames[i])));
    }
    return sorted(Comparator.comparingDouble(i -> -opening[i]));
  }

  private int[] sorted(Comparator<Integer> order) {
    return IntStream.range(0, frames.length)
        .boxed()
        .sorted(order)
        .mapToInt(i -> frames[i])
        .toArray();
  }

  private static float[] color(RgbImage picture, double x, double y) {
    int u = Math.clamp((int) x, 0, picture.width() - 1);
    int v = Math.clamp((int) y, 0, picture.height() - 1);
    float[] rgb = new float[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = picture.get(u, v, c) / 255f;
    }
    return rgb;
  }

  private static boolean contains(int[] list, int value) {
    for (int v : list) {
      if (v == value) {
        return true;
      }
    }
    return false;
  }
}
