package studio.viseme.viewport.gl;

import static org.lwjgl.opengl.GL33C.GL_BLEND;
import static org.lwjgl.opengl.GL33C.GL_TRIANGLES;
import static org.lwjgl.opengl.GL33C.glDisable;
import static org.lwjgl.opengl.GL33C.glDrawArrays;

import studio.viseme.viewport.Checkerboard;
import studio.viseme.viewport.Magnification;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.PictureArea;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;

/** Draws the scene's pictures: {@code image.glsl} and {@code difference.glsl}. */
final class ImagePass implements AutoCloseable {
  /** A mip-map's level that asks for the nearest pixel. */
  private static final double NEAREST = -1;

  private final ShaderProgram image = new ShaderProgram("image");
  private final ShaderProgram difference = new ShaderProgram("difference");
  private final TextureStore textures;

  ImagePass(TextureStore textures) {
    this.textures = textures;
  }

  void draw(Scene scene, Placement placement, RenderTarget target) {
    glDisable(GL_BLEND);
    PictureArea area = PictureArea.of(placement);
    SceneImage first = scene.picture();
    SceneImage second = scene.second() == null ? first : scene.second();
    switch (scene.mode()) {
      case Mode.Image _ -> draw(first, placement, area, target);
      case Mode.Split split -> {
        int divider = split.divider(target.width());
        draw(first, placement, area.between(0, divider), target);
        draw(second, placement, area.between(divider, target.width()), target);
      }
      case Mode.Difference mode -> {
        begin(difference, placement, area, target);
        read(difference, "picture", "level", 0, first, placement);
        read(difference, "second", "secondLevel", 1, second, placement);
        difference.set("gain", mode.gain());
        glDrawArrays(GL_TRIANGLES, 0, 3);
      }
    }
  }

  private void draw(
      SceneImage picture, Placement placement, PictureArea area, RenderTarget target) {
    begin(image, placement, area, target);
    read(image, "picture", "level", 0, picture, placement);
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }

  private static void begin(
      ShaderProgram program, Placement placement, PictureArea area, RenderTarget target) {
    target.limit(area);
    program
        .use()
        .set("pictureScale", area.horizontal().scale(), area.vertical().scale())
        .set("pictureOffset", area.horizontal().offset(), area.vertical().offset())
        .set("checkerSide", Checkerboard.SIDE * placement.surface().pixelRatio())
        .set("checkerShades", Checkerboard.Shade.LIGHT.linear(), Checkerboard.Shade.DARK.linear());
  }

  private void read(
      ShaderProgram program,
      String sampler,
      String level,
      int unit,
      SceneImage picture,
      Placement placement) {
    Magnification how = Magnification.of(placement, picture.width());
    Texture texture = textures.of(picture);
    if (!how.isNearest() && how.level() > 0) {
      texture.needMipMap();
    }
    program.set(sampler, unit, texture).set(level, how.isNearest() ? NEAREST : how.level());
  }

  @Override
  public void close() {
    image.close();
    difference.close();
  }
}
