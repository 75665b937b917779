package studio.viseme.capture.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceBox;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Luma;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;

/**
 * What one picture tells of itself; the picture is not kept.
 *
 * @param face the largest face's box, pixels of the clip; null where none is seen
 * @param others the boxes of other faces that are not much smaller than the largest
 * @param small the picture's luma, {@link BackgroundMotion#SIDE} pixels long
 * @param brightness median luma of the face, grey levels
 * @param burnt share of the face without detail, nearly white
 * @param blur of the face
 * @param combed share of the face's pixels that stand out of the rows above and below
 */
record Look(
    int frame,
    @Nullable Rectangle face,
    List<Rectangle> others,
    GrayImage small,
    double brightness,
    double burnt,
    Blur blur,
    double combed) {
  /** A second face counts from this share of the largest one's area on. */
  private static final double RIVAL_AREA = 0.25;

  private static final int BURNT = 250;
  private static final int COMB = 12;

  boolean hasFace() {
    return face != null;
  }

  /** The largest face's box, where one is seen. */
  Rectangle faceBox() {
    if (face == null) {
      throw new IllegalStateException("no face");
    }
    return face;
  }

  boolean isShared() {
    return !others.isEmpty();
  }

  /** The longer side of the largest face's box, where one is seen. */
  double faceSize() {
    return Math.max(faceBox().width(), faceBox().height());
  }

  static Look at(int frame, RgbImage image, FaceTracker tracker) {
    List<FaceBox> faces = new ArrayList<>(tracker.detect(image));
    faces.sort(Comparator.comparingDouble(FaceBox::area).reversed());
    double largest = faces.isEmpty() ? 0 : faces.getFirst().area();
    List<Rectangle> others =
        faces.stream()
            .skip(1)
            .filter(face -> face.area() >= RIVAL_AREA * largest)
            .map(Look::whole)
            .toList();
    Rectangle face = faces.isEmpty() ? null : rectangle(faces.getFirst(), image);
    GrayImage whole = Luma.gray(image);
    GrayImage part = face == null ? whole : Resampling.crop(whole, face);
    double scale = (double) BackgroundMotion.SIDE / Math.max(image.width(), image.height());
    GrayImage small =
        Resampling.area(
            whole,
            Math.max(1, (int) Math.round(image.width() * scale)),
            Math.max(1, (int) Math.round(image.height() * scale)));
    int[] histogram = new int[256];
    for (byte value : part.data()) {
      histogram[value & 0xff]++;
    }
    return new Look(
        frame,
        face,
        others,
        small,
        median(histogram),
        share(histogram, BURNT),
        Blur.of(part),
        combed(part));
  }

  private static @Nullable Rectangle rectangle(FaceBox box, RgbImage image) {
    Rectangle inside = whole(box).clip(image.width(), image.height());
    return inside.width() < 16 || inside.height() < 16 ? null : inside;
  }

  private static Rectangle whole(FaceBox box) {
    return new Rectangle(
        (int) box.x(), (int) box.y(), (int) Math.ceil(box.width()), (int) Math.ceil(box.height()));
  }

  private static double median(int[] histogram) {
    long total = 0;
    for (int count : histogram) {
      total += count;
    }
    long below = 0;
    for (int value = 0; value < histogram.length; value++) {
      below += histogram[value];
      if (2 * below >= total) {
        return value;
      }
    }
    return 0;
  }

  private static double share(int[] histogram, int from) {
    long total = 0;
    long above = 0;
    for (int value = 0; value < histogram.length; value++) {
      total += histogram[value];
      above += value >= from ? histogram[value] : 0;
    }
    return total == 0 ? 0 : (double) above / total;
  }

  /**
   * Pixels that differ from the rows above and below in one direction, while the rows two away are
   * alike: the comb of two moments in one picture.
   */
  private static double combed(GrayImage part) {
    int combed = 0;
    int count = 0;
    for (int y = 2; y < part.height() - 2; y++) {
      for (int x = 0; x < part.width(); x += 2) {
        int here = part.get(x, y);
        int up = here - part.get(x, y - 1);
        int down = here - part.get(x, y + 1);
        int alike =
            Math.max(Math.abs(here - part.get(x, y - 2)), Math.abs(here - part.get(x, y + 2)));
        boolean stands = up > COMB && down > COMB || up < -COMB && down < -COMB;
        combed += stands && 2 * alike < Math.min(Math.abs(up), Math.abs(down)) ? 1 : 0;
        count++;
      }
    }
    return count == 0 ? 0 : (double) combed / count;
  }
}
