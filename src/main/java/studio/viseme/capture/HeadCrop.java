package studio.viseme.capture;

import java.util.List;
import studio.viseme.capture.check.Fix;
import studio.viseme.face.FaceBox;
import studio.viseme.image.Rectangle;
import studio.viseme.job.JobException;

/**
 * The part of the source that a clip shows, and the size it is shown in. Both are multiples of 16.
 *
 * @param box in the upright source
 * @param width of the clip's frames
 * @param height the same
 */
record HeadCrop(Rectangle box, int width, int height) {
  private static final int MULTIPLE = 16;

  /**
   * A head with its hair and shoulders is this many times the detector's box, which reaches from
   * brow to chin.
   */
  private static final double HEAD_IN_FACES = 2.6;

  /** A picture at most this many times the head's square is a head crop already. */
  private static final double ALREADY_CROPPED = 1.6;

  /**
   * How far below the face's centre the square's centre lies, in faces: shoulders need more room
   * than hair, but only where hair has what it needs.
   */
  private static final double DOWN = 0.1;

  private static final int SMALLEST = 512;
  private static final int LARGEST_UNSCALED = 640;
  private static final int SCALED = 512;

  /**
   * The square around where a head was seen; the whole picture when that is little more.
   *
   * @param alone false where other faces are in the picture: then no more is shown than the head
   *     needs
   */
  static HeadCrop around(List<FaceBox> seen, boolean alone, int sourceWidth, int sourceHeight) {
    Extent head = Extent.of(seen);
    int longest = Math.max(sourceWidth, sourceHeight);
    if (alone && longest <= ALREADY_CROPPED * head.wanted() && longest <= LARGEST_UNSCALED) {
      return whole(sourceWidth, sourceHeight);
    }
    return square(head.square(alone, sourceWidth, sourceHeight));
  }

  /** The square around where a head was seen, as a fix: one that {@link #asked} takes. */
  static Fix.Crop fix(List<FaceBox> seen, boolean alone, int sourceWidth, int sourceHeight) {
    Rectangle box = Extent.of(seen).square(alone, sourceWidth, sourceHeight);
    return new Fix.Crop(box.x(), box.y(), box.width());
  }

  /** The centres of the faces that were seen, and their typical size. */
  private record Extent(double left, double top, double right, double bottom, double size) {
    static Extent of(List<FaceBox> seen) {
      double[] sizes =
          seen.stream()
              .mapToDouble(face -> Math.max(face.width(), face.height()))
              .sorted()
              .toArray();
      return new Extent(
          seen.stream().mapToDouble(FaceBox::centerX).min().orElseThrow(),
          seen.stream().mapToDouble(FaceBox::centerY).min().orElseThrow(),
          seen.stream().mapToDouble(FaceBox::centerX).max().orElseThrow(),
          seen.stream().mapToDouble(FaceBox::centerY).max().orElseThrow(),
          sizes[sizes.length / 2]);
    }

    /** The side of a square that shows the head wherever it was. */
    double wanted() {
      return HEAD_IN_FACES * size + Math.max(right - left, bottom - top);
    }

    Rectangle square(boolean alone, int sourceWidth, int sourceHeight) {
      int side =
          (int)
              Math.min(
                  Math.max(wanted(), alone ? SMALLEST : MULTIPLE),
                  Math.min(sourceWidth, sourceHeight));
      side -= side % MULTIPLE;
      int x = (int) Math.round((left + right - side) / 2);
      double above = (side + MULTIPLE - (bottom - top)) / 2;
      double down = Math.clamp(above - (HEAD_IN_FACES / 2 - DOWN) * size, 0, DOWN * size);
      int y = (int) Math.round((top + bottom - side) / 2 + down);
      return new Rectangle(
          Math.clamp(x, 0, sourceWidth - side), Math.clamp(y, 0, sourceHeight - side), side, side);
    }
  }

  /**
   * @throws JobException (usage) when the square isn't inside the picture, or too small
   */
  static HeadCrop asked(Rectangle box, int sourceWidth, int sourceHeight) {
    boolean inside =
        box.x() >= 0
            && box.y() >= 0
            && box.right() <= sourceWidth
            && box.bottom() <= sourceHeight
            && box.width() >= 128;
    if (!inside) {
      throw JobException.usage(
          "The crop isn't a square of at least 128 pixels inside the picture of %dx%d"
              .formatted(sourceWidth, sourceHeight),
          "--crop",
          "give X,Y,SIZE within it, or leave it out");
    }
    int side = box.width() - box.width() % MULTIPLE;
    return square(new Rectangle(box.x(), box.y(), side, side));
  }

  private static HeadCrop whole(int sourceWidth, int sourceHeight) {
    int width = sourceWidth - sourceWidth % MULTIPLE;
    int height = sourceHeight - sourceHeight % MULTIPLE;
    Rectangle box =
        new Rectangle((sourceWidth - width) / 2, (sourceHeight - height) / 2, width, height);
    return new HeadCrop(box, width, height);
  }

  private static HeadCrop square(Rectangle box) {
    int size = box.width() <= LARGEST_UNSCALED ? box.width() : SCALED;
    return new HeadCrop(box, size, size);
  }
}
