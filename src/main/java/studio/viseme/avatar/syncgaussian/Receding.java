package studio.viseme.avatar.syncgaussian;

import studio.viseme.face.FaceRegion;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Layer;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Which Gaussians give way to the {@link TorsoCanvas} where a head is turned farther than it was
 * filmed.
 *
 * <p>Neck and collar are learned beside a head that hardly moves against them: what follows the
 * torso by a share, and what follows the head and yet shows a piece of neck or collar, is right
 * there and nowhere else. Turned by 15°, a white collar had dark dots. The canvas has the same neck
 * and collar in one piece; only what hair covers it doesn't know.
 *
 * <p>What follows the torso where the canvas has none is ends of hair that were taken for clothes,
 * or, where it follows by a share, pieces of neck that have learnt to be hair beside it: they would
 * stay in the air when the head turns away.
 */
final class Receding {
  private static final float MOSTLY = 0.5f;

  /** Beside a head its own rim may lie over what is called neck, pixels. */
  private static final int JAW = 3;

  private Receding() {}

  /**
   * Looks where Gaussians are seen in the frame that the canvas was taken from.
   *
   * @param labels of the frame
   * @param canvas the canvas alone, as it stands in the frame
   * @param pose of the head in the frame
   * @param means where the head's Gaussians are in the frame, 3 rows, head space
   * @param shares how much of the torso's motion each has
   * @return 1 for those that give way, else 0
   */
  static float[] of(
      GrayImage labels,
      Layer canvas,
      PinholeCamera camera,
      RigidTransform pose,
      float[] means,
      float[] shares) {
    int n = shares.length;
    float[] gives = new float[n];
    GrayImage nearHead = HeadMask.dilate(HeadMask.labelled(labels), JAW);
    for (int i = 0; i < n; i++) {
      Vec3 place = pose.apply(new Vec3(means[i], means[n + i], means[2 * n + i]));
      int x = (int) Math.floor(camera.projectX(place));
      int y = (int) Math.floor(camera.projectY(place));
      if (x < 0 || y < 0 || x >= labels.width() || y >= labels.height()) {
        continue;
      }
      int pixel = y * labels.width() + x;
      FaceRegion region = FaceRegion.of(labels.data()[pixel]);
      boolean isNeck = region == FaceRegion.NECK && nearHead.data()[pixel] == 0;
      boolean known =
          region == FaceRegion.TORSO || isNeck || (shares[i] > 0 && region != FaceRegion.HAIR);
      boolean inTheAir = shares[i] > 0;
      gives[i] = (canvas.rgba()[4 * pixel + 3] > MOSTLY ? known : inTheAir) ? 1 : 0;
    }
    return gives;
  }
}
