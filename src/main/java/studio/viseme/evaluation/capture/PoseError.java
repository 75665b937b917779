package studio.viseme.evaluation.capture;

import java.util.List;
import studio.viseme.face.HeadTrack;
import studio.viseme.math.Cholesky;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * How far a track's poses are from the true ones.
 *
 * <p>A pose says where a head frame is, and a head frame is a convention. Truth and fit both mean
 * the canonical face mesh's frame. The presenter has it exactly; a fit has it only as well as the
 * fitted shape is held to the canonical one, so that a constant rigid motion of the head frame
 * (found pose ≈ true pose ∘ G) can't be told from a different shape: it is the gauge of bundle
 * adjustment. {@code rotationRaw} and {@code translationRaw} take the poses as they are; the other
 * figures are taken after removing one constant G a clip.
 *
 * @param rotationRaw degrees rms: the angle of R_trueᵀ·R_found
 * @param gauge degrees: the constant rotation that is taken out, the mean of R_trueᵀ·R_found
 * @param rotation degrees rms after that
 * @param translationRaw centimetres rms: the distance of the heads' origins in camera space
 * @param lateral centimetres rms across the line of sight: the origin is lifted off the found
 *     camera's picture into the true camera's at the found depth times one constant a clip, and one
 *     constant offset in head space is taken out
 * @param depth centimetres rms along the line of sight, of the same
 * @param focal the found focal length's error, percent of the true one
 */
record PoseError(
    double rotationRaw,
    double gauge,
    double rotation,
    double translationRaw,
    double lateral,
    double depth,
    double focal) {
  private static final int ROUNDS = 10;

  /** Keeps the offset finite when the head never moves, and changes nothing else. */
  private static final double OFFSET_PENALTY = 1e-8;

  /**
   * @param frames those that count
   */
  static PoseError of(HeadTrack truth, HeadTrack found, int[] frames) {
    double raw = 0;
    double far = 0;
    Quaternion gauge = meanTurn(truth.poses(), found.poses(), frames);
    double turned = 0;
    for (int t : frames) {
      Quaternion turn = turn(truth.poses().get(t), found.poses().get(t));
      raw += square(turn.log().length());
      turned += square(gauge.inverse().times(turn).log().length());
      far +=
          square(
              truth
                  .poses()
                  .get(t)
                  .translation()
                  .minus(found.poses().get(t).translation())
                  .length());
    }
    double[] moved = translation(truth, found, frames);
    int n = frames.length;
    return new PoseError(
        Math.toDegrees(Math.sqrt(raw / n)),
        Math.toDegrees(gauge.log().length()),
        Math.toDegrees(Math.sqrt(turned / n)),
        Math.sqrt(far / n),
        moved[0],
        moved[1],
        100 * (found.camera().focal() / truth.camera().focal() - 1));
  }

  /** R_trueᵀ·R_found. */
  private static Quaternion turn(RigidTransform truth, RigidTransform found) {
    return truth.rotation().inverse().times(found.rotation());
  }

  /** The rotation from which the turns differ least, by averaging in its tangent space. */
  private static Quaternion meanTurn(
      List<RigidTransform> truth, List<RigidTransform> found, int[] frames) {
    Quaternion mean = turn(truth.get(frames[0]), found.get(frames[0]));
    for (int round = 0; round < ROUNDS; round++) {
      Vec3 sum = Vec3.ZERO;
      for (int t : frames) {
        sum = sum.plus(mean.inverse().times(turn(truth.get(t), found.get(t))).log());
      }
      mean = mean.times(Quaternion.exp(sum.times(1.0 / frames.length))).normalized();
    }
    return mean;
  }

  /**
   * Lateral and depth error, centimetres rms: what is left of T_true ≈ a·L + R_true·d, where L is
   * the found place as the true camera sees it, and a and d are the clip's constants of least
   * squares.
   */
  private static double[] translation(HeadTrack truth, HeadTrack found, int[] frames) {
    double[] normal = new double[16];
    double[] solution = new double[4];
    for (int t : frames) {
      Quaternion toHead = truth.poses().get(t).rotation().inverse();
      // turned into head space, where d is constant
      double[] place = array(toHead.rotate(seen(truth, found, t)));
      double[] real = array(toHead.rotate(truth.poses().get(t).translation()));
      for (int i = 0; i < 3; i++) {
        normal[0] += place[i] * place[i];
        normal[4 * (i + 1)] += place[i];
        normal[5 * (i + 1)] += 1 + OFFSET_PENALTY;
        solution[0] += place[i] * real[i];
        solution[i + 1] += real[i];
      }
    }
    Cholesky.factor(normal, 4).solve(solution);
    Vec3 offset = new Vec3(solution[1], solution[2], solution[3]);
    double lateral = 0;
    double depth = 0;
    for (int t : frames) {
      RigidTransform pose = truth.poses().get(t);
      Vec3 left =
          pose.translation()
              .minus(seen(truth, found, t).times(solution[0]))
              .minus(pose.rotation().rotate(offset));
      lateral += left.x() * left.x() + left.y() * left.y();
      depth += left.z() * left.z();
    }
    return new double[] {Math.sqrt(lateral / frames.length), Math.sqrt(depth / frames.length)};
  }

  private static double[] array(Vec3 v) {
    return new double[] {v.x(), v.y(), v.z()};
  }

  /** The found origin, put on the true camera's ray through the pixel where it is seen. */
  private static Vec3 seen(HeadTrack truth, HeadTrack found, int t) {
    PinholeCamera to = truth.camera();
    Vec3 p = found.poses().get(t).translation();
    return new Vec3(
        (found.camera().projectX(p) - to.centerX()) * p.z() / to.focal(),
        (found.camera().projectY(p) - to.centerY()) * p.z() / to.focal(),
        p.z());
  }

  private static double square(double x) {
    return x * x;
  }
}
