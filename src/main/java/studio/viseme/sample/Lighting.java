package studio.viseme.sample;

import studio.viseme.math.HeadAngles;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * The studio's lamps: a large key light from the upper left, a weak fill from the right, a hair
 * light from behind, and the walls. Directions point to the lamp, in an object's own axes; colours
 * are linear.
 *
 * @param key direction of the key light
 * @param fill direction of the fill light
 * @param rim direction of the hair light
 * @param up where the ceiling is
 * @param view where the camera is
 * @param keyHalf half way between key and camera, for highlights
 * @param fillHalf half way between fill and camera
 */
record Lighting(Vec3 key, Vec3 fill, Vec3 rim, Vec3 up, Vec3 view, Vec3 keyHalf, Vec3 fillHalf) {
  static final float[] KEY = {2.02f, 1.90f, 1.74f};
  static final float[] FILL = {0.34f, 0.38f, 0.44f};
  static final float[] RIM = {0.80f, 0.84f, 0.95f};
  static final float[] CEILING = {0.56f, 0.57f, 0.60f};
  static final float[] FLOOR = {0.24f, 0.22f, 0.20f};

  /**
   * Directions of lamps when nothing is turned: x to the picture's right, y up, z to the camera.
   */
  static final Vec3 KEY_FROM = new Vec3(-0.52, 0.64, 0.74).normalized();

  private static final Vec3 FILL_FROM = new Vec3(0.75, 0.10, 0.65).normalized();
  private static final Vec3 RIM_FROM = new Vec3(0.70, 0.45, -0.62).normalized();

  /**
   * The lamps as seen by an object that its pose turns; {@link Quaternion} from object to camera
   * space.
   */
  static Lighting seenFrom(Quaternion rotation) {
    Quaternion facing = new HeadAngles(0, 0, 0).toRotation();
    Quaternion back = rotation.inverse().times(facing);
    Vec3 key = back.rotate(KEY_FROM);
    Vec3 fill = back.rotate(FILL_FROM);
    Vec3 view = back.rotate(new Vec3(0, 0, 1));
    return new Lighting(
        key,
        fill,
        back.rotate(RIM_FROM),
        back.rotate(new Vec3(0, 1, 0)),
        view,
        key.plus(view).normalized(),
        fill.plus(view).normalized());
  }

  /** The lamps for what stands still. */
  static Lighting still() {
    return seenFrom(new HeadAngles(0, 0, 0).toRotation());
  }
}
