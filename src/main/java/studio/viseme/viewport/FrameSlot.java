package studio.viseme.viewport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands frames from the thread that renders to the one that shows, newest first: what wasn't taken
 * in time is overwritten, and neither thread ever waits for the other.
 *
 * <p>Three frames suffice. One belongs to the renderer, one to whoever shows, and one lies between
 * them, either fresh (rendered, not yet taken) or stale (given back). To publish, the renderer
 * exchanges its frame for the one between; to take, the other side exchanges its own for the one
 * between if that is fresh. An exchange is one atomic instruction, and it carries the
 * happens-before edge for the pixels.
 *
 * <p>A new size makes a new set of three. Frames of the old set leave as they come back to the
 * renderer; the last one taken stays whole and readable for as long as it is held. Their memory is
 * direct and belongs to the garbage collector: an image of the window's toolkit may still read it,
 * so nobody here may free it.
 */
public final class FrameSlot {
  private static final int FRAMES = 3;

  private record Between(@Nullable Frame frame, boolean fresh) {}

  private final AtomicReference<Between> between = new AtomicReference<>(new Between(null, false));

  private final LatencyMeter latency = new LatencyMeter();

  // Touched by the rendering thread alone.
  private final Deque<Frame> free = new ArrayDeque<>(FRAMES);
  private int generation;
  private int width;
  private int height;

  // Touched by the showing thread alone.
  private @Nullable Frame held;

  FrameSlot() {}

  /**
   * The newest frame, if there is one newer than the last that was taken. It is the caller's until
   * it takes another, which gives this one back. For one thread.
   *
   * @return null when there is nothing new: the last frame may still be shown
   */
  public @Nullable Frame takeNewest() {
    if (!Objects.requireNonNull(between.get()).fresh) {
      return null;
    }
    // What lies there may have been replaced meanwhile, but only by something fresher.
    Frame newest = exchange(new Between(held, false));
    held = newest;
    if (newest != null) {
      latency.add(System.nanoTime() - newest.requestedAt());
    }
    return newest;
  }

  /** From handing a scene in to taking its frame. */
  LatencyMeter latency() {
    return latency;
  }

  /** A frame of this size to render into; stays the renderer's until it is published. */
  Frame toRender(int newWidth, int newHeight) {
    if (newWidth != width || newHeight != height) {
      width = newWidth;
      height = newHeight;
      generation++;
      free.clear();
      for (int i = 0; i < FRAMES; i++) {
        free.add(new Frame(generation, i, width, height));
      }
    }
    return free.getFirst();
  }

  /** Puts what {@link #toRender} gave last between, in place of anything older. */
  void publish() {
    Frame back = exchange(new Between(free.removeFirst(), true));
    if (back != null && back.generation() == generation) {
      free.addLast(back);
    }
  }

  private @Nullable Frame exchange(Between other) {
    return Objects.requireNonNull(between.getAndSet(other)).frame;
  }
}
