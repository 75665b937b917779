package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_BLEND;
import static org.lwjgl.opengl.GL33C.GL_FUNC_ADD;
import static org.lwjgl.opengl.GL33C.GL_ONE;
import static org.lwjgl.opengl.GL33C.GL_ONE_MINUS_SRC_ALPHA;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLES;
import static org.lwjgl.opengl.GL33C.glBlendEquation;
import static org.lwjgl.opengl.GL33C.glBlendFunc;
import static org.lwjgl.opengl.GL33C.glDrawArrays;
import static org.lwjgl.opengl.GL33C.glEnable;

import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.PictureArea;
import studio.viseme.viewport.Placement;

/** Lays maps over the picture: {@code labels.glsl} and {@code heat.glsl}. */
final class MapPass implements AutoCloseable {
  private final ShaderProgram labels = new ShaderProgram("labels");
  private final ShaderProgram heat = new ShaderProgram("heat");
  private final TextureStore textures;

  MapPass(TextureStore textures) {
    this.textures = textures;
  }

  void draw(Overlay.Labels overlay, Placement placement, RenderTarget target) {
    begin(labels, placement, target);
    labels
        .set("labels", 0, textures.of(overlay.map()))
        .set("palette", 1, textures.of(overlay.palette()))
        .set("opacity", overlay.opacity());
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  void draw(Overlay.HeatMap overlay, Placement placement, RenderTarget target) {
    begin(heat, placement, target);
    heat.set("values", 0, textures.of(overlay.values()))
        .set("palette", 1, textures.of(Palette.HEAT))
        .set("hot", overlay.near())
        .set("cold", overlay.far())
        .set("opacity", overlay.opacity());
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  private static void begin(ShaderProgram program, Placement placement, RenderTarget target) {
    PictureArea area = PictureArea.of(placement);
    target.limit(area);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    program
        .use()
        .set("pictureScale", area.horizontal().scale(), area.vertical().scale())
        .set("pictureOffset", area.horizontal().offset(), area.vertical().offset());
  }

  @Override
  public void close() {
    labels.close();
    heat.close();
  }
}
