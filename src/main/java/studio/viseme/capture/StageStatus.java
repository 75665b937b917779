package studio.viseme.capture;

/**
 * Where a stage stands.
 *
 * @param seconds its last run took, 0 when it never ended
 * @param bytes it holds on the disk
 */
public record StageStatus(String name, State state, double seconds, long bytes) {
  /** Whether a stage must run. */
  public enum State {
    UP_TO_DATE,
    /** It ran, and what it was made from has changed since. */
    STALE,
    MISSING
  }

  public boolean isUpToDate() {
    return state == State.UP_TO_DATE;
  }
}
