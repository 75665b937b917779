package studio.viseme.avatar;

import java.util.OptionalInt;
import studio.viseme.image.Layer;

/**
 * Looks on while an avatar learns. All methods are called on the training's thread between two
 * steps and must return at once; nothing that a watcher does changes what is learnt.
 */
public interface TrainingWatcher {
  /** Nobody looks on. */
  TrainingWatcher NOBODY =
      new TrainingWatcher() {
        @Override
        public OptionalInt wantedFrame() {
          return OptionalInt.empty();
        }

        @Override
        public void told(int step, double loss, double psnr) {}

        @Override
        public void seen(int frame, int step, Layer head) {}
      };

  /**
   * The clip's frame to be shown now as the avatar would render it, or empty to go on learning. A
   * picture takes about as long as a step.
   */
  OptionalInt wantedFrame();

  /**
   * How well it does, now and then.
   *
   * @param psnr of the step's picture, decibels
   */
  void told(int step, double loss, double psnr);

  /**
   * What the avatar makes of that frame's pose, upper face and speech.
   *
   * @param step how many steps it has learnt
   * @param head at the clip's resolution
   */
  void seen(int frame, int step, Layer head);
}
