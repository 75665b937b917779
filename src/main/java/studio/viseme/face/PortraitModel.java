package studio.viseme.face;

import java.util.List;
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

  private final float[][] colour = new float[CLASSES][];
  private final float[][] inPicture;
  private final float[][] aroundHead;
  private final RgbImage plate;
  private final GrayImage plateReliability;
  private final double hairEnd;

  private PortraitModel(
      float[][] colours,
      float[][] inPicture,
      float[][] aroundHead,
      RgbImage plate,
      GrayImage reliability,
      double hairEnd) {
    for (int c = 0; c < CLASSES; c++) {
      colour[c] = new float[ColorHistogram.SIZE];
      for (int i = 0; i < ColorHistogram.SIZE; i++) {
        colour[c][i] = (float) (COLOUR_WEIGHT * Math.log(colours[c][i] + 1e-7));
      }
    }
    this.inPicture = inPicture;
    this.aroundHead = aroundHead;
    this.plate = plate;
    this.plateReliability = reliability;
    this.hairEnd = hairEnd;
  }

  /**
   * Learns from seeds, then once more from its own labels of the same frames.
   *
   * @param plate and its reliability, at working size
   */
  static PortraitModel learn(
      List<PortraitView> views, RgbImage plate, GrayImage reliability, JobContext job) {
    PortraitSeeds seeds = PortraitSeeds.learn(views);
    byte[][] labels = new byte[views.size()][];
    job.workers().forEach(views.size(), k -> labels[k] = seeds.seeds(views.get(k)));
    job.checkpoint();
    PortraitModel first =
        new PortraitModel(colours(views, labels), null, null, plate, reliability, seeds.hairEnd());
    job.workers().forEach(views.size(), k -> labels[k] = first.confidentLabels(views.get(k)));
    job.checkpoint();
    int w = plate.width();
    int h = plate.height();
    float[][] inPicture = new float[CLASSES][w * h];
    float[][] aroundHead = new float[CLASSES][CELLS * CELLS];
    for (int k = 0; k < views.size(); k++) {
      HeadLayout head = views.get(k).layout();
      for (int i = 0; i < w * h; i++) {
        int label = labels[k][i];
        if (label >= 0) {
          inPicture[label][i]++;
          int cell = cell(head, i % w, i / w);
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
        reliability,
        seeds.hairEnd());
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
  private static float[][] prior(
      float[][] counts, int w, int h, double sigma, double weight, double floor) {
    float[][] blurred = new float[CLASSES][];
    for (int c = 0; c < CLASSES; c++) {
      blurred[c] = Blur.gaussian(new FloatPlane(w, h, counts[c]), sigma).data();
    }
    float[][] out = new float[CLASSES][w * h];
    for (int i = 0; i < w * h; i++) {
      float total = PRIOR_COUNT * CLASSES;
      for (float[] plane : blurred) {
        total += Math.max(0, plane[i]);
      }
      for (int c = 0; c < CLASSES; c++) {
        double share = (Math.max(0, blurred[c][i]) + PRIOR_COUNT) / total;
        out[c][i] = (float) (weight * Math.log(share + floor));
      }
    }
    return out;
  }

  private static int cell(HeadLayout head, int x, int y) {
    int i = (int) Math.floor(head.u(x + 0.5, y + 0.5) * CELLS_PER_CM + CELLS / 2.0);
    int j = (int) Math.floor(head.v(x + 0.5, y + 0.5) * CELLS_PER_CM + CELLS / 2.0);
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

  /** The probability of each class at each pixel, classes × pixels; they add up to 1. */
  float[][] probabilities(PortraitView view) {
    int w = view.width();
    int n = view.bins().length;
    float[][] out = new float[CLASSES][n];
    double[] score = new double[CLASSES];
    for (int i = 0; i < n; i++) {
      int x = i % w;
      int y = i / w;
      int bin = view.bins()[i];
      int cell = aroundHead == null ? -1 : cell(view.layout(), x, y);
      for (int c = 0; c < CLASSES; c++) {
        score[c] = colour[c][bin];
        if (inPicture != null) {
          score[c] += inPicture[c][i];
        }
        if (cell >= 0) {
          score[c] += aroundHead[c][cell];
        }
      }
      double person = Math.clamp(view.person().data()[i], 0.005, 0.995);
      score[BACKGROUND] +=
          plateEvidence(view, i) - SEGMENTER_WEIGHT * Math.log(person / (1 - person));
      addAnatomy(score, view.layout(), x, y, i);
      softmax(score, out, i);
    }
    return out;
  }

  /**
   * For a colour that the plate knows: up to 1.5; against, where it differs: down to −3; nothing
   * where it isn't known.
   */
  private double plateEvidence(PortraitView view, int i) {
    int known = plateReliability.data()[i] & 255;
    if (known == 0) {
      return 0;
    }
    double distance = 0;
    for (int c = 0; c < 3; c++) {
      double d = (view.picture().data()[3 * i + c] & 255) - (plate.data()[3 * i + c] & 255);
      distance += d * d;
    }
    return known / 255.0 * Math.max(-3, 1.5 - distance / (2 * 3 * PLATE_SIGMA * PLATE_SIGMA));
  }

  /**
   * What can't be where: no neck above the ears, no hair under the chin, no cloth on the cheeks.
   */
  private void addAnatomy(double[] score, HeadLayout head, int x, int y, int i) {
    double v = head.v(x + 0.5, y + 0.5);
    double aside = Math.abs(head.u(x + 0.5, y + 0.5) - head.chinU);
    double h = head.faceHeight;
    double w = head.faceWidth;
    if (head.oval[i] != 0) {
      score[SKIN] += 2;
      score[HAIR] -= v < head.chin - 0.55 * h ? 0 : 3;
      score[BACKGROUND] -= 5;
      score[NECK] -= 5;
      score[TORSO] -= 5;
    } else {
      score[SKIN] -= v > head.chin - 0.1 * h ? 7 : 1;
      if (v > head.chin - 0.12 * h && aside < 0.42 * w) {
        score[HAIR] -= 6;
      }
    }
    if (v < head.chin - 0.45 * h || aside > 0.75 * w) {
      score[NECK] -= 6;
    }
    if (v < head.chin - 0.2 * h) {
      score[TORSO] -= 4;
    }
    // A throat in shadow is no collar, and bare shoulders are no neck.
    score[NECK] += aside < 0.4 * w && v < head.chin + 0.35 * h ? 2.5 : 0;
    score[TORSO] += v > head.chin + 0.55 * h ? 1.5 : 0;
    if (v > head.chin + 0.6 * h && aside > 1.2 * w) {
      score[HAIR] -= 2;
    }
    // Below where this person's hair ends what looks like hair is cloth; half a centimetre of
    // doubt.
    score[HAIR] -= 8 * Math.clamp((v - head.eyes - hairEnd) / 0.5, 0, 1);
  }

  private static void softmax(double[] score, float[][] out, int i) {
    double max = score[0];
    for (double s : score) {
      max = Math.max(max, s);
    }
    double total = 0;
    for (int c = 0; c < CLASSES; c++) {
      double difference = score[c] - max;
      score[c] = difference < -14 ? 0 : Math.exp(difference);
      total += score[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      out[c][i] = (float) (score[c] / total);
    }
  }
}
