package studio.viseme.face.parsing;

import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;

/**
 * Lays masks that somebody else made over a frame's own parsing. What they don't say is taken from
 * the parsing, so that labels and both masks agree afterwards: a pixel that became head is hair or
 * skin like the nearest of them, one that was head and isn't takes after the nearest body or
 * background.
 */
public final class MaskMerge {
  private static final byte NONE = -1;

  private MaskMerge() {}

  /**
   * @param labels {@link FaceRegion} codes, or null for the parsing's own
   * @param person 255 where the person is, soft at the rim, or null
   * @param head 255 where the head without the neck is, soft at the rim, or null
   */
  public static Parsing merge(
      Parsing own,
      @Nullable GrayImage labels,
      @Nullable GrayImage person,
      @Nullable GrayImage head) {
    Parsing merged = own;
    if (labels != null) {
      merged =
          new Parsing(
              labels, agreeing(own.person(), labels, false), agreeing(own.head(), labels, true));
    }
    if (person != null) {
      merged = withPerson(merged, person);
    }
    if (head != null) {
      merged = withHead(merged, head);
    }
    return merged;
  }

  /** The soft mask where it is on the labels' side, and theirs where it isn't. */
  private static GrayImage agreeing(GrayImage mask, GrayImage labels, boolean headOnly) {
    GrayImage out = mask.copy();
    for (int i = 0; i < out.data().length; i++) {
      FaceRegion region = FaceRegion.of(labels.data()[i]);
      boolean inside = headOnly ? region.isHead() : region != FaceRegion.BACKGROUND;
      if (inside != (mask.data()[i] & 255) >= 128) {
        out.data()[i] = (byte) (inside ? 255 : 0);
      }
    }
    return out;
  }

  private static Parsing withPerson(Parsing own, GrayImage person) {
    GrayImage labels =
        relabelled(
            own.labels(),
            person,
            region -> region != FaceRegion.BACKGROUND,
            FaceRegion.TORSO,
            FaceRegion.BACKGROUND);
    return new Parsing(labels, person, agreeing(own.head(), labels, true));
  }

  private static Parsing withHead(Parsing own, GrayImage head) {
    GrayImage labels =
        relabelled(own.labels(), head, FaceRegion::isHead, FaceRegion.HAIR, FaceRegion.BACKGROUND);
    GrayImage person = agreeing(own.person(), labels, false);
    for (int i = 0; i < head.data().length; i++) {
      person.data()[i] = (byte) Math.max(person.data()[i] & 255, head.data()[i] & 255);
    }
    return new Parsing(labels, person, head);
  }

  private interface Side {
    boolean holds(FaceRegion region);
  }

  /** Labels on the mask's side of its border everywhere; those that weren't follow the nearest. */
  private static GrayImage relabelled(
      GrayImage labels, GrayImage mask, Side side, FaceRegion inside, FaceRegion outside) {
    int n = labels.data().length;
    byte[] within = new byte[n];
    byte[] without = new byte[n];
    for (int i = 0; i < n; i++) {
      boolean holds = side.holds(FaceRegion.of(labels.data()[i]));
      boolean wanted = (mask.data()[i] & 255) >= 128;
      within[i] = holds && wanted ? labels.data()[i] : NONE;
      without[i] = !holds && !wanted ? labels.data()[i] : NONE;
    }
    spread(within, labels.width(), (byte) inside.code());
    spread(without, labels.width(), (byte) outside.code());
    GrayImage out = new GrayImage(labels.width(), labels.height());
    for (int i = 0; i < n; i++) {
      out.data()[i] = (mask.data()[i] & 255) >= 128 ? within[i] : without[i];
    }
    return out;
  }

  /** Passes labels on to the pixels nearest to them, in two sweeps (Danielsson 1980). */
  private static void spread(byte[] labels, int width, byte fallback) {
    int[] far = new int[labels.length];
    for (int i = 0; i < far.length; i++) {
      far[i] = labels[i] == NONE ? Integer.MAX_VALUE / 2 : 0;
    }
    for (int i = 0; i < far.length; i++) {
      pass(labels, far, i, i % width > 0 ? i - 1 : i);
      pass(labels, far, i, i >= width ? i - width : i);
    }
    for (int i = far.length - 1; i >= 0; i--) {
      pass(labels, far, i, i % width < width - 1 ? i + 1 : i);
      pass(labels, far, i, i + width < far.length ? i + width : i);
    }
    for (int i = 0; i < far.length; i++) {
      labels[i] = labels[i] == NONE ? fallback : labels[i];
    }
  }

  private static void pass(byte[] labels, int[] far, int to, int from) {
    if (far[from] + 1 < far[to]) {
      far[to] = far[from] + 1;
      labels[to] = labels[from];
    }
  }
}
