package studio.viseme.sample;

import studio.viseme.math.HeadAngles;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Vec3;

/**
 * The studio's lamps as an object sees them: a key light, a weak fill, a hair light from behind,
 * and the walls. Directions point to the lamp, in the object's own axes.
 *
 * @param lamps what shines
 * @param key direction of the key light
 * @param fill direction of the fill light
 * @param rim direction of the hair light
 * @param up where the ceiling is
 * @param view where the camera is
 * @param keyHalf half way between key and camera, for highlights
 * @param fillHalf half way between fill and camera
 */
record Lighting(
    Lamps lamps, Vec3 key, Vec3 fill, Vec3 rim, Vec3 up, Vec3 view, Vec3 keyHalf, Vec3 fillHalf) {
  /**
   * The lamps as seen by an object that its pose turns; {@link Quaternion} from object to camera
   * space.
   */
  static Lighting seenFrom(Lamps lamps, Quaternion rotation) {
    Quaternion facing = new HeadAngles(0, 0, 0).toRotation();
    Quaternion back = rotation.inverse().times(facing);
    Vec3 key = back.rotate(lamps.keyFrom());
    Vec3 fill = back.rotate(lamps.fillFrom());
    Vec3 view = back.rotate(new Vec3(0, 0, 1));
    return new Lighting(
        lamps,
        key,
        fill,
        back.rotate(lamps.rimFrom()),
        back.rotate(new Vec3(0, 1, 0)),
        view,
        key.plus(view).normalized(),
        fill.plus(view).normalized());
  }

  /** The lamps for what stands still. */
  static Lighting still(Lamps lamps) {
    return seenFrom(lamps, new HeadAngles(0, 0, 0).toRotation());
  }
}
