package studio.viseme.face.parsing;

import java.util.List;

/**
 * Which colours a person's bare skin may have in any light of the scene: shadow changes how bright
 * skin is, and hardly the ratios of its colours. Learned from the lower face. Tells a throat in the
 * chin's shadow from a white collar in the same shadow.
 */
final class SkinTone {
  /** Keeps ratios of dark colours from being noise, grey levels. */
  private static final double DARK = 12;

  /** A person's ratios vary by at least this much, in logarithms. */
  private static final double LEAST = 0.05;

  /** Squared standard deviations within which a colour may be skin's. */
  private static final double LIMIT = 12;

  private final boolean[] bare = new boolean[ColorHistogram.SIZE];

  private SkinTone() {}

  static SkinTone learn(List<PortraitView> views) {
    double[] sums = new double[6];
    double[] ratios = new double[2];
    for (PortraitView view : views) {
      HeadLayout head = view.layout();
      for (int y = 0, i = 0; y < view.height(); y++) {
        for (int x = 0; x < view.width(); x++, i++) {
          if (head.oval[i] != 0 && head.v(x + 0.5, y + 0.5) > head.eyes + 0.12 * head.faceHeight) {
            byte[] c = view.picture().data();
            ratios(c[3 * i] & 255, c[3 * i + 1] & 255, c[3 * i + 2] & 255, ratios);
            sums[0]++;
            sums[1] += ratios[0];
            sums[2] += ratios[1];
            sums[3] += ratios[0] * ratios[0];
            sums[4] += ratios[0] * ratios[1];
            sums[5] += ratios[1] * ratios[1];
          }
        }
      }
    }
    double n = Math.max(1, sums[0]);
    double meanA = sums[1] / n;
    double meanB = sums[2] / n;
    double aa = sums[3] / n - meanA * meanA + LEAST * LEAST;
    double ab = sums[4] / n - meanA * meanB;
    double bb = sums[5] / n - meanB * meanB + LEAST * LEAST;
    double determinant = aa * bb - ab * ab;
    SkinTone tone = new SkinTone();
    double width = 256.0 / ColorHistogram.BINS;
    for (int bin = 0; bin < ColorHistogram.SIZE; bin++) {
      int red = bin / (ColorHistogram.BINS * ColorHistogram.BINS);
      int green = bin / ColorHistogram.BINS % ColorHistogram.BINS;
      int blue = bin % ColorHistogram.BINS;
      ratios((red + 0.5) * width, (green + 0.5) * width, (blue + 0.5) * width, ratios);
      double a = ratios[0] - meanA;
      double b = ratios[1] - meanB;
      tone.bare[bin] = (bb * a * a - 2 * ab * a * b + aa * b * b) / determinant < LIMIT;
    }
    return tone;
  }

  /** Logarithms of red and blue over green. */
  private static void ratios(double red, double green, double blue, double[] out) {
    out[0] = Math.log((red + DARK) / (green + DARK));
    out[1] = Math.log((blue + DARK) / (green + DARK));
  }

  /** Whether a colour may be bare skin. */
  boolean bare(int bin) {
    return bare[bin];
  }
}
