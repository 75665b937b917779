package studio.viseme.avatar;

import java.util.Optional;
import studio.viseme.image.Layer;
import studio.viseme.image.Rectangle;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * A trained model, ready to render. One thread at a time; {@link #close()} gives the engine's
 * memory back.
 */
public interface Avatar extends AutoCloseable {
  /** The backend's name and a number, such as {@code syncgaussian-1}. */
  String id();

  /** The camera it was captured with; frames are rendered for it. */
  PinholeCamera camera();

  /** The median pose of its training frames. */
  RigidTransform restPose();

  /** The speech encoder it was trained with and the window it wants around each moment. */
  SpeechWindow speechWindow();

  /** Where its head stands in the frames of the clip it was trained on. */
  default PoseAlignment alignment() {
    return PoseAlignment.NONE;
  }

  /** Renders head and neck over nothing. */
  Layer render(FrameState state);

  /**
   * The same, where no more than a part of the picture is wanted: in it are the same bits, and
   * outside it may be nothing.
   */
  default Layer render(FrameState state, Rectangle part) {
    return render(state);
  }

  /**
   * Renders head and neck for another wall than the filmed one. {@link #render} fits the film,
   * whose outline has something of the wall that was behind it.
   */
  default Layer renderCutOut(FrameState state) {
    return render(state);
  }

  /**
   * Renders the person whole, on a canvas of their own: head, neck, and a torso that moves with the
   * pose, over nothing. Empty for an avatar that has no torso; it can only be laid over filmed
   * frames.
   */
  default Optional<Layer> renderWhole(FrameState state) {
    return Optional.empty();
  }

  @Override
  void close();
}
