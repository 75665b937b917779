package studio.viseme.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobException;

/** What files of poses and of blinks have in common: keys at rising moments. */
final class MotionKeys {
  private static final int SCHEMA = 1;

  private MotionKeys() {}

  /** Something at a moment of the film. */
  interface Key {
    @Nullable Double seconds();
  }

  static void requireSchema(int schema, Path file) {
    if (schema != SCHEMA) {
      throw JobException.input(
          "The file is of schema " + schema, file, "write it as schema " + SCHEMA);
    }
  }

  /**
   * The keys of a file.
   *
   * @param keys null where the file has none
   * @throws JobException (input) when there are none, or one is empty
   */
  static <K extends Key> List<K> required(@Nullable List<@Nullable K> keys, Path file) {
    List<K> there = new ArrayList<>();
    for (@Nullable K key : keys == null ? List.<@Nullable K>of() : keys) {
      if (key == null) {
        throw JobException.input("Key " + (there.size() + 1) + " is empty", file, "remove it");
      }
      there.add(key);
    }
    if (there.isEmpty()) {
      throw JobException.input("The file has no keys", file, "give one or more");
    }
    return there;
  }

  /**
   * The moments of the keys.
   *
   * @throws JobException (input) when they don't rise
   */
  static double[] seconds(List<? extends Key> keys, Path file) {
    double[] seconds = new double[keys.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = present(keys.get(i).seconds(), "seconds", i, file);
      if (!(seconds[i] >= 0) || (i > 0 && !(seconds[i] > seconds[i - 1]))) {
        throw JobException.input(
            String.format(Locale.ROOT, "Key %d is at %s seconds", i + 1, seconds[i]),
            file,
            "give 0 or more seconds, rising from key to key");
      }
    }
    return seconds;
  }

  /**
   * One value of each key.
   *
   * @throws JobException (input) when one is missing, or beyond the least or greatest
   */
  static <K extends Key> double[] values(
      List<K> keys,
      String name,
      Function<K, @Nullable Double> value,
      double least,
      double greatest,
      Path file) {
    double[] values = new double[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = present(value.apply(keys.get(i)), name, i, file);
      if (!(values[i] >= least && values[i] <= greatest)) {
        throw JobException.input(
            String.format(
                Locale.ROOT, "\"%s\" is %s at %s seconds", name, values[i], keys.get(i).seconds()),
            file,
            String.format(Locale.ROOT, "give %.0f to %.0f", least, greatest));
      }
    }
    return values;
  }

  static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }

  private static double present(@Nullable Double value, String name, int key, Path file) {
    if (value == null) {
      throw JobException.input(
          "Key %d has no \"%s\"".formatted(key + 1, name), file, "give every key one");
    }
    return value;
  }
}
