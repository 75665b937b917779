package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_BGRA;
import static org.lwjgl.opengl.GL33C.GL_CLAMP_TO_EDGE;
import static org.lwjgl.opengl.GL33C.GL_FLOAT;
import static org.lwjgl.opengl.GL33C.GL_LINEAR;
import static org.lwjgl.opengl.GL33C.GL_LINEAR_MIPMAP_LINEAR;
import static org.lwjgl.opengl.GL33C.GL_NEAREST;
import static org.lwjgl.opengl.GL33C.GL_R32F;
import static org.lwjgl.opengl.GL33C.GL_R8;
import static org.lwjgl.opengl.GL33C.GL_R8UI;
import static org.lwjgl.opengl.GL33C.GL_RED;
import static org.lwjgl.opengl.GL33C.GL_RED_INTEGER;
import static org.lwjgl.opengl.GL33C.GL_RGB;
import static org.lwjgl.opengl.GL33C.GL_RGBA;
import static org.lwjgl.opengl.GL33C.GL_RGBA8;
import static org.lwjgl.opengl.GL33C.GL_SRGB8_ALPHA8;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE0;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_2D;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_MAG_FILTER;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_MAX_LEVEL;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_MIN_FILTER;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_WRAP_S;
import static org.lwjgl.opengl.GL33C.GL_TEXTURE_WRAP_T;
import static org.lwjgl.opengl.GL33C.GL_UNPACK_ALIGNMENT;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_BYTE;
import static org.lwjgl.opengl.GL33C.GL_UNSIGNED_INT_8_8_8_8_REV;
import static org.lwjgl.opengl.GL33C.glActiveTexture;
import static org.lwjgl.opengl.GL33C.glBindTexture;
import static org.lwjgl.opengl.GL33C.glDeleteTextures;
import static org.lwjgl.opengl.GL33C.glGenTextures;
import static org.lwjgl.opengl.GL33C.glGenerateMipmap;
import static org.lwjgl.opengl.GL33C.glPixelStorei;
import static org.lwjgl.opengl.GL33C.glTexImage2D;
import static org.lwjgl.opengl.GL33C.glTexParameteri;
import static org.lwjgl.opengl.GL33C.glTexSubImage2D;

import java.nio.ByteBuffer;

/** A two-dimensional texture; its size and format stay. */
final class Texture implements AutoCloseable {
  /**
   * What a texel is.
   *
   * @param internal how the card stores it
   * @param layout of what is handed in
   * @param type of each value that is handed in
   * @param isFiltered whether values between texels make sense
   */
  record Format(int internal, int layout, int type, boolean isFiltered) {
    /** sRGB, handed in as red, green, blue. */
    static final Format RGB = new Format(GL_SRGB8_ALPHA8, GL_RGB, GL_UNSIGNED_BYTE, true);

    /** sRGB of premultiplied light, handed in as red, green, blue, alpha. */
    static final Format RGBA = new Format(GL_SRGB8_ALPHA8, GL_RGBA, GL_UNSIGNED_BYTE, true);

    /** Values of sRGB that are left as they are, handed in as ints 0xAARRGGBB. */
    static final Format COLORS = new Format(GL_RGBA8, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, false);

    static final Format LABELS = new Format(GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, false);
    static final Format VALUES = new Format(GL_R32F, GL_RED, GL_FLOAT, false);

    /** How much of a pixel is covered. */
    static final Format COVERAGE = new Format(GL_R8, GL_RED, GL_UNSIGNED_BYTE, false);
  }

  private static final int ALL_LEVELS = 1000;

  /**
   * Where textures are made and filled: passes read through lower units, which that must not touch.
   */
  private static final int WORK_UNIT = 8;

  private final Format format;
  private final int width;
  private final int height;
  private final int name;
  private boolean hasMipMap;

  Texture(Format format, int width, int height) {
    this.format = format;
    this.width = width;
    this.height = height;
    name = glGenTextures();
    bind(WORK_UNIT);
    int between = format.isFiltered ? GL_LINEAR : GL_NEAREST;
    int minified = format.isFiltered ? GL_LINEAR_MIPMAP_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, between);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, minified);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexImage2D(
        GL_TEXTURE_2D,
        0,
        format.internal,
        width,
        height,
        0,
        format.layout,
        format.type,
        (ByteBuffer) null);
  }

  int name() {
    return name;
  }

  boolean is(Format otherFormat, int otherWidth, int otherHeight) {
    return format.equals(otherFormat) && width == otherWidth && height == otherHeight;
  }

  void bind(int unit) {
    glActiveTexture(GL_TEXTURE0 + unit);
    glBindTexture(GL_TEXTURE_2D, name);
  }

  /** Fills it; rows follow each other without gaps. */
  void upload(ByteBuffer texels) {
    bind(WORK_UNIT);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    hasMipMap = false;
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, format.layout, format.type, texels);
  }

  /** Makes the halved copies, if they aren't there. */
  void needMipMap() {
    if (!hasMipMap) {
      bind(WORK_UNIT);
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, ALL_LEVELS);
      glGenerateMipmap(GL_TEXTURE_2D);
      hasMipMap = true;
    }
  }

  @Override
  public void close() {
    glDeleteTextures(name);
  }
}
