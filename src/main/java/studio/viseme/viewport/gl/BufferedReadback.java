package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_BGRA;
import static org.lwjgl.opengl.GL33C.GL_MAP_READ_BIT;
import static org.lwjgl.opengl.GL33C.GL_PACK_ALIGNMENT;
import static org.lwjgl.opengl.GL33C.GL_PIXEL_PACK_BUFFER;
import static org.lwjgl.opengl.GL33C.GL_STREAM_READ;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_INT_8_8_8_8_REV;
import static org.lwjgl.opengl.GL33C.glBindBuffer;
import static org.lwjgl.opengl.GL33C.glBufferData;
import static org.lwjgl.opengl.GL33C.glDeleteBuffers;
import static org.lwjgl.opengl.GL33C.glGenBuffers;
import static org.lwjgl.opengl.GL33C.glGetError;
import static org.lwjgl.opengl.GL33C.glMapBufferRange;
import static org.lwjgl.opengl.GL33C.glPixelStorei;
import static org.lwjgl.opengl.GL33C.glReadPixels;
import static org.lwjgl.opengl.GL33C.glUnmapBuffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads through two pixel buffers of the card: the copy of one frame runs while the next is drawn.
 */
final class BufferedReadback implements Readback {
  private static final int BUFFERS = 2;
  private static final int BYTES = 4;

  private record Begun(int buffer, int size) {}

  private final int[] buffers = new int[BUFFERS];
  private final int[] capacities = new int[BUFFERS];
  private final Deque<Begun> begun = new ArrayDeque<>();
  private int next;

  BufferedReadback() {
    glGenBuffers(buffers);
  }

  @Override
  public int depth() {
    return BUFFERS;
  }

  @Override
  public void begin(int width, int height) {
    int size = width * height * BYTES;
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffers[next]);
    if (capacities[next] != size) {
      glBufferData(GL_PIXEL_PACK_BUFFER, size, GL_STREAM_READ);
      capacities[next] = size;
    }
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, 0L);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    begun.add(new Begun(buffers[next], size));
    next = (next + 1) % BUFFERS;
  }

  @Override
  public void finish(ByteBuffer target) {
    Begun oldest = begun.removeFirst();
    glBindBuffer(GL_PIXEL_PACK_BUFFER, oldest.buffer);
    ByteBuffer mapped = glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, oldest.size, GL_MAP_READ_BIT);
    if (mapped == null) {
      throw new IllegalStateException("OpenGL can't map a frame (0x%x)".formatted(glGetError()));
    }
    target.duplicate().clear().put(mapped);
    boolean intact = glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    if (!intact) {
      throw new IllegalStateException("OpenGL lost a frame");
    }
  }

  @Override
  public void close() {
    glDeleteBuffers(buffers);
  }
}
