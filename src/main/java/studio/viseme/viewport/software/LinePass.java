package studio.viseme.viewport.software;

import java.util.Arrays;
import studio.viseme.viewport.Strokes;

/** Draws lines as {@link Strokes} defines them. */
final class LinePass {
  /** How much of each pixel is covered, 0..255, while one set of lines is drawn. */
  private byte[] coverage = new byte[0];

  void draw(Strokes strokes, Canvas canvas) {
    int size = canvas.width() * canvas.height();
    if (coverage.length != size) {
      coverage = new byte[size];
    }
    Arrays.fill(coverage, (byte) 0);
    float[] ends = strokes.ends();
    for (int i = 0; i < ends.length; i += 4) {
      cover(ends[i], ends[i + 1], ends[i + 2], ends[i + 3], strokes.reach(), canvas);
    }
    double opacity = Argb.alpha(strokes.argb()) / 255;
    Strokes.Bounds bounds = strokes.bounds(canvas.width(), canvas.height());
    for (int y = bounds.top(); y < bounds.bottom(); y++) {
      for (int x = bounds.left(); x < bounds.right(); x++) {
        int i = y * canvas.width() + x;
        canvas.blend(i, strokes.argb(), (coverage[i] & 0xff) * opacity);
      }
    }
  }

  private void cover(double ax, double ay, double bx, double by, double reach, Canvas canvas) {
    int left = first(Math.min(ax, bx) - reach, canvas.width());
    int right = first(Math.max(ax, bx) + reach, canvas.width());
    int top = first(Math.min(ay, by) - reach, canvas.height());
    int bottom = first(Math.max(ay, by) + reach, canvas.height());
    double dx = bx - ax;
    double dy = by - ay;
    double square = Math.max(1e-12, dx * dx + dy * dy);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double px = x + 0.5 - ax;
        double py = y + 0.5 - ay;
        double along = Math.clamp((px * dx + py * dy) / square, 0, 1);
        double distance = Math.hypot(px - along * dx, py - along * dy);
        int covered = (int) (255 * Math.clamp(reach - distance, 0, 1) + 0.5);
        int i = y * canvas.width() + x;
        if (covered > (coverage[i] & 0xff)) {
          coverage[i] = (byte) covered;
        }
      }
    }
  }

  private static int first(double edge, int size) {
    return (int) Math.clamp(Math.ceil(edge - 0.5), 0, size);
  }
}
