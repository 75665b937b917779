package studio.viseme.viewport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Draws with one renderer until it fails, then with another for good: the frames that were begun
 * are drawn again, and one warning says so.
 */
final class FallbackRenderer implements Renderer {
  private static final String WARNING =
      "OpenGL can't be used (%s): pictures are drawn by the processor, which is slower;"
          + " update the graphics driver if that is too slow";

  private record Begun(Scene scene, Surface surface) {}

  private final RendererSource standIn;
  private final Consumer<String> warnings;
  private final Deque<Begun> begun = new ArrayDeque<>();
  private Renderer renderer;
  private boolean failed;

  FallbackRenderer(RendererSource first, RendererSource standIn, Consumer<String> warnings) {
    this.standIn = standIn;
    this.warnings = warnings;
    Renderer opened;
    try {
      opened = first.open();
    } catch (RuntimeException | LinkageError e) {
      failed = true;
      warn(e);
      opened = standIn.open();
    }
    renderer = opened;
  }

  @Override
  public RendererInfo info() {
    return renderer.info();
  }

  @Override
  public int depth() {
    return renderer.depth();
  }

  /** Never throws: what fails here fails in {@link #read}, if the stand-in can't draw it either. */
  @Override
  public void draw(Scene scene, Surface surface) {
    begun.add(new Begun(scene, surface));
    if (!failed) {
      try {
        renderer.draw(scene, surface);
      } catch (RuntimeException e) {
        replace(e);
      }
    }
  }

  @Override
  public void read(ByteBuffer target) {
    Begun oldest = begun.removeFirst();
    if (!failed) {
      try {
        renderer.read(target);
        return;
      } catch (RuntimeException e) {
        replace(e);
      }
    }
    // The stand-in draws when a frame is read, so that frames which the first one had begun need no
    // rule of their own.
    renderer.draw(oldest.scene, oldest.surface);
    renderer.read(target);
  }

  private void replace(RuntimeException cause) {
    failed = true;
    warn(cause);
    try {
      renderer.close();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
    renderer = standIn.open();
  }

  private void warn(Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason");
    warnings.accept(WARNING.formatted(reason));
  }

  @Override
  public void close() {
    renderer.close();
  }
}
