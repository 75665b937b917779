package studio.viseme.avatar;

/**
 * What moves the lower face at a moment. {@link #MEAN} and {@link #REST} hold it still: they are
 * what evaluation measures against, and what a still or a long silence shows.
 */
public enum MouthDrive {
  /** The speech features. */
  SPEECH,
  /**
   * The mean lower face of the training frames: the constant mouth with the least squared error.
   */
  MEAN,
  /** The lips closed and at rest, as in the training frames without speech. */
  REST
}
