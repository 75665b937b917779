package studio.viseme.avatar.syncgaussian;

import java.util.stream.IntStream;

/** Frames cut into stretches, each of which is answered from the others. */
final class Stretches {
  static final int COUNT = 5;

  /** Frames left out between a stretch and the others, because neighbours look alike. */
  static final int MARGIN = 10;

  private Stretches() {}

  /**
   * The places of a stretch.
   *
   * @param count of all frames
   */
  static int[] asked(int count, int stretch) {
    return IntStream.range(stretch * count / COUNT, (stretch + 1) * count / COUNT).toArray();
  }

  /**
   * The places of the frames that a stretch, which isn't empty, is answered from.
   *
   * @param frames ascending
   */
  static int[] learned(int[] frames, int stretch) {
    int first = frames[stretch * frames.length / COUNT] - MARGIN;
    int last = frames[(stretch + 1) * frames.length / COUNT - 1] + MARGIN;
    return IntStream.range(0, frames.length)
        .filter(i -> frames[i] < first || frames[i] > last)
        .toArray();
  }
}
