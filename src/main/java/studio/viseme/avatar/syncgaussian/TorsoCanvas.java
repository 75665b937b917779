package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.parsing.Body;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Neck and torso as one picture on a plane behind the chin, which moves as the torso does: what an
 * avatar that isn't laid over filmed frames shows below its head. The papers leave the torso to the
 * filmed frame; before another pose there is none, and the wall shows between jaw and collar.
 *
 * <p>The picture is that of the training frame whose pose is nearest to rest, with neck and clothes
 * continued where the head covered them ({@link Body}). The plane faces the camera at rest. An
 * affine motion of space and a projection take it to the screen by a homography, so each pixel is
 * fetched from where it lies in the picture. Beyond the picture's edge its outermost pixels go on.
 *
 * @param width of the picture, which is the clip's
 * @param height the same
 * @param depth of the plane before the camera at rest, centimetres
 * @param rgba straight colour and opacity, interleaved, 0..255
 */
record TorsoCanvas(int width, int height, float depth, byte[] rgba) {
  /** How far the plane lies behind the chin, centimetres. */
  static final double BEHIND_CHIN = 3;

  TorsoCanvas {
    if (rgba.length != 4 * width * height) {
      throw new IllegalArgumentException(width + "x" + height + " with " + rgba.length + " values");
    }
  }

  /**
   * Takes the picture from a clip.
   *
   * @param frames the training frames
   * @param motion how the torso stands in a frame
   */
  static TorsoCanvas of(Capture capture, Knowledge knowledge, int[] frames, TorsoMotion motion) {
    PoseSpace space = knowledge.poses();
    int frame = frameOf(capture, space, frames);
    RgbImage picture = capture.frames().frame(frame);
    Body body = Body.of(picture, capture.parsing(frame), HeadMask.of(capture.parsing(frame)));
    int width = picture.width();
    int height = picture.height();
    Vec3 chin = knowledge.face().vertex(FaceMesh.CHIN);
    double depth = space.rest().apply(chin).z() + BEHIND_CHIN;
    byte[] filmed = new byte[4 * width * height];
    for (int i = 0; i < width * height; i++) {
      System.arraycopy(body.colours().data(), 3 * i, filmed, 4 * i, 3);
      filmed[4 * i + 3] = body.opacity().data()[i];
    }
    TorsoCanvas asFilmed = new TorsoCanvas(width, height, (float) depth, filmed);
    double[] toFrame = asFilmed.homography(knowledge.camera(), space.rest(), motion.of(frame));
    return asFilmed.warped(toFrame);
  }

  /** The frame that the picture is taken from: of some, that whose pose is nearest to rest. */
  static int frameOf(Capture capture, PoseSpace space, int[] frames) {
    int best = frames[0];
    double least = Double.POSITIVE_INFINITY;
    for (int frame : frames) {
      double sum = 0;
      for (float v : space.coordinates(capture.head().poses().get(frame))) {
        sum += v * v;
      }
      if (sum < least) {
        least = sum;
        best = frame;
      }
    }
    return best;
  }

  /** How the torso stands in a frame of the clip. */
  interface TorsoMotion {
    Stance of(int frame);
  }

  /**
   * @param pose of the head
   * @param affine the twelve entries by which the torso moves in head space, see {@link
   *     PoseSpace#torsoInHead}
   */
  record Stance(RigidTransform pose, double[] affine) {}

  /** Lays the torso behind a rendered head. */
  Layer behind(Layer head, PinholeCamera camera, RigidTransform rest, Stance stance) {
    double[] back = inverse(homography(camera, rest, stance));
    float[] out = head.rgba().clone();
    for (int y = 0; y < height; y++) {
      layBehind(out, y, back);
    }
    return new Layer(width, height, out);
  }

  private void layBehind(float[] out, int y, double[] back) {
    float[] below = new float[4];
    for (int x = 0; x < width; x++) {
      int at = 4 * (y * width + x);
      float through = 1 - out[at + 3];
      if (through <= 0) {
        continue;
      }
      fetch(x + 0.5, y + 0.5, back, below);
      for (int c = 0; c < 4; c++) {
        out[at + c] += through * below[c];
      }
    }
  }

  /** The picture as it looks through a map from its pixels to those it is fetched from. */
  private TorsoCanvas warped(double[] map) {
    byte[] out = new byte[rgba.length];
    float[] pixel = new float[4];
    for (int i = 0; i < width * height; i++) {
      fetch(i % width + 0.5, i / width + 0.5, map, pixel);
      float scale = pixel[3] > 0 ? 255 / pixel[3] : 0;
      for (int c = 0; c < 3; c++) {
        out[4 * i + c] = (byte) Math.round(Math.min(255, pixel[c] * scale));
      }
      out[4 * i + 3] = (byte) Math.round(255 * pixel[3]);
    }
    return new TorsoCanvas(width, height, depth, out);
  }

  /** Premultiplied, 0..1, between four pixels. */
  private void fetch(double x, double y, double[] map, float[] out) {
    double w = map[6] * x + map[7] * y + map[8];
    double u = (map[0] * x + map[1] * y + map[2]) / w - 0.5;
    double v = (map[3] * x + map[4] * y + map[5]) / w - 0.5;
    Arrays.fill(out, 0);
    if (!(w > 0) || Double.isNaN(u + v)) {
      return;
    }
    u = Math.clamp(u, 0, width - 1.0);
    v = Math.clamp(v, 0, height - 1.0);
    int left = (int) u;
    int top = (int) v;
    for (int k = 0; k < 4; k++) {
      int i = Math.min(left + k % 2, width - 1);
      int j = Math.min(top + k / 2, height - 1);
      double share =
          (k % 2 == 0 ? 1 - (u - left) : u - left) * (k / 2 == 0 ? 1 - (v - top) : v - top);
      int at = 4 * (j * width + i);
      float alpha = (float) share * (rgba[at + 3] & 0xff) / 255f;
      for (int c = 0; c < 3; c++) {
        out[c] += alpha * (rgba[at + c] & 0xff) / 255f;
      }
      out[3] += alpha;
    }
  }

  /**
   * From the picture's pixels to those of the screen: 3 × 3, row-major. A point X of the plane at
   * rest is p = rest⁻¹ X in head space, moves to p + A p + b, and stands before the camera at pose
   * of that: q = L X + m.
   */
  double[] homography(PinholeCamera camera, RigidTransform rest, Stance stance) {
    double[] a = stance.affine();
    RigidTransform fromRest = rest.inverse();
    double[] toHead = fromRest.rotation().matrix();
    double[] motion = new double[9];
    for (int i = 0; i < 9; i++) {
      motion[i] = a[i] + (i % 4 == 0 ? 1 : 0);
    }
    double[] l = product(stance.pose().rotation().matrix(), product(motion, toHead));
    Vec3 p = fromRest.translation();
    Vec3 moved =
        new Vec3(
            motion[0] * p.x() + motion[1] * p.y() + motion[2] * p.z() + a[9],
            motion[3] * p.x() + motion[4] * p.y() + motion[5] * p.z() + a[10],
            motion[6] * p.x() + motion[7] * p.y() + motion[8] * p.z() + a[11]);
    Vec3 m = stance.pose().apply(moved);
    double f = camera.focal();
    double cx = camera.centerX();
    double cy = camera.centerY();
    double[] rays = {depth / f, 0, -depth * cx / f, 0, depth / f, -depth * cy / f, 0, 0, depth};
    double[] q = product(l, rays);
    q[2] += m.x();
    q[5] += m.y();
    q[8] += m.z();
    return product(new double[] {f, 0, cx, 0, f, cy, 0, 0, 1}, q);
  }

  private static double[] product(double[] a, double[] b) {
    double[] out = new double[9];
    for (int i = 0; i < 9; i++) {
      for (int k = 0; k < 3; k++) {
        out[i] += a[i / 3 * 3 + k] * b[3 * k + i % 3];
      }
    }
    return out;
  }

  /** Up to a factor, which a homography doesn't mind; its sign is kept. */
  private static double[] inverse(double[] m) {
    double[] out = {
      m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]
    };
    double determinant = m[0] * out[0] + m[1] * out[3] + m[2] * out[6];
    double sign = Math.signum(determinant);
    for (int i = 0; i < 9; i++) {
      out[i] *= sign;
    }
    return out;
  }
}
