package studio.viseme.avatar;

/**
 * What moves the lower face at a moment. {@link #MEAN} and {@link #REST} hold it still: they are
 * what evaluation measures against, and what a still or a long silence shows.
 */
public enum MouthDrive {
  /** The speech features, of the clip's own sound or of what is to be compared with it. */
  SPEECH,
  /**
   * The features of another sound. A mouth that is learned from one voice does what that person
   * does, and hears others with half an ear: here lips also meet and rest where that is sure
   * whoever speaks.
   */
  NEW_SPEECH,
  /**
   * The mean lower face of the training frames: the constant mouth with the least squared error.
   */
  MEAN,
  /** The lips closed and at rest, as in the training frames without speech. */
  REST
}
