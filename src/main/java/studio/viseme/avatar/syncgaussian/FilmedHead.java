package studio.viseme.avatar.syncgaussian;

import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.Parsing;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.face.parsing.HeadMask;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The head in a filmed frame, for whoever wants to know where it stands.
 *
 * <p>What lies behind the head is the real frame outside the person and the plate inside; a
 * silhouette that is out of place then differs on both of its sides.
 *
 * @param box what was cut out of the scaled frame
 * @param upperFace of the frame
 * @param target RGB planes of the box, 0..1
 * @param behind the same of what is behind the head
 * @param weights of the box's pixels: 1 where they are seen, else 0
 */
record FilmedHead(
    Rectangle box, UpperFace upperFace, float[] target, float[] behind, float[] weights) {

  /** How much of a head is seen. */
  enum Sight {
    /**
     * What lies above the nose tip: nothing but pose, lids and brows moves it. Nothing below is
     * read, not even to choose the region: that follows from the tracked pose. So a held-out frame
     * may be looked at.
     */
    ABOVE_NOSE,
    /** Below the nose tip also what is labelled as head. For training frames alone. */
    WHOLE
  }

  /** Half the width of what is looked at, from the middle of the skull, centimetres. */
  private static final double REACH = 16;

  private static final Vec3 SKULL = new Vec3(0, 3.5, -4);
  private static final Vec3 UP = new Vec3(0, 1, 0);

  /** Between the nose tip and the first pixel above it, so that none mixes with one below. */
  private static final double MARGIN = 2;

  /**
   * Cuts.
   *
   * @param camera of the scaled frame
   * @param plate scaled to it
   * @throws IllegalArgumentException when all of a held-out frame is wanted
   */
  static FilmedHead of(
      Capture capture, int frame, Sight sight, PinholeCamera camera, RgbImage plate) {
    boolean whole = sight == Sight.WHOLE;
    if (whole && frame >= capture.clip().firstHeldOutFrame()) {
      throw new IllegalArgumentException("frame " + frame + " is held out");
    }
    RigidTransform pose = capture.head().poses().get(frame);
    float[] shape = capture.head().shape();
    int at = 3 * FaceMesh.NOSE_TIP;
    Vec3 tip = pose.apply(new Vec3(shape[at], shape[at + 1], shape[at + 2]));
    double tipX = camera.projectX(tip);
    double tipY = camera.projectY(tip);
    Vec3 above = tip.plus(pose.rotation().rotate(UP));
    double upX = camera.projectX(above) - tipX;
    double upY = camera.projectY(above) - tipY;
    double length = Math.max(1e-6, Math.hypot(upX, upY));

    Rectangle box = box(camera, pose, whole ? Double.POSITIVE_INFINITY : tipY);
    RgbImage picture = scaled(capture.frames().frame(frame), camera);
    Parsing parsing = capture.parsing(frame);
    GrayImage person = scaled(parsing.person(), camera);
    GrayImage below = whole ? scaled(HeadMask.labelled(parsing.labels()), camera) : null;
    int pixels = box.width() * box.height();
    float[] target = new float[3 * pixels];
    float[] behind = new float[3 * pixels];
    float[] weights = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      int x = box.x() + i % box.width();
      int y = box.y() + i / box.width();
      double height = ((x + 0.5 - tipX) * upX + (y + 0.5 - tipY) * upY) / length;
      if (height < MARGIN && (below == null || below.get(x, y) < 128)) {
        continue;
      }
      weights[i] = 1;
      float inside = person.get(x, y) / 255f;
      for (int c = 0; c < 3; c++) {
        float real = picture.get(x, y, c) / 255f;
        target[c * pixels + i] = real;
        behind[c * pixels + i] = real + inside * (plate.get(x, y, c) / 255f - real);
      }
    }
    return new FilmedHead(box, capture.upperFace(frame), target, behind, weights);
  }

  /** A frame or plate at the camera's size. */
  static RgbImage scaled(RgbImage picture, PinholeCamera camera) {
    return Resampling.area(picture, camera.width(), camera.height());
  }

  private static GrayImage scaled(GrayImage mask, PinholeCamera camera) {
    return Resampling.area(mask, camera.width(), camera.height());
  }

  /**
   * A square around the skull.
   *
   * @param tipY a rolled head's nose line, below which it is cut off where it can't reach any more
   */
  private static Rectangle box(PinholeCamera camera, RigidTransform pose, double tipY) {
    Vec3 skull = pose.apply(SKULL);
    double reach = REACH * camera.focal() / skull.z();
    double x = camera.projectX(skull);
    double y = camera.projectY(skull);
    double lowest = Math.min(y + reach, tipY + reach / 2);
    int left = (int) Math.clamp(Math.floor(x - reach), 0, camera.width() - 2);
    int top = (int) Math.clamp(Math.floor(y - reach), 0, camera.height() - 2);
    int right = (int) Math.clamp(Math.ceil(x + reach), left + 1, camera.width());
    int bottom = (int) Math.clamp(Math.ceil(lowest), top + 1, camera.height());
    return new Rectangle(left, top, right - left, bottom - top);
  }
}
