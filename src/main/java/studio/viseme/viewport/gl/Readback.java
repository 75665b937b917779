package studio.viseme.viewport.gl;

import java.nio.ByteBuffer;

/** Brings frames from the framebuffer that is bound into memory. */
interface Readback extends AutoCloseable {
  /** Frames that may be begun before the first must be finished. */
  int depth();

  /** Begins to read what was drawn. */
  void begin(int width, int height);

  /** Waits for the oldest frame that was begun, and copies it to the start of {@code target}. */
  void finish(ByteBuffer target);

  @Override
  void close();
}
