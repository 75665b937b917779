package studio.viseme.face.tracking;

import studio.viseme.face.LandmarkTrack;

/**
 * Bridges short gaps of a track, where a hand passed the face or motion blurred it: what a face
 * does in them is near enough to a straight line for a pose and a mouth to follow, though not for
 * pixels to be learned from, and {@link LandmarkTrack#found} stays false. Longer gaps stay gaps.
 */
final class GapFiller {
  /** The longest gap, frames: 0.4 s. */
  static final int LONGEST = 10;

  private GapFiller() {}

  /**
   * The same track with the short gaps filled. A gap next to a cut is none: nobody knows where the
   * face was; nor is one that ends with a held-out frame, which mustn't tell of frames before.
   *
   * @param fitFrames the first held-out frame, or the number of frames
   */
  static LandmarkTrack fill(LandmarkTrack track, int[] segments, int fitFrames) {
    float[] points = track.points().clone();
    float[] score = track.score().clone();
    int last = -1;
    for (int t = 0; t < track.frames(); t++) {
      if (!track.found(t)) {
        continue;
      }
      boolean near = last >= 0 && t - last > 1 && t - last - 1 <= LONGEST;
      if (near && segments[last] == segments[t] && (last >= fitFrames || t < fitFrames)) {
        for (int i = last + 1; i < t; i++) {
          mix(points, last, t, i);
          score[i] = -Math.min(score[last], score[t]);
        }
      }
      last = t;
    }
    return new LandmarkTrack(track.frames(), points, score);
  }

  private static void mix(float[] points, int from, int to, int frame) {
    float share = (float) (frame - from) / (to - from);
    for (int k = 0; k < LandmarkTrack.STRIDE; k++) {
      float a = points[from * LandmarkTrack.STRIDE + k];
      float b = points[to * LandmarkTrack.STRIDE + k];
      points[frame * LandmarkTrack.STRIDE + k] = a + share * (b - a);
    }
  }
}
