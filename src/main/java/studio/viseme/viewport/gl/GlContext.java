package studio.viseme.viewport.gl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lwjgl.system.Platform;

/**
 * A context of OpenGL 3.3 core without a window that anybody sees, current on the thread that
 * opened it.
 */
interface GlContext extends AutoCloseable {
  /** Frees the context; on the thread that opened it. */
  @Override
  void close();

  /**
   * Tries what this system offers. On Linux EGL needs no display: first a graphics card's own
   * device, then Mesa without any surface, which computes on the processor where there is no card.
   * Elsewhere, and where EGL fails, a hidden window.
   *
   * @throws IllegalStateException with the reasons when nothing works
   */
  static GlContext open() {
    List<Supplier<GlContext>> ways = new ArrayList<>();
    if (Platform.get() == Platform.LINUX) {
      ways.add(EglContext::onCard);
      ways.add(EglContext::surfaceless);
    }
    if (Platform.get() != Platform.LINUX || System.getenv("DISPLAY") != null) {
      ways.add(GlfwContext::new);
    }
    List<String> reasons = new ArrayList<>();
    for (Supplier<GlContext> way : ways) {
      try {
        return way.get();
      } catch (IllegalStateException | LinkageError e) {
        reasons.add(firstLine(e));
      }
    }
    throw new IllegalStateException(String.join("; ", reasons));
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
