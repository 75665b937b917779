package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_ARRAY_BUFFER;
import static org.lwjgl.opengl.GL33C.GL_BLEND;
import static org.lwjgl.opengl.GL33C.GL_COLOR_BUFFER_BIT;
import static org.lwjgl.opengl.GL33C.GL_FLOAT;
import static org.lwjgl.opengl.GL33C.GL_FUNC_ADD;
import static org.lwjgl.opengl.GL33C.GL_MAX;
import static org.lwjgl.opengl.GL33C.GL_ONE;
import static org.lwjgl.opengl.GL33C.GL_ONE_MINUS_SRC_ALPHA;
import static org.lwjgl.opengl.GL33C.GL_STREAM_DRAW;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLES;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLE_STRIP;
import static org.lwjgl.opengl.GL33C.glBindBuffer;
import static org.lwjgl.opengl.GL33C.glBindVertexArray;
import static org.lwjgl.opengl.GL33C.glBlendEquation;
import static org.lwjgl.opengl.GL33C.glBlendFunc;
import static org.lwjgl.opengl.GL33C.glBufferData;
import static org.lwjgl.opengl.GL33C.glClear;
import static org.lwjgl.opengl.GL33C.glClearColor;
import static org.lwjgl.opengl.GL33C.glDeleteBuffers;
import static org.lwjgl.opengl.GL33C.glDeleteVertexArrays;
import static org.lwjgl.opengl.GL33C.glDrawArrays;
import static org.lwjgl.opengl.GL33C.glDrawArraysInstanced;
import static org.lwjgl.opengl.GL33C.glEnable;
import static org.lwjgl.opengl.GL33C.glEnableVertexAttribArray;
import static org.lwjgl.opengl.GL33C.glGenBuffers;
import static org.lwjgl.opengl.GL33C.glGenVertexArrays;
import static org.lwjgl.opengl.GL33C.glVertexAttribDivisor;
import static org.lwjgl.opengl.GL33C.glVertexAttribPointer;

import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Strokes;

/**
 * Draws lines: {@code lines.glsl} finds how much of each pixel they cover, {@code ink.glsl} colours
 * it.
 */
final class LinePass implements AutoCloseable {
  private static final int ENDS = 0;
  private static final int VALUES_PER_LINE = 4;

  private final ShaderProgram lines = new ShaderProgram("lines");
  private final ShaderProgram ink = new ShaderProgram("ink");
  private final int vertexArray = glGenVertexArrays();
  private final int buffer = glGenBuffers();
  private @Nullable RenderTarget coverage;

  LinePass() {
    glBindVertexArray(vertexArray);
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    glEnableVertexAttribArray(ENDS);
    glVertexAttribPointer(ENDS, VALUES_PER_LINE, GL_FLOAT, false, 0, 0L);
    glVertexAttribDivisor(ENDS, 1);
    glBindVertexArray(0);
  }

  /**
   * @param plain the vertex array without attributes, bound afterwards again
   */
  void draw(Strokes strokes, RenderTarget target, int plain) {
    Strokes.Bounds bounds = strokes.bounds(target.width(), target.height());
    if (bounds.isEmpty()) {
      return;
    }
    RenderTarget cover = coverageFor(target);
    cover.bind();
    limit(cover, bounds);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_BLEND);
    glBlendEquation(GL_MAX);
    lines.use().set("reach", strokes.reach()).set("viewport", target.width(), target.height());
    glBindVertexArray(vertexArray);
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    glBufferData(GL_ARRAY_BUFFER, strokes.ends(), GL_STREAM_DRAW);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, strokes.ends().length / VALUES_PER_LINE);
    glBindVertexArray(plain);

    target.bind();
    limit(target, bounds);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    ink.use().set("coverage", 0, cover.texture()).setColor("ink", strokes.argb());
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  private static void limit(RenderTarget target, Strokes.Bounds bounds) {
    target.limit(bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
  }

  private RenderTarget coverageFor(RenderTarget target) {
    RenderTarget known = coverage;
    if (known == null || known.width() != target.width() || known.height() != target.height()) {
      if (known != null) {
        known.close();
      }
      known = new RenderTarget(Texture.Format.COVERAGE, target.width(), target.height());
      coverage = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (coverage != null) {
      coverage.close();
    }
    glDeleteBuffers(buffer);
    glDeleteVertexArrays(vertexArray);
    lines.close();
    ink.close();
  }
}
