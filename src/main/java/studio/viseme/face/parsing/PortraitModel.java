package studio.viseme.face.parsing;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.Blur;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;

/**
 * What a clip's person and place look like, class by class: colours, where in the picture and where
 * around the head. From it, the segmenter and the known background come the probabilities of each
 * pixel's class, by adding up evidence in logarithms. The weights below one account for evidence
 * that isn't independent.
 */
final class PortraitModel {
  /** Background, hair, skin, neck, torso: the codes 0 … 4 of {@link FaceRegion}. */
  static final int CLASSES = 5;

  private static final int BACKGROUND = FaceRegion.BACKGROUND.code();
  private static final int HAIR = FaceRegion.HAIR.code();
  private static final int SKIN = FaceRegion.HEAD_SKIN.code();
  private static final int NECK = FaceRegion.NECK.code();
  private static final int TORSO = FaceRegion.TORSO.code();

  private static final double COLOUR_WEIGHT = 0.6;
  private static final double PICTURE_WEIGHT = 0.6;
  private static final double HEAD_WEIGHT = 1.0;
  private static final double SEGMENTER_WEIGHT = 1.2;

  /** Grey levels that a pixel of the background strays from its plate. */
  private static final double PLATE_SIGMA = 10;

  /** The head's map: half a centimetre a cell, 32 cm around the skull's middle. */
  private static final int CELLS = 128;

  private static final double CELLS_PER_CM = 2;
  private static final float PRIOR_COUNT = 0.3f;

  /** Shares below this are none; most pixels have one or two classes that count. */
  private static final float NEGLIGIBLE = -10;

  private static final int ODDS_STEPS = 1024;
  private static final float[] SEGMENTER_ODDS = segmenterOdds();

  /**
   * Blocks of the small picture in which, and beside which, the segmenter is this sure of nobody
   * are background without further thought.
   */
  private static final int BLOCK = 8;

  private static final float NOBODY = 0.02f;

  /** Probed pixels lie so far inside a block. */
  private static final int PROBE = 1;

  private static final float SURE = 0.97f;

  /** Weighted logarithms, the classes of one colour, pixel or cell side by side. */
  private final float[] colour = new float[ColorHistogram.SIZE * CLASSES];

  private final float @Nullable [] inPicture;
  private final float @Nullable [] aroundHead;
  private final RgbImage plate;
  private final GrayImage plateReliability;
  private final double hairEnd;

  /** Which colours are what is worn. */
  private final boolean[] worn;

  /** Which colours bare skin may have. */
  private final boolean[] bare;

  /** Whether what has skin's colours above the nose is scalp. */
  private final boolean bald;

  private PortraitModel(
      float[][] colours,
      float @Nullable [] inPicture,
      float @Nullable [] aroundHead,
      BackgroundPlate plate,
      PortraitSeeds seeds,
      boolean bald) {
    this.bald = bald;
    for (int c = 0; c < CLASSES; c++) {
      for (int i = 0; i < ColorHistogram.SIZE; i++) {
        colour[i * CLASSES + c] = (float) (COLOUR_WEIGHT * Math.log(colours[c][i] + 1e-7));
      }
    }
    this.inPicture = inPicture;
    this.aroundHead = aroundHead;
    this.plate = plate.image();
    this.plateReliability = plate.reliability();
    this.hairEnd = seeds.hairEnd();
    this.worn = new boolean[ColorHistogram.SIZE];
    this.bare = new boolean[ColorHistogram.SIZE];
    for (int i = 0; i < ColorHistogram.SIZE; i++) {
      worn[i] = seeds.worn(i);
      bare[i] = seeds.bare(i);
    }
  }

  /**
   * Learns from seeds, then once more from its own labels of the same frames.
   *
   * @param plate at working size
   */
  static PortraitModel learn(List<PortraitView> views, BackgroundPlate plate, JobContext job) {
    PortraitSeeds seeds = PortraitSeeds.learn(views);
    boolean bald = BareScalp.isShown(views, SkinTone.learn(views));
    byte[][] labels = new byte[views.size()][];
    job.workers().forEach(views.size(), k -> labels[k] = seeds.seeds(views.get(k)));
    job.checkpoint();
    PortraitModel first = new PortraitModel(colours(views, labels), null, null, plate, seeds, bald);
    job.workers().forEach(views.size(), k -> labels[k] = first.confidentLabels(views.get(k)));
    job.checkpoint();
    int w = plate.image().width();
    int h = plate.image().height();
    float[][] inPicture = new float[CLASSES][w * h];
    float[][] aroundHead = new float[CLASSES][CELLS * CELLS];
    for (int k = 0; k < views.size(); k++) {
      HeadLayout head = views.get(k).layout();
      for (int i = 0; i < w * h; i++) {
        int label = labels[k][i];
        if (label >= 0) {
          inPicture[label][i]++;
          int cell = cell(head.u(i % w + 0.5, i / w + 0.5), head.v(i % w + 0.5, i / w + 0.5));
          if (cell >= 0) {
            aroundHead[label][cell]++;
          }
        }
      }
    }
    return new PortraitModel(
        colours(views, labels),
        prior(inPicture, w, h, 9.0 * w / 256, PICTURE_WEIGHT, 1e-2),
        prior(aroundHead, CELLS, CELLS, 2, HEAD_WEIGHT, 1e-3),
        plate,
        seeds,
        bald);
  }

  private static float[][] colours(List<PortraitView> views, byte[][] labels) {
    float[][] counts = new float[CLASSES][ColorHistogram.SIZE];
    for (int k = 0; k < labels.length; k++) {
      short[] bins = views.get(k).bins();
      for (int i = 0; i < bins.length; i++) {
        if (labels[k][i] >= 0) {
          counts[labels[k][i]][bins[i]]++;
        }
      }
    }
    for (int c = 0; c < CLASSES; c++) {
      counts[c] = ColorHistogram.probabilities(counts[c]);
    }
    return counts;
  }

  /** Blurred shares of the classes at each place, as weighted logarithms. */
  private static float[] prior(
      float[][] counts, int w, int h, double sigma, double weight, double floor) {
    float[][] blurred = new float[CLASSES][];
    for (int c = 0; c < CLASSES; c++) {
      blurred[c] = Blur.gaussian(new FloatPlane(w, h, counts[c]), sigma).data();
    }
    float[] out = new float[w * h * CLASSES];
    for (int i = 0; i < w * h; i++) {
      float total = PRIOR_COUNT * CLASSES;
      for (float[] plane : blurred) {
        total += Math.max(0, plane[i]);
      }
      for (int c = 0; c < CLASSES; c++) {
        double share = (Math.max(0, blurred[c][i]) + PRIOR_COUNT) / total;
        out[i * CLASSES + c] = (float) (weight * Math.log(share + floor));
      }
    }
    return out;
  }

  /** The cell of a place in the head's own frame of reference, −1 outside. */
  private static int cell(double u, double v) {
    int i = (int) Math.floor(u * CELLS_PER_CM + CELLS / 2.0);
    int j = (int) Math.floor(v * CELLS_PER_CM + CELLS / 2.0);
    return i < 0 || j < 0 || i >= CELLS || j >= CELLS ? -1 : j * CELLS + i;
  }

  /**
   * Labels of the pixels that the model is rather sure of, {@link PortraitSeeds#UNKNOWN} elsewhere.
   */
  private byte[] confidentLabels(PortraitView view) {
    float[][] probability = probabilities(view);
    byte[] out = new byte[view.bins().length];
    for (int i = 0; i < out.length; i++) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        best = probability[c][i] > probability[best][i] ? c : best;
      }
      out[i] = probability[best][i] > 0.6f ? (byte) best : PortraitSeeds.UNKNOWN;
    }
    return out;
  }

  /**
   * The probability of each class at each pixel, classes × pixels; they add up to 1. A block of
   * which four pixels are surely of one class of the body is all of that class.
   */
  float[][] probabilities(PortraitView view) {
    int w = view.width();
    int h = view.height();
    float[][] out = new float[CLASSES][w * h];
    Arrays.fill(out[BACKGROUND], 1);
    boolean[] somebody = somebody(view.person());
    int blocks = (w + BLOCK - 1) / BLOCK;
    Anatomy anatomy = new Anatomy(view.layout(), hairEnd);
    float[] score = new float[CLASSES];
    for (int top = 0; top < h; top += BLOCK) {
      for (int left = 0; left < w; left += BLOCK) {
        if (!somebody[top / BLOCK * blocks + left / BLOCK]) {
          continue;
        }
        int right = Math.min(w, left + BLOCK);
        int bottom = Math.min(h, top + BLOCK);
        int sure = probe(view, anatomy, left, top, score);
        for (int y = top; y < bottom; y++) {
          if (sure > BACKGROUND) {
            Arrays.fill(out[BACKGROUND], y * w + left, y * w + right, 0);
            Arrays.fill(out[sure], y * w + left, y * w + right, 1);
            continue;
          }
          for (int x = left; x < right; x++) {
            share(view, anatomy, x, y, score);
            for (int c = 0; c < CLASSES; c++) {
              out[c][y * w + x] = score[c];
            }
          }
        }
      }
    }
    return out;
  }

  /** The class that all probed pixels of a whole block are surely of, −1 if there is none. */
  private int probe(PortraitView view, Anatomy anatomy, int left, int top, float[] score) {
    if (left + BLOCK > view.width() || top + BLOCK > view.height()) {
      return -1;
    }
    int sure = -1;
    for (int y = top + PROBE; y < top + BLOCK; y += BLOCK - 1 - 2 * PROBE) {
      for (int x = left + PROBE; x < left + BLOCK; x += BLOCK - 1 - 2 * PROBE) {
        share(view, anatomy, x, y, score);
        int best = sure < 0 ? 0 : sure;
        for (int c = 0; c < CLASSES && sure < 0; c++) {
          best = score[c] > score[best] ? c : best;
        }
        if (score[best] < SURE) {
          return -1;
        }
        sure = best;
      }
    }
    return sure;
  }

  /** The shares of one pixel. */
  private void share(PortraitView view, Anatomy anatomy, int x, int y, float[] score) {
    int i = y * view.width() + x;
    double u = view.layout().u(x + 0.5, y + 0.5);
    double v = view.layout().v(x + 0.5, y + 0.5);
    weigh(view, i, cell(u, v), score);
    int bin = view.bins()[i];
    double hairShare = anatomy.add(score, u, v, i, worn[bin], bare[bin]);
    softmax(score, (float) hairShare);
    if (bald && bare[bin] && v < view.layout().nose) {
      score[SKIN] += score[HAIR];
      score[HAIR] = 0;
    }
  }

  /** Which blocks show somebody, or lie beside one that does. */
  private static boolean[] somebody(FloatPlane person) {
    int columns = (person.width() + BLOCK - 1) / BLOCK;
    int rows = (person.height() + BLOCK - 1) / BLOCK;
    boolean[] out = new boolean[columns * rows];
    for (int y = 0, i = 0; y < person.height(); y++) {
      for (int x = 0; x < person.width(); x++, i++) {
        if (person.data()[i] > NOBODY && !out[y / BLOCK * columns + x / BLOCK]) {
          out[y / BLOCK * columns + x / BLOCK] = true;
        }
      }
    }
    boolean[] grown = new boolean[out.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        for (int v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(columns - 1, x + 1); u++) {
            grown[y * columns + x] |= out[v * columns + u];
          }
        }
      }
    }
    return grown;
  }

  /** Adds up what colour, place, segmenter and plate say. */
  private void weigh(PortraitView view, int i, int cell, float[] score) {
    System.arraycopy(colour, view.bins()[i] * CLASSES, score, 0, CLASSES);
    if (inPicture != null) {
      for (int c = 0; c < CLASSES; c++) {
        score[c] += inPicture[i * CLASSES + c];
      }
    }
    if (aroundHead != null) {
      for (int c = 0; c < CLASSES && cell >= 0; c++) {
        score[c] += aroundHead[cell * CLASSES + c];
      }
    }
    int step = (int) (view.person().data()[i] * ODDS_STEPS);
    score[BACKGROUND] += plateEvidence(view, i) - SEGMENTER_ODDS[Math.clamp(step, 0, ODDS_STEPS)];
  }

  private static float[] segmenterOdds() {
    float[] odds = new float[ODDS_STEPS + 1];
    for (int i = 0; i < odds.length; i++) {
      double p = Math.clamp((i + 0.5) / ODDS_STEPS, 0.005, 0.995);
      odds[i] = (float) (SEGMENTER_WEIGHT * Math.log(p / (1 - p)));
    }
    return odds;
  }

  /**
   * For a colour that the plate knows: up to 1.5; against, where it differs: down to −3; nothing
   * where it isn't known.
   */
  private float plateEvidence(PortraitView view, int i) {
    int known = plateReliability.data()[i] & 255;
    if (known == 0) {
      return 0;
    }
    byte[] seen = view.picture().data();
    byte[] empty = plate.data();
    int distance = 0;
    for (int p = 3 * i; p < 3 * i + 3; p++) {
      int d = (seen[p] & 255) - (empty[p] & 255);
      distance += d * d;
    }
    return known
        / 255f
        * Math.max(-3, 1.5f - distance / (float) (2 * 3 * PLATE_SIGMA * PLATE_SIGMA));
  }

  /**
   * Logarithms to shares, in place.
   *
   * @param hairShare how much likelier hair is than the body's other classes before anything is
   *     seen; the background's share doesn't depend on it
   */
  private static void softmax(float[] score, float hairShare) {
    float max = score[0];
    for (float s : score) {
      max = Math.max(max, s);
    }
    float total = 0;
    for (int c = 0; c < CLASSES; c++) {
      float difference = score[c] - max;
      score[c] = difference < NEGLIGIBLE ? 0 : (float) Math.exp(difference);
      total += score[c];
    }
    if (hairShare < 1 && score[HAIR] > 0) {
      float others = score[NECK] + score[TORSO];
      float all = score[HAIR] + others;
      float kept = all * hairShare * score[HAIR] / (hairShare * score[HAIR] + others + 1e-9f);
      float taken = score[HAIR] - kept;
      score[HAIR] = kept;
      score[TORSO] += others > 0 ? taken * score[TORSO] / others : taken;
      score[NECK] += others > 0 ? taken * score[NECK] / others : 0;
    }
    for (int c = 0; c < CLASSES; c++) {
      score[c] /= total;
    }
  }
}
