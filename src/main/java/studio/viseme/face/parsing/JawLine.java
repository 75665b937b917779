package studio.viseme.face.parsing;

import studio.viseme.face.FaceMesh;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.Polygon;

/**
 * From the mouth down the head ends where the mesh does, or at the hair: between a chin and a
 * throat of the same colour there is no edge for a filter to find. Changes over from the filtered
 * mask below the ear lobes.
 */
final class JawLine {
  private final HeadLayout layout;
  private final byte[] oval;
  private final double scale;
  private final double from;
  private final double to;

  /**
   * @param smallWidth of the picture that the layout was made for
   */
  JawLine(float[] landmarks, HeadLayout layout, int smallWidth, int width, int height) {
    this.layout = layout;
    this.scale = (double) smallWidth / width;
    this.from = layout.nose + 0.35 * (layout.chin - layout.nose);
    this.to = layout.nose + 0.65 * (layout.chin - layout.nose);
    this.oval = new byte[width * height];
    Polygon.of(landmarks, FaceMesh.faceOval(), 1).fill(oval, width, height, 1);
  }

  /**
   * Draws into the head's share of the person.
   *
   * @param head full size
   * @param hair how much of the small picture's pixels is hair
   * @param band where there is anything to draw
   */
  void draw(FloatPlane head, FloatPlane hair, BandSpans band) {
    int width = head.width();
    int height = head.height();
    band.forEach(
        (y, first, end) -> {
          int row = band.smallRow(y, hair.height()) * hair.width();
          double v = layout.v((first + 0.5) * scale, (y + 0.5) * scale);
          double step = layout.v((first + 1.5) * scale, (y + 0.5) * scale) - v;
          for (int x = first; x < end; x++, v += step) {
            if (v > from) {
              int i = y * width + x;
              float t = (float) Math.min(1, (v - from) / (to - from));
              float strand = hair.data()[row + band.smallColumn(x)];
              head.data()[i] += t * (Math.max(face(x, y, width, height), strand) - head.data()[i]);
            }
          }
        });
  }

  /** How much of the pixel's surroundings lies within the outline: an edge three pixels soft. */
  private float face(int x, int y, int width, int height) {
    int sum = 0;
    for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        sum += oval[v * width + u];
      }
    }
    return sum / 9f;
  }
}
