package studio.viseme.avatar.syncgaussian;

import java.util.SplittableRandom;
import studio.viseme.face.FaceMesh;
import studio.viseme.math.SmoothStep;
import studio.viseme.math.Vec3;

/**
 * Gaussians at random places, as 3D Gaussian splatting starts where nothing is known: grey, a tenth
 * opaque, and as large as they are apart.
 *
 * <p>Below the chin they follow the torso, as all avatars here do; the paper doesn't draw a neck.
 */
final class RandomSeeding {
  /** The head's volume around the face's mesh, hair and neck included, centimetres. */
  private static final Vec3 LOW = new Vec3(-10, -14, -12);

  private static final Vec3 HIGH = new Vec3(10, 14, 8);

  /** The mouth's: what could be seen between open lips lies in it. */
  private static final double MOUTH = 3.5;

  private static final int UPPER_LIP = 13;
  private static final int LOWER_LIP = 14;

  private static final double OPACITY = 0.1;
  private static final float[] GREY = {0.5f, 0.5f, 0.5f};

  /** Mean distance of random points to their third neighbour or nearer, in spacings. */
  private static final double APART = 0.7;

  /** From the chin down, over this many centimetres, the neck passes from head to torso. */
  private static final double PASSAGE = 6;

  private final Layout layout;
  private final FaceModel face;
  private final SplittableRandom random;

  RandomSeeding(Knowledge knowledge, long seed) {
    this.layout = knowledge.layout();
    this.face = knowledge.face();
    this.random = new SplittableRandom(seed);
  }

  Seeds head(int count) {
    Seeds seeds = new Seeds(layout.headAttributes());
    double chin = face.vertex(FaceMesh.CHIN).y();
    double size = size(HIGH.minus(LOW), count);
    for (int i = 0; i < count; i++) {
      Vec3 point = between(LOW, HIGH);
      float[] attributes = seeds.add(point, GREY, size, logit());
      layout.followTorso(attributes, point, SmoothStep.of((chin - point.y()) / PASSAGE));
    }
    return seeds;
  }

  Seeds mouth(int count) {
    Seeds seeds = new Seeds(layout.mouthAttributes());
    Vec3 lips = face.vertex(UPPER_LIP).plus(face.vertex(LOWER_LIP)).times(0.5);
    Vec3 reach = new Vec3(MOUTH, MOUTH, MOUTH);
    Vec3 low = lips.minus(reach);
    Vec3 high = lips.plus(reach);
    for (int i = 0; i < count; i++) {
      seeds.add(between(low, high), GREY, size(high.minus(low), count), logit());
    }
    return seeds;
  }

  private static double logit() {
    return Math.log(OPACITY / (1 - OPACITY));
  }

  private static double size(Vec3 extent, int count) {
    return APART * Math.cbrt(extent.x() * extent.y() * extent.z() / count);
  }

  private Vec3 between(Vec3 low, Vec3 high) {
    return new Vec3(
        low.x() + random.nextDouble() * (high.x() - low.x()),
        low.y() + random.nextDouble() * (high.y() - low.y()),
        low.z() + random.nextDouble() * (high.z() - low.z()));
  }
}
