package studio.viseme.viewport;

/** Which renderer a viewport begins with. */
public enum RendererChoice {
  /** OpenGL if it can be used, else the processor. */
  AUTOMATIC,
  /** The processor, without a try at OpenGL. */
  PROCESSOR
}
