package studio.viseme.face;

import java.util.Arrays;
import java.util.List;

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
  private static final double ROW = 0.5;

  private static final int ROWS = 50;

  private final float[] skin;
  private final float[] hair;
  private final float[] throat;
  private final float[] cloth;
  private final double hairEnd;

  private PortraitSeeds(float[] skin, float[] hair, float[] throat, float[] cloth, double hairEnd) {
    this.skin = skin;
    this.hair = hair;
    this.throat = throat;
    this.cloth = cloth;
    this.hairEnd = hairEnd;
  }

  static PortraitSeeds learn(List<PortraitView> views) {
    float[] skin = new float[ColorHistogram.SIZE];
    float[] hair = new float[ColorHistogram.SIZE];
    float[] throat = new float[ColorHistogram.SIZE];
    float[] cloth = new float[ColorHistogram.SIZE];
    for (PortraitView view : views) {
      count(view, skin, hair);
    }
    skin = ColorHistogram.probabilities(skin);
    hair = ColorHistogram.probabilities(hair);
    PortraitSeeds face = new PortraitSeeds(skin, hair, throat, cloth, 0);
    for (PortraitView view : views) {
      face.countBelow(view);
    }
    throat = ColorHistogram.probabilities(throat);
    cloth = ColorHistogram.probabilities(cloth);
    PortraitSeeds colours = new PortraitSeeds(skin, hair, throat, cloth, 0);
    return new PortraitSeeds(skin, hair, throat, cloth, colours.findHairEnd(views));
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
          throat[view.bins()[i]] += clothColoured(view.bins()[i]) ? 0 : 1;
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

  /**
   * Whether a colour is what is worn rather than the throat above it; a bare chest is torso too.
   */
  boolean worn(int bin) {
    return cloth[bin] > RATIO * throat[bin] && cloth[bin] > COMMON;
  }

  /**
   * Goes down beside both cheeks from the level of the eyes, as long as hair goes on: short hair
   * ends at the ears, long hair covers the band down to where it ends or the clothes take over.
   */
  private double findHairEnd(List<PortraitView> views) {
    int[][] hits = new int[2][ROWS];
    int[][] all = new int[2][ROWS];
    double jaw = 0;
    for (PortraitView view : views) {
      HeadLayout head = view.layout();
      jaw += (head.chin - 0.32 * head.faceHeight - head.eyes) / views.size();
      for (int y = 0, i = 0; y < view.height(); y++) {
        for (int x = 0; x < view.width(); x++, i++) {
          double aside = head.u(x + 0.5, y + 0.5) - head.faceU;
          double beyond = Math.abs(aside) - head.faceWidth / 2;
          int row = (int) Math.floor((head.v(x + 0.5, y + 0.5) - head.eyes) / ROW);
          if (beyond > 0.3 && beyond < 2.3 && row >= 0 && row < ROWS) {
            int side = aside < 0 ? 0 : 1;
            all[side][row]++;
            if (view.person().data()[i] > 0.9f && hairColoured(view.bins()[i])) {
              hits[side][row]++;
            }
          }
        }
      }
    }
    double end = jaw;
    for (int side = 0; side < 2; side++) {
      int gap = 0;
      for (int row = 0; row < ROWS && gap < 3; row++) {
        boolean covered = all[side][row] > 0 && hits[side][row] > 0.35 * all[side][row];
        gap = covered ? 0 : gap + 1;
        if (covered) {
          end = Math.max(end, (row + 2) * ROW);
        }
      }
    }
    return end;
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
