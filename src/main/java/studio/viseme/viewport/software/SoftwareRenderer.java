package studio.viseme.viewport.software;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.Renderer;
import studio.viseme.viewport.RendererInfo;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.Strokes;
import studio.viseme.viewport.Surface;

/**
 * Draws scenes on the processor, plainly and by the definitions. Each pass of a shader has its twin
 * here.
 */
public final class SoftwareRenderer implements Renderer {
  private final PicturePass pictures = new PicturePass();
  private final LinePass lines = new LinePass();
  private @Nullable Canvas canvas;

  @Override
  public RendererInfo info() {
    return new RendererInfo(
        RendererInfo.Kind.PROCESSOR, "processor", "Java " + Runtime.version().feature());
  }

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public void draw(Scene scene, Surface surface) {
    Canvas target = canvas;
    if (target == null || !target.surface().equals(surface)) {
      target = new Canvas(surface);
      canvas = target;
    }
    Placement placement = Placement.of(scene, surface);
    target.clear();
    pictures.draw(scene, placement, target);
    for (Overlay overlay : scene.overlays()) {
      draw(overlay, placement, target);
    }
    for (Strokes strokes : Strokes.divider(scene.mode(), surface)) {
      lines.draw(strokes, target);
    }
  }

  private void draw(Overlay overlay, Placement placement, Canvas target) {
    switch (overlay) {
      case Overlay.Mesh mesh -> lines.draw(Strokes.of(mesh, placement), target);
      case Overlay.PoseAxes axes ->
          Strokes.of(axes, placement).forEach(strokes -> lines.draw(strokes, target));
      case Overlay.Labels labels -> MapPass.draw(labels, placement, target);
      case Overlay.HeatMap heat -> MapPass.draw(heat, placement, target);
    }
  }

  @Override
  public void read(ByteBuffer target) {
    if (canvas == null) {
      throw new IllegalStateException("nothing was drawn");
    }
    canvas.copyTo(target);
  }

  @Override
  public void close() {
    canvas = null;
  }
}
