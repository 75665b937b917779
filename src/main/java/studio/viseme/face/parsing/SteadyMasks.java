package studio.viseme.face.parsing;

import java.util.Arrays;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadFrame;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/**
 * Keeps soft masks from flickering: near borders a pixel's alpha is drawn to what it was a frame
 * ago, there where the pixel came from. It came along with the head, or it stood still: whichever
 * way the colours around it agree better, and only as far as they agree, so that a border that
 * moves otherwise isn't smeared. A recursive filter of the first order; it looks back only, and all
 * it remembers is the last frame's masks.
 */
final class SteadyMasks {
  /** How much of the last frame's alpha stays where nothing changed. */
  private static final float MOST = 0.65f;

  /** Noise is at least so many grey levels, as a mean difference over nine pixels. */
  private static final float LEAST_NOISE = 1.5f;

  /** An alpha that changed by this much, of 255, didn't change by noise. */
  private static final float CHANGE = 64;

  /** Every so manyth pixel, across and down, tells how much a picture that stands still differs. */
  private static final int SAMPLE = 12;

  /** Motion of less than this share of a pixel is none. */
  private static final double STILL = 0.05;

  /** Rows that one worker takes at a time. */
  private static final int STRIP = 32;

  private final Parsing before;
  private final RgbImage beforePicture;
  private final RgbImage picture;
  private final int width;
  private final int height;

  /** Where a pixel of this frame was: x' = a·x − b·y + c, y' = b·x + a·y + d. */
  private final double a;

  private final double b;
  private final double c;
  private final double d;
  private final boolean headMoved;
  private final float noise;

  /**
   * @param before the last frame's masks as they are kept
   * @param head where the head was then
   * @param headNow and is now, both at full size
   */
  SteadyMasks(
      Parsing before, RgbImage beforePicture, HeadFrame head, RgbImage picture, HeadFrame headNow) {
    this.before = before;
    this.beforePicture = beforePicture;
    this.picture = picture;
    this.width = picture.width();
    this.height = picture.height();
    // Into the head's own frame of reference, and out of it as it lay a frame ago.
    double square = head.cos() * head.cos() + head.sin() * head.sin();
    a = (headNow.cos() * head.cos() + headNow.sin() * head.sin()) / square;
    b = (headNow.cos() * head.sin() - headNow.sin() * head.cos()) / square;
    c = head.x0() - a * headNow.x0() + b * headNow.y0();
    d = head.y0() - b * headNow.x0() - a * headNow.y0();
    double dx = head.x0() - headNow.x0();
    double dy = head.y0() - headNow.y0();
    headMoved = Math.hypot(dx, dy) > STILL || Math.abs(a - 1) + Math.abs(b) > STILL / width;
    noise = Math.max(LEAST_NOISE, 1.25f * usualDifference());
  }

  /** The median difference between the two pictures: most of a frame stands still. */
  private float usualDifference() {
    int n = 0;
    float[] differences = new float[(width / SAMPLE + 1) * (height / SAMPLE + 1)];
    for (int y = SAMPLE / 2; y < height - 1; y += SAMPLE) {
      for (int x = SAMPLE / 2; x < width - 1; x += SAMPLE) {
        differences[n++] = difference(x, y, x, y);
      }
    }
    Arrays.sort(differences, 0, n);
    return differences[n / 2];
  }

  /** Steadies a frame's masks in place. */
  void steady(Parsing now, BandSpans band, Workers workers) {
    workers.forEach(
        (height + STRIP - 1) / STRIP,
        strip ->
            band.forEach(
                strip * STRIP,
                Math.min(height, (strip + 1) * STRIP),
                (y, from, to) -> {
                  for (int x = from; x < to; x++) {
                    steady(now, x, y);
                  }
                }));
  }

  private void steady(Parsing now, int x, int y) {
    if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) {
      return;
    }
    int i = y * width + x;
    double mx = a * (x + 0.5) - b * (y + 0.5) + c - 0.5;
    double my = b * (x + 0.5) + a * (y + 0.5) + d - 0.5;
    int nx = (int) Math.round(mx);
    int ny = (int) Math.round(my);
    boolean seen = headMoved && nx >= 1 && ny >= 1 && nx < width - 2 && ny < height - 2;
    if (asBefore(now, i, i) && (!seen || asBefore(now, i, ny * width + nx))) {
      return;
    }
    double px = x;
    double py = y;
    float difference = difference(x, y, x, y);
    if (seen) {
      float moved = difference(x, y, nx, ny);
      if (moved <= difference) {
        difference = moved;
        px = mx;
        py = my;
      }
    }
    float change =
        Math.max(
            Math.abs(sample(before.person(), px, py) - (now.person().data()[i] & 255)),
            Math.abs(sample(before.head(), px, py) - (now.head().data()[i] & 255)));
    float off = difference / noise;
    float far = change / CHANGE;
    float k = MOST * (float) Math.exp(-(off * off + far * far) / 2);
    if (k < 0.02f) {
      return;
    }
    int person = blend(now.person(), before.person(), i, px, py, k);
    int head = Math.min(person, blend(now.head(), before.head(), i, px, py, k));
    int was = before.labels().data()[(int) Math.round(py) * width + (int) Math.round(px)];
    now.person().data()[i] = (byte) person;
    now.head().data()[i] = (byte) head;
    now.labels().data()[i] =
        (byte) label(FaceRegion.of(now.labels().data()[i]), FaceRegion.of(was), person, head);
  }

  private boolean asBefore(Parsing now, int i, int then) {
    return now.person().data()[i] == before.person().data()[then]
        && now.head().data()[i] == before.head().data()[then];
  }

  private static int blend(
      GrayImage now, GrayImage before, int i, double px, double py, float share) {
    int value = now.data()[i] & 255;
    float old = sample(before, px, py);
    return Math.round(value + share * (old - value));
  }

  private static float sample(GrayImage plane, double x, double y) {
    int x0 = (int) x;
    int y0 = (int) y;
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    byte[] p = plane.data();
    int i = y0 * plane.width() + x0;
    if (fx == 0 && fy == 0) {
      return p[i] & 255;
    }
    float top = (p[i] & 255) * (1 - fx) + (p[i + 1] & 255) * fx;
    int below = i + plane.width();
    float bottom = (p[below] & 255) * (1 - fx) + (p[below + 1] & 255) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  /** The label that agrees with the masks: as it is or was, if either does. */
  private static int label(FaceRegion now, FaceRegion was, int person, int head) {
    if (person < 128) {
      return FaceRegion.BACKGROUND.code();
    }
    boolean isHead = head >= 128;
    if (fits(now, isHead)) {
      return now.code();
    }
    return (fits(was, isHead) ? was : isHead ? FaceRegion.HAIR : FaceRegion.TORSO).code();
  }

  private static boolean fits(FaceRegion region, boolean isHead) {
    return region != FaceRegion.BACKGROUND && region.isHead() == isHead;
  }

  /** Mean difference of the green channel, the sharpest, over nine pixels. */
  private float difference(int x, int y, int bx, int by) {
    byte[] p = picture.data();
    byte[] q = beforePicture.data();
    int sum = 0;
    for (int v = -1; v <= 1; v++) {
      int i = 3 * ((y + v) * width + x - 1) + 1;
      int j = 3 * ((by + v) * width + bx - 1) + 1;
      sum +=
          Math.abs((p[i] & 255) - (q[j] & 255))
              + Math.abs((p[i + 3] & 255) - (q[j + 3] & 255))
              + Math.abs((p[i + 6] & 255) - (q[j + 6] & 255));
    }
    return sum / 9f;
  }
}
