package studio.viseme.viewport.software;

import org.jspecify.annotations.Nullable;
import studio.viseme.viewport.Checkerboard;
import studio.viseme.viewport.Magnification;
import studio.viseme.viewport.Mode;
import studio.viseme.viewport.PictureArea;
import studio.viseme.viewport.Placement;
import studio.viseme.viewport.Scene;
import studio.viseme.viewport.SceneImage;

/** Draws the scene's one or two pictures. Keeps what it made of them for the next frame. */
final class PicturePass {
  private @Nullable ImageSampler first;
  private @Nullable ImageSampler second;

  void draw(Scene scene, Placement placement, Canvas canvas) {
    ImageSampler a = samplerOf(scene.picture());
    ImageSampler b = scene.second() == null ? null : samplerOf(scene.second());
    first = a;
    second = b;
    if (b == null) {
      new Painter(placement, canvas).paint(scene.mode(), a, a);
    } else {
      new Painter(placement, canvas).paint(scene.mode(), a, b);
    }
  }

  private ImageSampler samplerOf(SceneImage image) {
    if (first != null && first.image().isSame(image)) {
      return first;
    }
    return second != null && second.image().isSame(image) ? second : new ImageSampler(image);
  }

  /** The loops over one frame. */
  private record Painter(Placement placement, Canvas canvas) {
    void paint(Mode mode, ImageSampler a, ImageSampler b) {
      switch (mode) {
        case Mode.Image _ -> paint(a, 0, canvas.width());
        case Mode.Split split -> {
          int divider = split.divider(canvas.width());
          paint(a, 0, divider);
          paint(b, divider, canvas.width());
        }
        case Mode.Difference difference -> paintDifference(a, b, difference.gain());
      }
    }

    private void paint(ImageSampler image, int from, int to) {
      Magnification how = Magnification.of(placement, image.image().width());
      PictureArea area = PictureArea.of(placement).between(from, to);
      for (int y = area.top(); y < area.bottom(); y++) {
        double v = area.v(y);
        for (int x = area.left(); x < area.right(); x++) {
          canvas.argb()[y * canvas.width() + x] = image.sample(area.u(x), v, how, board(x, y));
        }
      }
    }

    private void paintDifference(ImageSampler a, ImageSampler b, double gain) {
      Magnification howA = Magnification.of(placement, a.image().width());
      Magnification howB = Magnification.of(placement, b.image().width());
      PictureArea area = PictureArea.of(placement);
      for (int y = area.top(); y < area.bottom(); y++) {
        double v = area.v(y);
        for (int x = area.left(); x < area.right(); x++) {
          double u = area.u(x);
          Checkerboard.Shade board = board(x, y);
          canvas.argb()[y * canvas.width() + x] =
              Argb.difference(a.sample(u, v, howA, board), b.sample(u, v, howB, board), gain);
        }
      }
    }

    private Checkerboard.Shade board(int x, int y) {
      return Checkerboard.at(x, y, placement.surface().pixelRatio());
    }
  }
}
