package studio.viseme.viewport;

/**
 * What draws.
 *
 * @param name of the graphics card or the program that stands for it
 * @param version of OpenGL and its driver; of Java for {@link Kind#PROCESSOR}
 */
public record RendererInfo(Kind kind, String name, String version) {
  /** Who does the work. */
  public enum Kind {
    /** OpenGL on a graphics card. */
    GRAPHICS_CARD,
    /** OpenGL, whose driver computes on the processor. */
    OPENGL_ON_PROCESSOR,
    /** Our own renderer, without OpenGL. */
    PROCESSOR
  }
}
