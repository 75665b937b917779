package studio.viseme.sample;

import java.util.Locale;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The camera and what it makes of the light.
 *
 * @param focal length, pixels of a picture {@link Stage#SIZE} wide
 * @param zoom how large the head is in the picture, 1 for the presenter
 * @param motion how lively the head is, 1 for the presenter
 * @param exposure gain of the light
 * @param grain of the sensor, 1 = 1.3 levels of 255
 * @param bitRate of the compressed picture, bits a second
 */
record Shooting(
    double focal, double zoom, double motion, double exposure, double grain, long bitRate) {
  private static final double PRESENTER_FOCAL = 1150;
  private static final double PRESENTER_DISTANCE = 77;

  static final Shooting PRESENTER = new Shooting(PRESENTER_FOCAL, 1, 1, 1, 1, 12_000_000);

  static Shooting drawn(Draw draw) {
    boolean dim = draw.chance(0.2);
    return new Shooting(
        600 * Math.pow(2500.0 / 600, draw.between(0, 1)),
        draw.between(0.86, 1.08),
        draw.between(0.6, 1.7),
        dim ? draw.between(0.25, 0.45) : draw.between(0.7, 1.05),
        dim ? draw.between(2, 4) : draw.between(0.5, 2),
        Math.round(700_000 * Math.pow(6, draw.between(0, 1))));
  }

  PinholeCamera camera() {
    return PinholeCamera.centered(Stage.SIZE, Stage.SIZE, focal);
  }

  /** Where the head is when it rests. */
  RigidTransform restPose() {
    double distance = PRESENTER_DISTANCE * focal / PRESENTER_FOCAL / zoom;
    return new RigidTransform(new HeadAngles(0, 0, 0).toRotation(), new Vec3(0, -1.7, distance));
  }

  String description() {
    return String.format(
        Locale.ROOT,
        "f %.0f, motion %.1f, light %.1f, grain %.1f, %.1f Mbit/s",
        focal,
        motion,
        exposure,
        grain,
        bitRate * 1e-6);
  }
}
