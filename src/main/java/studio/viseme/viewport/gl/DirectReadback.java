package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_BGRA;
import static org.lwjgl.opengl.GL33C.GL_PACK_ALIGNMENT;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_INT_8_8_8_8_REV;
import static org.lwjgl.opengl.GL33C.glPixelStorei;
import static org.lwjgl.opengl.GL33C.glReadPixels;

import java.nio.ByteBuffer;

/**
 * Reads at once. Right for drivers that compute on the processor: for them a pixel buffer is only
 * one more copy.
 */
final class DirectReadback implements Readback {
  private int width;
  private int height;

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public void begin(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
  }

  @Override
  public void finish(ByteBuffer target) {
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    ByteBuffer start = target.duplicate().clear();
    glReadPixels(0, 0, width, height, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, start);
  }

  @Override
  public void close() {}
}
