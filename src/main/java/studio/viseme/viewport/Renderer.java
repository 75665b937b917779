package studio.viseme.viewport;

import java.nio.ByteBuffer;

/**
 * Draws scenes off-screen, in two steps so that a card can draw one frame while another one is
 * read. All calls come from the thread that made it.
 */
public interface Renderer extends AutoCloseable {
  RendererInfo info();

  /** Frames that may be drawn before the first of them must be read: 1 or more. */
  int depth();

  /**
   * Draws a scene, or begins to. The scene's pictures may be read until its frame was.
   *
   * @throws IllegalStateException when drawing failed; the renderer can't be used again
   */
  void draw(Scene scene, Surface surface);

  /**
   * Reads the oldest frame that was drawn and not read, waiting for it.
   *
   * @param target direct; gets the surface's width × height pixels from its start: BGRA
   *     premultiplied, sRGB, top row first, transparent beside the picture. Position and limit
   *     aren't changed
   * @throws IllegalStateException when drawing failed; the renderer can't be used again
   */
  void read(ByteBuffer target);

  @Override
  void close();
}
