package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_COLOR_BUFFER_BIT;
import static org.lwjgl.opengl.GL33C.GL_DEPTH_TEST;
import static org.lwjgl.opengl.GL33C.GL_DITHER;
import static org.lwjgl.opengl.GL33C.GL_NO_ERROR;
import static org.lwjgl.opengl.GL33C.GL_RENDERER;
import static org.lwjgl.opengl.GL33C.GL_VERSION;
import static org.lwjgl.opengl.GL33C.glBindVertexArray;
import static org.lwjgl.opengl.GL33C.glClear;
import static org.lwjgl.opengl.GL33C.glClearColor;
import static org.lwjgl.opengl.GL33C.glDeleteVertexArrays;
import static org.lwjgl.opengl.GL33C.glDisable;
import static org.lwjgl.opengl.GL33C.glGenVertexArrays;
import static org.lwjgl.opengl.GL33C.glGetError;
import static org.lwjgl.opengl.GL33C.glGetString;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.Renderer;
import studio.viseme.viewport.RendererInfo;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.Strokes;
import studio.viseme.viewport.Surface;

/**
 * Draws scenes with OpenGL into a framebuffer of its own. A pass is a file in {@code shaders/} and
 * a class here; what a pass means is defined by its twin in {@code viewport.software}.
 */
public final class OpenGlRenderer implements Renderer {
  private static final String[] ON_PROCESSOR = {
    "llvmpipe", "softpipe", "swrast", "software", "basic render", "gdi generic"
  };

  private final GlContext context;
  private final RendererInfo info;
  private final Readback readback;
  private final TextureStore textures;
  private final ImagePass images;
  private final MapPass maps;
  private final LinePass lines;
  private final int vertexArray;
  private @Nullable RenderTarget target;

  /**
   * Makes a context and everything in it, current on this thread.
   *
   * @throws IllegalStateException with the reasons when this machine can't
   */
  public static OpenGlRenderer open() {
    GlContext context = GlContext.open();
    try {
      RendererInfo info = describe();
      boolean onCard = info.kind() == RendererInfo.Kind.GRAPHICS_CARD;
      return new OpenGlRenderer(
          context, info, onCard ? new BufferedReadback() : new DirectReadback());
    } catch (RuntimeException e) {
      // What was made of the renderer goes with its context.
      context.close();
      throw e;
    }
  }

  OpenGlRenderer(GlContext context, RendererInfo info, Readback readback) {
    this.context = context;
    this.info = info;
    this.readback = readback;
    vertexArray = glGenVertexArrays();
    glBindVertexArray(vertexArray);
    glDisable(GL_DITHER);
    glDisable(GL_DEPTH_TEST);
    textures = new TextureStore();
    images = new ImagePass(textures);
    maps = new MapPass(textures);
    lines = new LinePass();
    glBindVertexArray(vertexArray);
    check();
  }

  /** What the context that is current says of itself. */
  static RendererInfo describe() {
    String name = String.valueOf(glGetString(GL_RENDERER));
    String lower = name.toLowerCase(Locale.ROOT);
    boolean onProcessor = Stream.of(ON_PROCESSOR).anyMatch(lower::contains);
    return new RendererInfo(
        onProcessor ? RendererInfo.Kind.OPENGL_ON_PROCESSOR : RendererInfo.Kind.GRAPHICS_CARD,
        name,
        String.valueOf(glGetString(GL_VERSION)));
  }

  @Override
  public RendererInfo info() {
    return info;
  }

  @Override
  public int depth() {
    return readback.depth();
  }

  @Override
  public void draw(Scene scene, Surface surface) {
    RenderTarget into = targetFor(surface);
    into.bind();
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    Placement placement = Placement.of(scene, surface);
    images.draw(scene, placement, into);
    for (Overlay overlay : scene.overlays()) {
      draw(overlay, placement, into);
    }
    for (Strokes strokes : Strokes.divider(scene.mode(), surface)) {
      lines.draw(strokes, into, vertexArray);
    }
    textures.endFrame();
    into.bind();
    readback.begin(into.width(), into.height());
    check();
  }

  private void draw(Overlay overlay, Placement placement, RenderTarget into) {
    switch (overlay) {
      case Overlay.Mesh mesh -> lines.draw(Strokes.of(mesh, placement), into, vertexArray);
      case Overlay.PoseAxes axes ->
          Strokes.of(axes, placement).forEach(strokes -> lines.draw(strokes, into, vertexArray));
      case Overlay.Labels labels -> maps.draw(labels, placement, into);
      case Overlay.HeatMap heat -> maps.draw(heat, placement, into);
    }
  }

  private RenderTarget targetFor(Surface surface) {
    RenderTarget known = target;
    if (known == null || known.width() != surface.width() || known.height() != surface.height()) {
      if (known != null) {
        known.close();
      }
      target = null;
      known = new RenderTarget(Texture.Format.COLORS, surface.width(), surface.height());
      target = known;
    }
    return known;
  }

  @Override
  public void read(ByteBuffer pixels) {
    readback.finish(pixels);
    check();
  }

  private static void check() {
    int error = glGetError();
    if (error != GL_NO_ERROR) {
      throw new IllegalStateException("OpenGL reports error 0x%x".formatted(error));
    }
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
    lines.close();
    maps.close();
    images.close();
    textures.close();
    readback.close();
    glDeleteVertexArrays(vertexArray);
    context.close();
  }
}
