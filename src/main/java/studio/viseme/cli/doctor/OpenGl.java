package studio.viseme.cli.doctor;

import java.util.Map;
import studio.viseme.cli.doctor.Finding.Status;
import studio.viseme.viewport.RendererInfo;
import studio.viseme.viewport.gl.OpenGlRenderer;

/** OpenGL, tried as the viewport uses it: with a context and all its shaders. Never needed. */
final class OpenGl {
  private static final String SUBJECT = "opengl";
  private static final String PROCESSOR = "pictures are drawn by the processor, which is slower";

  private OpenGl() {}

  static Finding examine() {
    try (OpenGlRenderer renderer = OpenGlRenderer.open()) {
      return describe(renderer.info());
    } catch (IllegalStateException | LinkageError e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
      return unusable(reason);
    }
  }

  static Finding describe(RendererInfo info) {
    boolean card = info.kind() == RendererInfo.Kind.GRAPHICS_CARD;
    Map<String, Object> numbers =
        Map.of("usable", true, "card", card, "name", info.name(), "version", info.version());
    String found = info.name() + ", OpenGL " + info.version();
    return card
        ? Finding.ok(SUBJECT, found, numbers)
        : new Finding(SUBJECT, Status.NOTE, found + "; " + PROCESSOR, "", numbers);
  }

  static Finding unusable(String reason) {
    return new Finding(
        SUBJECT,
        Status.NOTE,
        "no usable OpenGL (" + reason + "); " + PROCESSOR,
        "install the graphics driver, or Mesa (Debian: libegl1 libgl1 libgl1-mesa-dri)",
        Map.of("usable", false));
  }
}
