package studio.viseme.face.parsing;

import java.util.Arrays;
import java.util.List;
import studio.viseme.face.FaceRegion;

/**
 * Pixels whose class is nearly certain from where they lie and how they are coloured: what the
 * colour models learn from first. Skin is what the lower face shows; hair is what a person shows
 * above the forehead and beside the temples without being skin-coloured. Cloth is neither, or lies
 * far below the chin: dark suits next to dark hair make the difference of a decibel. What the
 * throat looks like is read off right under the chin, in the chin's own shadow: a bald or dimly lit
 * person has no skin that differs from the top of the head, and a throat is darker than the face.
 */
final class PortraitSeeds {
  static final byte UNKNOWN = -1;
  private static final float SURELY_PERSON = 0.95f;
  private static final float SURELY_BACKGROUND = 0.05f;

  /** A colour belongs to a class when it is this many times likelier there, and not rare. */
  private static final float RATIO = 2;

  private static final float COMMON = 2e-4f;

  /** A colour that neither the face nor the hair ever shows: a collar's white, a tie's blue. */
  private static final float FOREIGN = 3e-5f;

  /** Rows of the search for where hair ends, centimetres. */
  static final double ROW = 0.5;

  static final int ROWS = 50;
  static final int COLUMNS = 80;

  /** A cell of the search is hair when so much of it is, in all frames together. */
  private static final double HAIR_SHARE = 0.4;

  /** Hair grows wider by no more cells than this from one row to the next. */
  private static final int WIDENING = 4;

  /** So many rows without hair are a clasp; more are the end. */
  private static final int GAP = 2;

  private final SkinTone tone;
  private final float[] skin;
  private final float[] hair;
  private final float[] throat;
  private final float[] cloth;
  private final double hairEnd;

  private PortraitSeeds(
      SkinTone tone, float[] skin, float[] hair, float[] throat, float[] cloth, double hairEnd) {
    this.tone = tone;
    this.skin = skin;
    this.hair = hair;
    this.throat = throat;
    this.cloth = cloth;
    this.hairEnd = hairEnd;
  }

  static PortraitSeeds learn(List<PortraitView> views) {
    SkinTone tone = SkinTone.learn(views);
    float[] skin = new float[ColorHistogram.SIZE];
    float[] hair = new float[ColorHistogram.SIZE];
    float[] throat = new float[ColorHistogram.SIZE];
    float[] cloth = new float[ColorHistogram.SIZE];
    for (PortraitView view : views) {
      count(view, skin, hair);
    }
    skin = ColorHistogram.probabilities(skin);
    hair = ColorHistogram.probabilities(hair);
    PortraitSeeds face = new PortraitSeeds(tone, skin, hair, throat, cloth, 0);
    for (PortraitView view : views) {
      face.countBelow(view);
    }
    throat = ColorHistogram.probabilities(throat);
    cloth = ColorHistogram.probabilities(cloth);
    PortraitSeeds colours = new PortraitSeeds(tone, skin, hair, throat, cloth, 0);
    return new PortraitSeeds(tone, skin, hair, throat, cloth, colours.findHairEnd(views));
  }

  /** How far below the eyes this person's hair reaches, centimetres. */
  double hairEnd() {
    return hairEnd;
  }

  private static void count(PortraitView view, float[] skin, float[] hair) {
    HeadLayout head = view.layout();
    for (int y = 0, i = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++, i++) {
        double u = head.u(x + 0.5, y + 0.5);
        double v = head.v(x + 0.5, y + 0.5);
        if (head.oval[i] != 0) {
          // The lips are a few hundred pixels of a few thousand: they don't turn the ratio.
          if (v > head.eyes + 0.12 * head.faceHeight) {
            skin[view.bins()[i]]++;
          }
        } else if (view.person().data()[i] > SURELY_PERSON) {
          boolean above = v < head.top - 0.03 * head.faceHeight;
          boolean beside = v < head.eyes && Math.abs(u - head.faceU) < 0.8 * head.faceWidth;
          if (above || beside) {
            hair[view.bins()[i]]++;
          }
        }
      }
    }
  }

  /**
   * Right under the chin is throat, but for a high collar; well below it, and on the shoulders, is
   * what is worn.
   */
  private void countBelow(PortraitView view) {
    HeadLayout head = view.layout();
    double h = head.faceHeight;
    double w = head.faceWidth;
    for (int y = 0, i = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++, i++) {
        if (head.oval[i] != 0 || view.person().data()[i] <= SURELY_PERSON) {
          continue;
        }
        double below = head.v(x + 0.5, y + 0.5) - head.chin;
        double aside = Math.abs(head.u(x + 0.5, y + 0.5) - head.chinU);
        if (below > 0.02 * h && below < 0.13 * h && aside < 0.25 * w) {
          boolean covered = clothColoured(view.bins()[i]) || !tone.bare(view.bins()[i]);
          throat[view.bins()[i]] += covered ? 0 : 1;
        } else if (below > 0.6 * h || below > 0.35 * h && aside > 0.7 * w) {
          cloth[view.bins()[i]]++;
        }
      }
    }
  }

  private boolean skinColoured(int bin) {
    return skin[bin] > RATIO * hair[bin] && skin[bin] > COMMON;
  }

  private boolean hairColoured(int bin) {
    return hair[bin] > RATIO * skin[bin] && hair[bin] > COMMON;
  }

  private boolean clothColoured(int bin) {
    return hair[bin] < FOREIGN && skin[bin] < FOREIGN;
  }

  private boolean throatColoured(int bin) {
    return throat[bin] > RATIO * cloth[bin] && throat[bin] > COMMON;
  }

  /** Whether a colour may be bare skin. */
  boolean bare(int bin) {
    return tone.bare(bin);
  }

  /**
   * Whether a colour is what is worn rather than the throat above it; a bare chest is torso too.
   */
  boolean worn(int bin) {
    return cloth[bin] > RATIO * throat[bin] && cloth[bin] > COMMON;
  }

  /**
   * Follows the hair down from beside the eyes, on a grid of the head's own frame of reference, as
   * long as cells of hair hang from cells of hair: short hair ends at the ears, a strand goes on
   * down to its tip. Where the way suddenly widens the clothes have taken over.
   */
  private double findHairEnd(List<PortraitView> views) {
    int[] hits = new int[ROWS * COLUMNS];
    int[] all = new int[ROWS * COLUMNS];
    double jaw = 0;
    double faceWidth = 0;
    for (PortraitView view : views) {
      HeadLayout head = view.layout();
      jaw += (head.chin - 0.32 * head.faceHeight - head.eyes) / views.size();
      faceWidth += head.faceWidth / views.size();
      for (int y = 0, i = 0; y < view.height(); y++) {
        for (int x = 0; x < view.width(); x++, i++) {
          int row = (int) Math.floor((head.v(x + 0.5, y + 0.5) - head.eyes) / ROW);
          double aside = head.u(x + 0.5, y + 0.5) - head.faceU;
          int column = (int) Math.floor(aside / ROW) + COLUMNS / 2;
          if (row < 0 || row >= ROWS || column < 0 || column >= COLUMNS) {
            continue;
          }
          all[row * COLUMNS + column]++;
          if (head.oval[i] == 0 && view.person().data()[i] > 0.9f && hairColoured(view.bins()[i])) {
            hits[row * COLUMNS + column]++;
          }
        }
      }
    }
    boolean[] hair = new boolean[hits.length];
    for (int i = 0; i < hair.length; i++) {
      hair[i] = hits[i] > HAIR_SHARE * Math.max(1, all[i]);
    }
    int reach = (int) Math.ceil(faceWidth / ROW);
    double left = strandEnd(hair, COLUMNS / 2 - reach, COLUMNS / 2);
    double right = strandEnd(hair, COLUMNS / 2, COLUMNS / 2 + reach);
    return Math.max(jaw, Math.max(left, right));
  }

  /**
   * How far below the eyes the strand between two columns ends, centimetres.
   *
   * @param hair {@value #ROWS} rows of {@value #COLUMNS} cells, from the eyes down
   */
  static double strandEnd(boolean[] hair, int from, int to) {
    boolean[] held = new boolean[COLUMNS];
    for (int x = Math.max(0, from); x < Math.min(COLUMNS, to); x++) {
      held[x] = hair[x];
    }
    int last = -1;
    int widest = count(held);
    for (int row = 1; row < ROWS; row++) {
      boolean[] next = new boolean[COLUMNS];
      for (int x = Math.max(1, from); x < Math.min(COLUMNS - 1, to); x++) {
        next[x] = hair[row * COLUMNS + x] && (held[x - 1] || held[x] || held[x + 1]);
      }
      for (int x = Math.max(1, from); x < Math.min(COLUMNS, to); x++) {
        next[x] |= hair[row * COLUMNS + x] && next[x - 1];
      }
      for (int x = Math.min(COLUMNS - 2, to - 1); x >= Math.max(0, from); x--) {
        next[x] |= hair[row * COLUMNS + x] && next[x + 1];
      }
      int width = count(next);
      if (width > widest + WIDENING) {
        break;
      }
      if (width > 0) {
        last = row;
        held = next;
        widest = Math.max(widest, width);
      } else if (row > last + GAP) {
        break;
      }
    }
    return last < 0 ? 0 : (last + 2) * ROW;
  }

  private static int count(boolean[] cells) {
    int n = 0;
    for (boolean cell : cells) {
      n += cell ? 1 : 0;
    }
    return n;
  }

  /** A {@link FaceRegion} code for each pixel that is certain, {@link #UNKNOWN} for the rest. */
  byte[] seeds(PortraitView view) {
    byte[] out = new byte[view.bins().length];
    Arrays.fill(out, UNKNOWN);
    for (int y = 0, i = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++, i++) {
        float person = view.person().data()[i];
        if (person < SURELY_BACKGROUND) {
          out[i] = (byte) FaceRegion.BACKGROUND.code();
        } else if (person > SURELY_PERSON) {
          FaceRegion region = region(view, x, y, i);
          if (region != null) {
            out[i] = (byte) region.code();
          }
        }
      }
    }
    return out;
  }

  private FaceRegion region(PortraitView view, int x, int y, int i) {
    HeadLayout head = view.layout();
    double v = head.v(x + 0.5, y + 0.5);
    double aside = Math.abs(head.u(x + 0.5, y + 0.5) - head.chinU);
    double h = head.faceHeight;
    double w = head.faceWidth;
    boolean skinny = skinColoured(view.bins()[i]);
    boolean hairy = hairColoured(view.bins()[i]);
    if (head.oval[i] != 0) {
      if (hairy && v < head.eyes) {
        return FaceRegion.HAIR;
      }
      return v > head.eyes + 0.1 * h || skinny ? FaceRegion.HEAD_SKIN : null;
    }
    boolean underChin = v > head.chin && aside < 0.3 * w;
    if (hairy && !underChin && v < head.eyes + hairEnd && aside < 1.3 * w) {
      return FaceRegion.HAIR;
    }
    if (v < head.nose) {
      return v < head.top ? FaceRegion.HAIR : null;
    }
    if (v > head.chin + 0.08 * h && clothColoured(view.bins()[i])) {
      return FaceRegion.TORSO;
    }
    boolean throaty = throatColoured(view.bins()[i]) && !clothColoured(view.bins()[i]);
    boolean worn = worn(view.bins()[i]);
    if ((throaty || skinny && !worn)
        && bare(view.bins()[i])
        && aside < 0.3 * w
        && v > head.chin + 0.04 * h
        && v < head.chin + 0.4 * h) {
      return FaceRegion.NECK;
    }
    if (worn && v > head.chin + Anatomy.COLLAR * h) {
      return FaceRegion.TORSO;
    }
    boolean farBelow = v > head.chin + 0.75 * h;
    boolean shoulder = v > head.chin + 0.3 * h && aside > 0.6 * w;
    boolean hairMayBeHere = hairy && v < head.eyes + hairEnd;
    return farBelow || shoulder && !skinny && !hairMayBeHere ? FaceRegion.TORSO : null;
  }
}
