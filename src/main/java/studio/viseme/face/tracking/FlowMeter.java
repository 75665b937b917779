package studio.viseme.face.tracking;

import studio.viseme.face.SkinFlow;
import studio.viseme.image.MipMap;

/**
 * Measures {@link SkinFlow} on frames that come one after the other. The way to a frame is looked
 * for backwards, from this frame's landmarks to the frame before, of which only the picture is
 * needed. Not thread-safe.
 */
final class FlowMeter {
  private final int level;
  private final float[] moves;
  private final PyramidFlow flow = new PyramidFlow();
  private GrayPyramid before;

  /**
   * @param level how often pictures are halved before they are compared: the level the landmarks
   *     are found on, where a face is about as large in every clip
   * @param into where the moves are written
   */
  FlowMeter(int level, SkinFlow into) {
    this.level = level;
    this.moves = into.moves();
  }

  /** The picture before the first one that is measured. */
  void begin(MipMap image) {
    before = GrayPyramid.of(image, level);
  }

  /** The next picture doesn't follow on the last one. */
  void forget() {
    before = null;
  }

  /**
   * @param landmarks of the frame; null when there is no face
   */
  void measure(int frame, MipMap image, float[] landmarks) {
    GrayPyramid now = GrayPyramid.of(image, level);
    if (before != null && landmarks != null) {
      for (int i = 0; i < SkinFlow.count(); i++) {
        float x = landmarks[3 * SkinFlow.point(i)];
        float y = landmarks[3 * SkinFlow.point(i) + 1];
        if (flow.follow(now, before, x, y)) {
          int at = (frame * SkinFlow.count() + i) * 2;
          moves[at] = (float) (x - flow.x);
          moves[at + 1] = (float) (y - flow.y);
        }
      }
    }
    before = now;
  }
}
