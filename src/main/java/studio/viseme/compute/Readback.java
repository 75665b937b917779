package studio.viseme.compute;

/**
 * Numbers on their way from an engine: a loss to be told now and then, without stopping the queue.
 */
public interface Readback {
  /** Whether {@link #values()} would return at once. */
  boolean isDone();

  /**
   * What the elements held at the moment in the queue at which they were asked for. Waits until
   * they are here.
   */
  float[] values();

  /** The first of {@link #values()}. */
  default float value() {
    return values()[0];
  }
}
