package studio.viseme.evaluation;

import org.jspecify.annotations.Nullable;
import studio.viseme.face.identity.FaceIdentity;

/**
 * The nets that some measures need; a measure without its net is missing from the report.
 *
 * @param identity tells who a face belongs to
 * @param sync our own judge of lips and sound
 */
public record Instruments(@Nullable FaceIdentity identity, @Nullable SyncJudge sync) {
  /** No net at all. */
  public static final Instruments NONE = new Instruments(null, null);
}
