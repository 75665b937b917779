package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_COLOR_ATTACHMENT0;
import static org.lwjgl.opengl.GL33C.GL_FRAMEBUFFER;
import static org.lwjgl.opengl.GL33C.GL_FRAMEBUFFER_COMPLETE;
import static org.lwjgl.opengl.GL33C.GL_SCISSOR_TEST;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_2D;
import static org.lwjgl.opengl.GL33C.glBindFramebuffer;
import static org.lwjgl.opengl.GL33C.glCheckFramebufferStatus;
import static org.lwjgl.opengl.GL33C.glDeleteFramebuffers;
import static org.lwjgl.opengl.GL33C.glDisable;
import static org.lwjgl.opengl.GL33C.glEnable;
import static org.lwjgl.opengl.GL33C.glFramebufferTexture2D;
import static org.lwjgl.opengl.GL33C.glGenFramebuffers;
import static org.lwjgl.opengl.GL33C.glScissor;
import static org.lwjgl.opengl.GL33C.glViewport;

import studio.viseme.viewport.PictureArea;

/** A texture that is drawn into. */
final class RenderTarget implements AutoCloseable {
  private final Texture texture;
  private final int framebuffer;
  private final int width;
  private final int height;

  RenderTarget(Texture.Format format, int width, int height) {
    this.width = width;
    this.height = height;
    texture = new Texture(format, width, height);
    framebuffer = glGenFramebuffers();
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.name(), 0);
    int status = glCheckFramebufferStatus(GL_FRAMEBUFFER);
    if (status != GL_FRAMEBUFFER_COMPLETE) {
      throw new IllegalStateException(
          "OpenGL can't draw into %dx%d (0x%x)".formatted(width, height, status));
    }
  }

  Texture texture() {
    return texture;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Draws into it from now on, everywhere. */
  void bind() {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glViewport(0, 0, width, height);
    glDisable(GL_SCISSOR_TEST);
  }

  /** Draws only there from now on, until it is bound again. */
  void limit(PictureArea area) {
    limit(area.left(), area.top(), area.right(), area.bottom());
  }

  /** Draws only there from now on: columns left … right−1, rows top … bottom−1. */
  void limit(int left, int top, int right, int bottom) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  @Override
  public void close() {
    glDeleteFramebuffers(framebuffer);
    texture.close();
  }
}
