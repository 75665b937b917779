package studio.viseme.viewport;

/** Makes a renderer on the thread that will use it. */
@FunctionalInterface
interface RendererSource {
  /**
   * @throws IllegalStateException when this machine can't, with the reason
   */
  Renderer open();
}
