package studio.viseme.viewport.gl;

import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MAJOR;
import static org.lwjgl.glfw.GLFW.GLFW_CONTEXT_VERSION_MINOR;
import static org.lwjgl.glfw.GLFW.GLFW_FALSE;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_CORE_PROFILE;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_FORWARD_COMPAT;
import static org.lwjgl.glfw.GLFW.GLFW_OPENGL_PROFILE;
import static org.lwjgl.glfw.GLFW.GLFW_TRUE;
import static org.lwjgl.glfw.GLFW.GLFW_VISIBLE;
import static org.lwjgl.glfw.GLFW.glfwCreateWindow;
import static org.lwjgl.glfw.GLFW.glfwDefaultWindowHints;
import static org.lwjgl.glfw.GLFW.glfwDestroyWindow;
import static org.lwjgl.glfw.GLFW.glfwInit;
import static org.lwjgl.glfw.GLFW.glfwMakeContextCurrent;
import static org.lwjgl.glfw.GLFW.glfwWindowHint;

import org.lwjgl.opengl.GL;

/**
 * A context in a hidden window, for systems without EGL.
 *
 * <p>GLFW stays initialised for as long as the process lives: another viewport may use it.
 */
final class GlfwContext implements GlContext {
  /** GLFW's windows are made and destroyed one at a time. */
  private static final Object LOCK = new Object();

  private final long window;

  GlfwContext() {
    synchronized (LOCK) {
      if (!glfwInit()) {
        throw new IllegalStateException("GLFW doesn't start");
      }
      glfwDefaultWindowHints();
      glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
      glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
      glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
      glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
      glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
      window = glfwCreateWindow(16, 16, "viseme", 0, 0);
      if (window == 0) {
        throw new IllegalStateException("GLFW makes no context of OpenGL 3.3");
      }
    }
    glfwMakeContextCurrent(window);
    GL.createCapabilities();
  }

  @Override
  public void close() {
    GL.setCapabilities(null);
    glfwMakeContextCurrent(0);
    synchronized (LOCK) {
      glfwDestroyWindow(window);
    }
  }
}
