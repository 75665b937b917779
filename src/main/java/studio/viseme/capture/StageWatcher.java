package studio.viseme.capture;

import studio.viseme.face.Parsing;
import studio.viseme.image.RgbImage;

/**
 * Looks on while stages work. All methods are called on the stages' threads, several at once, and
 * must return at once; nothing that a watcher does changes what is found.
 */
public interface StageWatcher {
  /** Nobody looks on. */
  StageWatcher NOBODY =
      new StageWatcher() {
        @Override
        public boolean isLooking() {
          return false;
        }

        @Override
        public void imported(int frame, RgbImage picture) {}

        @Override
        public void tracked(int frame, float[] landmarks) {}

        @Override
        public void parsed(int frame, Parsing parsing) {}
      };

  /** Whether a picture would be looked at now; stages that would have to copy for it ask first. */
  boolean isLooking();

  /**
   * A frame of the clip, as it is cut out of the source.
   *
   * @param picture not written any more
   */
  void imported(int frame, RgbImage picture);

  /**
   * The face of a frame that shows one.
   *
   * @param landmarks 478 × (x, y, z), the watcher's own
   */
  void tracked(int frame, float[] landmarks);

  /** A frame's regions. */
  void parsed(int frame, Parsing parsing);
}
