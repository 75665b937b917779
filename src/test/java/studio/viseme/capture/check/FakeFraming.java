package studio.viseme.capture.check;

import java.util.List;
import studio.viseme.image.Rectangle;

/** A frame in a source, and a proposal that is three faces wide. */
record FakeFraming(Rectangle shown) implements Footage.Framing {
  @Override
  public Fix.Crop proposal(List<Rectangle> faces, boolean alone) {
    Rectangle face = faces.getFirst();
    int side = (alone ? 3 : 2) * face.width();
    return new Fix.Crop(
        face.x() + face.width() / 2 - side / 2, face.y() + face.height() / 2 - side / 2, side);
  }
}
