package studio.viseme.export;

import java.util.Arrays;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.face.expression.UpperFace;

/**
 * How far this person moves the brows: an avatar has seen no other, and what is asked of it beyond
 * that comes apart.
 *
 * @param lowest raise that was filmed but for the lowest hundredth, see {@link UpperFace#brow}
 * @param highest the same of the highest
 */
record Brows(float lowest, float highest) {
  static Brows of(Capture capture) {
    float[] raises = new float[capture.clip().frames()];
    int[] frames = IntStream.range(0, raises.length).filter(capture::usable).toArray();
    for (int i = 0; i < frames.length; i++) {
      raises[i] = capture.upperFace(frames[i]).brow();
    }
    Arrays.sort(raises, 0, frames.length);
    int margin = frames.length / 100;
    return frames.length == 0
        ? new Brows(0, 0)
        : new Brows(raises[margin], raises[frames.length - 1 - margin]);
  }

  /**
   * Moves brows from where they were filmed.
   *
   * @param share −1 to as low as they were ever filmed … 0 not at all … 1 to as high
   */
  UpperFace move(UpperFace face, double share) {
    float end = share < 0 ? lowest : highest;
    boolean beyond = share < 0 ? face.brow() < end : face.brow() > end;
    return share == 0 || beyond
        ? face
        : face.withBrow((float) (face.brow() + Math.abs(share) * (end - face.brow())));
  }
}
