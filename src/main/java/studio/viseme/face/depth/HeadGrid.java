package studio.viseme.face.depth;

import studio.viseme.math.Vec3;

/**
 * How the surface of a head is parametrised: rows of rays that leave an axis inside it. Around the
 * skull they spread from one point like a globe's radii; below the jaw they leave an axis that goes
 * down the neck. A surface is one radius a ray, so that it is closed whatever the radii are, and
 * its texture coordinates are row and column. Head space, centimetres; column 0 looks backwards,
 * the middle one at the camera.
 */
final class HeadGrid {
  static final int COLUMNS = 144;

  /** From the crown to the bottom of the neck; the first and the last row are one point each. */
  static final int ROWS = 109;

  private static final int SKULL_ROWS = 85;
  static final Vec3 CENTER = new Vec3(0, 1, -3.5);

  /** Where the globe ends and the neck begins, degrees below the horizon. */
  private static final double LOWEST = 48;

  /** How far down and back the neck's axis goes. */
  private static final double NECK_DOWN = 7;

  private static final double NECK_BACK = 2;

  private HeadGrid() {}

  static int index(int row, int column) {
    return row * COLUMNS + Math.floorMod(column, COLUMNS);
  }

  private static double down(double row) {
    return Math.max(0, (row - SKULL_ROWS + 1) / (ROWS - SKULL_ROWS));
  }

  /** Whether the rays of a row leave the neck's axis. */
  static boolean isNeck(double row) {
    return row >= SKULL_ROWS - 1;
  }

  static Vec3 origin(double row) {
    double t = down(row);
    return new Vec3(CENTER.x(), CENTER.y() - NECK_DOWN * t, CENTER.z() - NECK_BACK * t);
  }

  /** Radians above the horizon. */
  static double elevation(double row) {
    double t = Math.min(1, row / (SKULL_ROWS - 1.0));
    return Math.toRadians(90 - t * (90 + LOWEST));
  }

  static Vec3 direction(double row, double column) {
    double angle = 2 * Math.PI * column / COLUMNS - Math.PI;
    double up = elevation(row);
    return new Vec3(Math.cos(up) * Math.sin(angle), Math.sin(up), Math.cos(up) * Math.cos(angle));
  }

  /** The row whose rays from the globe's middle pass a point, with fractions. */
  static double row(Vec3 p) {
    Vec3 d = p.minus(CENTER);
    double up = Math.toDegrees(Math.atan2(d.y(), Math.hypot(d.x(), d.z())));
    return (90 - up) / (90 + LOWEST) * (SKULL_ROWS - 1);
  }

  /** The column that a point lies in, with fractions. */
  static double column(Vec3 p) {
    Vec3 d = p.minus(CENTER);
    return (Math.atan2(d.x(), d.z()) + Math.PI) / (2 * Math.PI) * COLUMNS;
  }

  static Vec3 point(double row, double column, double radius) {
    return origin(row).plus(direction(row, column).times(radius));
  }

  /** The bottom of the neck is a flat lid: its middle lies where the axis ends. */
  static Vec3 lid(double radius) {
    double up = elevation(ROWS - 1);
    Vec3 o = origin(ROWS - 1);
    return new Vec3(o.x(), o.y() + Math.sin(up) * radius, o.z());
  }
}
