package studio.viseme.face.tracking;

import java.util.List;
import studio.viseme.face.SkinFlow;

/**
 * How the skin at {@link SkinFlow#points()} moved between a few key frames and many others.
 *
 * @param keys the key frames
 * @param sights what was seen in a frame, by frame; empty where nothing was looked for
 * @param stride so many frames stand for each other: every so manyth was looked at
 */
record KeyTracks(int[] keys, List<List<Sight>> sights, int stride) {
  /**
   * What one frame shows of a key frame.
   *
   * @param key which of the keys
   * @param moves the way from the key to the frame, pixels, (x, y) a point; NaN where it isn't
   *     known
   */
  record Sight(int key, float[] moves) {
    boolean known(int point) {
      return !Float.isNaN(moves[2 * point]);
    }

    double x(int point) {
      return moves[2 * point];
    }

    double y(int point) {
      return moves[2 * point + 1];
    }
  }
}
