package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Batch;

/** A run of steps that learn from the same pictures in the same way. */
interface Lesson extends AutoCloseable {
  /**
   * What a step tells: [0, 3) a picture's losses, 3 its squared error, 4 its loss of contrast, [5,
   * 8) the losses of a second picture.
   */
  int FIGURES = 8;

  int SQUARED_ERROR = 3;
  int CONTRAST = 4;
  int SECOND = 5;

  /** The last of its steps. */
  int end();

  /**
   * Draws, compares and takes the gradient.
   *
   * @param figures a vector of {@link #FIGURES}; the squared error waits for {@link #squaredError}
   */
  void learn(int step, Batch figures);

  /** What is left to do after a step along the gradient: Gaussians come and go. */
  void tidy(int step);

  /** The summed squared error of the latest picture, into a vector of 1. */
  void squaredError(Batch out);

  /** Pixels of that picture. */
  int pixels();

  @Override
  void close();
}
