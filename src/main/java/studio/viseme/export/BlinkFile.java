package studio.viseme.export;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.job.JobException;
import studio.viseme.math.MonotoneCubic;
import studio.viseme.store.Json;

/**
 * How lids and brows move, from a file that somebody wrote: see {@code
 * docs/reference/motion-files.md}.
 */
final class BlinkFile {
  private final MonotoneCubic closed;
  private final MonotoneCubic brow;

  /** The file's content. */
  private record Content(int schema, @Nullable List<@Nullable Key> blinks) {}

  /**
   * @param closed 0 open … 1 closed
   * @param brow see {@link Brows#move}; 0 where it is left out
   */
  private record Key(@Nullable Double seconds, @Nullable Double closed, @Nullable Double brow)
      implements MotionKeys.Key {}

  private BlinkFile(List<Key> keys, Path file) {
    double[] seconds = MotionKeys.seconds(keys, file);
    this.closed =
        new MonotoneCubic(seconds, MotionKeys.values(keys, "closed", Key::closed, 0, 1, file));
    this.brow =
        new MonotoneCubic(
            seconds, MotionKeys.values(keys, "brow", k -> MotionKeys.orZero(k.brow), -1, 1, file));
  }

  /**
   * @throws JobException (input) when the file can't be read or says what can't be done
   */
  static BlinkFile read(Path file) {
    Content content = Json.read(file, Content.class);
    MotionKeys.requireSchema(content.schema, file);
    return new BlinkFile(MotionKeys.required(content.blinks, file), file);
  }

  /** The upper face at a moment of the film; gaze stays as it is. */
  UpperFace at(double seconds, UpperFace face, Brows brows) {
    float lids = (float) (1 - closed.at(seconds));
    return brows.move(face.withLids(lids, lids), brow.at(seconds));
  }
}
