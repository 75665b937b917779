package studio.viseme.viewport.software;

import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.viewport.Overlay;
import studio.viseme.viewport.Palette;
import studio.viseme.viewport.PictureArea;
import studio.viseme.viewport.Placement;

/** Lays maps of labels and of heat over the picture. */
final class MapPass {
  private MapPass() {}

  static void draw(Overlay.Labels labels, Placement placement, Canvas canvas) {
    GrayImage map = labels.map();
    draw(
        placement,
        canvas,
        labels.opacity(),
        (u, v) ->
            labels
                .palette()
                .color(
                    map.get(
                        PictureArea.texel(u, map.width()), PictureArea.texel(v, map.height()))));
  }

  static void draw(Overlay.HeatMap heat, Placement placement, Canvas canvas) {
    FloatPlane map = heat.values();
    double range = heat.near() - heat.far();
    draw(
        placement,
        canvas,
        heat.opacity(),
        (u, v) -> {
          float value =
              map.get(PictureArea.texel(u, map.width()), PictureArea.texel(v, map.height()));
          double warmth = Math.clamp((value - heat.far()) / range, 0, 1);
          return Float.isFinite(value) ? Palette.HEAT.color((int) (255 * warmth + 0.5)) : 0;
        });
  }

  /** Gives the colour, 0xAARRGGBB, at a point, 0..1 over the picture. */
  private interface ColorAt {
    int of(double u, double v);
  }

  private static void draw(Placement placement, Canvas canvas, double opacity, ColorAt color) {
    PictureArea area = PictureArea.of(placement);
    for (int y = area.top(); y < area.bottom(); y++) {
      double v = area.v(y);
      for (int x = area.left(); x < area.right(); x++) {
        int argb = color.of(area.u(x), v);
        canvas.blend(y * canvas.width() + x, argb, opacity * Argb.alpha(argb));
      }
    }
  }
}
