package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_COMPILE_STATUS;
import static org.lwjgl.opengl.GL33C.GL_FRAGMENT_SHADER;
import static org.lwjgl.opengl.GL33C.GL_LINK_STATUS;
import static org.lwjgl.opengl.GL33C.GL_VERTEX_SHADER;
import static org.lwjgl.opengl.GL33C.glAttachShader;
import static org.lwjgl.opengl.GL33C.glCompileShader;
import static org.lwjgl.opengl.GL33C.glCreateProgram;
import static org.lwjgl.opengl.GL33C.glCreateShader;
import static org.lwjgl.opengl.GL33C.glDeleteProgram;
import static org.lwjgl.opengl.GL33C.glDeleteShader;
import static org.lwjgl.opengl.GL33C.glGetProgramInfoLog;
import static org.lwjgl.opengl.GL33C.glGetProgrami;
import static org.lwjgl.opengl.GL33C.glGetShaderInfoLog;
import static org.lwjgl.opengl.GL33C.glGetShaderi;
import static org.lwjgl.opengl.GL33C.glGetUniformLocation;
import static org.lwjgl.opengl.GL33C.glLinkProgram;
import static org.lwjgl.opengl.GL33C.glShaderSource;
import static org.lwjgl.opengl.GL33C.glUniform1f;
import static org.lwjgl.opengl.GL33C.glUniform1i;
import static org.lwjgl.opengl.GL33C.glUniform2f;
import static org.lwjgl.opengl.GL33C.glUniform4f;
import static org.lwjgl.opengl.GL33C.glUseProgram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The program of one pass, {@code shaders/NAME.glsl}. */
final class ShaderProgram implements AutoCloseable {
  private static final String VERSION = "#version 330 core\n";
  private static final String COMMON = "common";

  private final String name;
  private final int program;
  private final Map<String, Integer> locations = new HashMap<>();

  /**
   * @throws IllegalStateException when the driver doesn't compile it
   */
  ShaderProgram(String name) {
    this.name = name;
    String source = source(COMMON) + "#line 1\n" + source(name);
    int vertex = compile(GL_VERTEX_SHADER, "VERTEX", source);
    int fragment = compile(GL_FRAGMENT_SHADER, "FRAGMENT", source);
    program = glCreateProgram();
    glAttachShader(program, vertex);
    glAttachShader(program, fragment);
    glLinkProgram(program);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    if (glGetProgrami(program, GL_LINK_STATUS) == 0) {
      throw new IllegalStateException(name + ".glsl: " + glGetProgramInfoLog(program));
    }
  }

  private int compile(int type, String stage, String source) {
    int shader = glCreateShader(type);
    glShaderSource(shader, VERSION + "#define " + stage + "\n" + source);
    glCompileShader(shader);
    if (glGetShaderi(shader, GL_COMPILE_STATUS) == 0) {
      throw new IllegalStateException(name + ".glsl: " + glGetShaderInfoLog(shader));
    }
    return shader;
  }

  private static String source(String name) {
    String path = "/shaders/" + name + ".glsl";
    try (InputStream in = ShaderProgram.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the shader " + path + " isn't on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws with it from now on, and sets its uniforms. A uniform that isn't used is passed over. */
  ShaderProgram use() {
    glUseProgram(program);
    return this;
  }

  ShaderProgram set(String uniform, double value) {
    glUniform1f(location(uniform), (float) value);
    return this;
  }

  ShaderProgram set(String uniform, double x, double y) {
    glUniform2f(location(uniform), (float) x, (float) y);
    return this;
  }

  /** A colour 0xAARRGGBB as red, green, blue, alpha. */
  ShaderProgram setColor(String uniform, int argb) {
    glUniform4f(
        location(uniform),
        (argb >>> 16 & 0xff) / 255f,
        (argb >>> 8 & 0xff) / 255f,
        (argb & 0xff) / 255f,
        (argb >>> 24) / 255f);
    return this;
  }

  /** Reads a texture through a unit. */
  ShaderProgram set(String sampler, int unit, Texture texture) {
    texture.bind(unit);
    glUniform1i(location(sampler), unit);
    return this;
  }

  private int location(String uniform) {
    return locations.computeIfAbsent(uniform, key -> glGetUniformLocation(program, key));
  }

  @Override
  public void close() {
    glDeleteProgram(program);
  }
}
