package studio.viseme.avatar;

/**
 * What the avatar shall do as a function of time. A film of any frame rate samples it; it comes
 * from a clip, from new audio, from sliders or from a timeline, or from several of these at once.
 * Immutable.
 */
public interface Performance {
  /** Seconds. */
  double duration();

  /**
   * @param seconds 0 … duration; clamped outside
   */
  FrameState at(double seconds);
}
