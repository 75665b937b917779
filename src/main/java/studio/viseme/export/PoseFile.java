package studio.viseme.export;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobException;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.MonotoneCubic;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.store.Json;

/**
 * How a head moves, from a file that somebody wrote: see {@code docs/reference/motion-files.md}.
 * Between the keys it moves smoothly, and never farther than they say.
 */
final class PoseFile {
  /** Beyond it is nothing that was filmed. */
  private static final double GREATEST_YAW = 35;

  private static final double GREATEST_TILT = 25;
  private static final double GREATEST_SHIFT = 10;

  private final MonotoneCubic yaw;
  private final MonotoneCubic pitch;
  private final MonotoneCubic roll;
  private final MonotoneCubic right;
  private final MonotoneCubic up;
  private final MonotoneCubic nearer;

  /** The file's content. */
  private record Content(int schema, @Nullable List<@Nullable Key> poses) {}

  /**
   * @param yaw degrees, as {@link HeadAngles} counts them; the same for pitch and roll
   * @param right from the place where the person rests, centimetres, 0 where it is left out; the
   *     same for up and nearer
   */
  private record Key(
      @Nullable Double seconds,
      @Nullable Double yaw,
      @Nullable Double pitch,
      @Nullable Double roll,
      @Nullable Double right,
      @Nullable Double up,
      @Nullable Double nearer)
      implements MotionKeys.Key {}

  private PoseFile(List<Key> keys, Path file) {
    double[] seconds = MotionKeys.seconds(keys, file);
    this.yaw = line(seconds, keys, "yaw", Key::yaw, GREATEST_YAW, file);
    this.pitch = line(seconds, keys, "pitch", Key::pitch, GREATEST_TILT, file);
    this.roll = line(seconds, keys, "roll", Key::roll, GREATEST_TILT, file);
    this.right =
        line(seconds, keys, "right", k -> MotionKeys.orZero(k.right), GREATEST_SHIFT, file);
    this.up = line(seconds, keys, "up", k -> MotionKeys.orZero(k.up), GREATEST_SHIFT, file);
    this.nearer =
        line(seconds, keys, "nearer", k -> MotionKeys.orZero(k.nearer), GREATEST_SHIFT, file);
  }

  private static MonotoneCubic line(
      double[] seconds,
      List<Key> keys,
      String name,
      Function<Key, @Nullable Double> value,
      double greatest,
      Path file) {
    double[] values = MotionKeys.values(keys, name, value, -greatest, greatest, file);
    return new MonotoneCubic(seconds, values);
  }

  /**
   * @throws JobException (input) when the file can't be read or says what can't be done
   */
  static PoseFile read(Path file) {
    Content content = Json.read(file, Content.class);
    MotionKeys.requireSchema(content.schema, file);
    return new PoseFile(MotionKeys.required(content.poses, file), file);
  }

  /**
   * The head's pose at a moment of the film.
   *
   * @param rest where the person rests; its place counts, not how it is turned
   */
  RigidTransform at(double seconds, RigidTransform rest) {
    HeadAngles angles = new HeadAngles(yaw.at(seconds), pitch.at(seconds), roll.at(seconds));
    // a camera's y points down and its z away from it
    Vec3 shift = new Vec3(right.at(seconds), -up.at(seconds), -nearer.at(seconds));
    return new RigidTransform(angles.toRotation(), rest.translation().plus(shift));
  }
}
