package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.Locale;

/**
 * Gives a predicted mouth its life back. Least squares answers with the mean of what a sound may
 * look like: half the movement, and lips that never meet, though the score looks fine. Three
 * corrections, all chosen on frames that the prediction hasn't seen: all components are amplified;
 * the opening between the lips is drawn towards the distribution it really has; and where a
 * separate answer, to how narrow the opening is, says that lips meet, they meet. A fourth, when the
 * head is finished, makes its pictures show the opening that is meant.
 *
 * @param gain of all components
 * @param match how far the opening follows the true distribution, 0 … 1
 * @param predicted quantiles of the predicted opening after the gain, ascending, centimetres
 * @param real the same quantiles of the real opening
 * @param perCentimetre the change of code that opens the lips by a centimetre in this person's way
 * @param shutBelow lips meet where their opening is said to be narrower than this, centimetres
 * @param shutGap how far apart this person's lips are when they meet, centimetres
 * @param speaking the share of speech above which the mouth speaks; below half of it, it rests
 * @param rest the code of closed, silent lips
 * @param shown how the head's pictures show openings
 */
record MouthCalibration(
    float gain,
    float match,
    float[] predicted,
    float[] real,
    float[] perCentimetre,
    float shutBelow,
    float shutGap,
    float speaking,
    float[] rest,
    ShownOpening shown) {
  /** Openings are told apart up to this by the separate answer, centimetres. */
  static final float NARROW = 0.3f;

  private static final int QUANTILES = 21;
  private static final float[] GAINS = {1, 1.15f, 1.3f, 1.5f};
  private static final float[] MATCHES = {0, 0.25f, 0.5f, 0.75f, 1};

  /**
   * Frames that are shut, as a multiple of those that really are. Of those beyond, one in seven
   * really is.
   */
  private static final float[] SHUT = {0, 0.6f, 0.8f, 1, 1.2f, 1.4f};

  /** On the way to {@link #shutBelow} lips close over this, centimetres to either side. */
  private static final float SHUT_RAMP = 0.03f;

  /**
   * What it is worth that lips which meet meet, in lip errors of the least one; of so few shut
   * frames as {@link #FEW_CLOSED}, half.
   */
  private static final double CLOSURES_WORTH = 0.4;

  private static final double FEW_CLOSED = 10;

  /** What it is worth that the opening moves as far as it should. */
  private static final double SPREAD_WORTH = 0.2;

  /**
   * A real mouth with less of an opening is closed; a rendered one looks closed with a little more.
   * Centimetres.
   */
  static final float CLOSED = 0.05f;

  static final float LOOKS_CLOSED = 0.1f;

  /** Narrower than any opening. */
  private static final float NEVER = -10;

  private static final int[] LIPS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78,
    95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415
  };

  /** The separate answer's truth. */
  static float narrowness(float gap) {
    return Math.min(gap, NARROW);
  }

  /**
   * Chooses what weighs least: the lip error over the least one, and what is missing of closures
   * and of the opening's spread.
   *
   * @param predicted what the regression says to frames it hasn't seen: codes, then the narrowness
   * @param real the true codes
   */
  static MouthCalibration choose(
      FaceModel face,
      float[][] predicted,
      float[][] real,
      float[] perCentimetre,
      float speaking,
      float[] rest) {
    MouthCalibration[] candidates =
        new MouthCalibration[GAINS.length * MATCHES.length * SHUT.length];
    double[] errors = new double[candidates.length];
    double least = Double.MAX_VALUE;
    int next = 0;
    for (float gain : GAINS) {
      for (float match : MATCHES) {
        for (float shut : SHUT) {
          candidates[next] =
              of(face, predicted, real, gain, match, shut, perCentimetre, speaking, rest);
          errors[next] = candidates[next].lipError(face, predicted, real);
          least = Math.min(least, errors[next++]);
        }
      }
    }
    double closed = Arrays.stream(real).filter(code -> face.lipGap(code) < CLOSED).count();
    double closuresWorth = CLOSURES_WORTH * closed / (closed + FEW_CLOSED);
    MouthCalibration best = candidates[0];
    double lightest = Double.MAX_VALUE;
    for (int i = 0; i < candidates.length; i++) {
      double weight =
          errors[i] / Math.max(1e-6, least)
              + closuresWorth * (1 - candidates[i].closureRate(face, predicted, real))
              + SPREAD_WORTH * Math.abs(1 - candidates[i].gapSpread(face, predicted, real));
      if (weight < lightest) {
        lightest = weight;
        best = candidates[i];
      }
    }
    return best;
  }

  private static MouthCalibration of(
      FaceModel face,
      float[][] predicted,
      float[][] real,
      float gain,
      float match,
      float shut,
      float[] perCentimetre,
      float speaking,
      float[] rest) {
    float[][] amplified = new float[predicted.length][];
    double[] narrow = new double[predicted.length];
    double closedSum = 0;
    int closed = 0;
    for (int t = 0; t < predicted.length; t++) {
      amplified[t] = scaled(predicted[t], gain);
      narrow[t] = predicted[t][face.dims()];
      float gap = face.lipGap(real[t]);
      if (gap < CLOSED) {
        closedSum += gap;
        closed++;
      }
    }
    Arrays.sort(narrow);
    int place = Math.round(shut * closed);
    float below = place == 0 ? NEVER : (float) narrow[Math.min(narrow.length, place) - 1];
    return new MouthCalibration(
        gain,
        match,
        quantiles(face, amplified),
        quantiles(face, real),
        perCentimetre,
        below,
        closed == 0 ? 0 : (float) (closedSum / closed),
        speaking,
        rest,
        ShownOpening.AS_MEANT);
  }

  /** The same for a finished head. */
  MouthCalibration showing(ShownOpening byHead) {
    return new MouthCalibration(
        gain, match, predicted, real, perCentimetre, shutBelow, shutGap, speaking, rest, byHead);
  }

  /** What was chosen, for people. */
  String told() {
    String shut =
        shutBelow > NEVER
            ? String.format(Locale.ROOT, "shut below %.2f cm", shutBelow)
            : "never shut apart from the code";
    return String.format(Locale.ROOT, "gain %.2f, match %.2f, %s", gain, match, shut);
  }

  /**
   * The code to show.
   *
   * @param heard what {@link SpeechRegression#hear} says: a code, how narrow the opening is, the
   *     share of speech
   */
  float[] apply(FaceModel face, float[] heard) {
    return apply(face, heard, 0, 0);
  }

  /**
   * The code to show where the general encoder, which knows everybody's closures and pauses, has a
   * say too: it may shut lips and let a mouth rest, never open one.
   *
   * @param meets how far it says that lips are shut, 0..1
   * @param rests how far it says that the mouth is at rest, 0..1
   */
  float[] apply(FaceModel face, float[] heard, float meets, float rests) {
    float[] code = speak(face, heard);
    float gap = face.lipGap(code);
    float meant = gap + meets * (Math.min(gap, shutGap) - gap);
    float change = shown.of(meant, shutGap) - gap;
    float silent = speaking / 2;
    float own = Math.clamp((heard[face.dims() + 1] - silent) / (speaking - silent), 0f, 1f);
    float speech = Math.min(own, 1 - rests);
    for (int k = 0; k < code.length; k++) {
      float said = code[k] + change * perCentimetre[k];
      code[k] = rest[k] + speech * (said - rest[k]);
    }
    return FaceModel.clip(code);
  }

  /** The code to show when there is speech. */
  private float[] speak(FaceModel face, float[] heard) {
    float[] code = scaled(Arrays.copyOf(heard, face.dims()), gain);
    float gap = face.lipGap(code);
    float open = gap + match * (interpolate(gap) - gap);
    float shut = Math.clamp((shutBelow + SHUT_RAMP - heard[face.dims()]) / (2 * SHUT_RAMP), 0f, 1f);
    float change = open + shut * (Math.min(open, shutGap) - open) - gap;
    for (int k = 0; k < code.length; k++) {
      code[k] += change * perCentimetre[k];
    }
    return code;
  }

  /**
   * Maps a predicted opening to the real one of the same rank; beyond the ends, by the difference
   * at the end.
   */
  private float interpolate(float gap) {
    int last = predicted.length - 1;
    if (gap <= predicted[0]) {
      return gap + real[0] - predicted[0];
    }
    if (gap >= predicted[last]) {
      return gap + real[last] - predicted[last];
    }
    int i = 0;
    while (gap > predicted[i + 1]) {
      i++;
    }
    float width = predicted[i + 1] - predicted[i];
    float t = width > 0 ? (gap - predicted[i]) / width : 0;
    return real[i] + t * (real[i + 1] - real[i]);
  }

  /** The mean of {@link #lipDistance} over frames, of the codes to show. */
  double lipError(FaceModel face, float[][] predictedCodes, float[][] realCodes) {
    double sum = 0;
    for (int t = 0; t < realCodes.length; t++) {
      sum += lipDistance(face, speak(face, predictedCodes[t]), realCodes[t]);
    }
    return sum / realCodes.length;
  }

  /**
   * Mean distance of lip points in the plane of the face, each set less its own mean, centimetres.
   */
  static double lipDistance(FaceModel face, float[] code, float[] realCode) {
    double[] dx = new double[LIPS.length];
    double[] dy = new double[LIPS.length];
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < LIPS.length; i++) {
      for (int k = 0; k < face.dims(); k++) {
        float d = code[k] - realCode[k];
        int at = (k * FaceModel.VERTICES + LIPS[i]) * 3;
        dx[i] += d * face.lowerBasis()[at];
        dy[i] += d * face.lowerBasis()[at + 1];
      }
      meanX += dx[i] / LIPS.length;
      meanY += dy[i] / LIPS.length;
    }
    double sum = 0;
    for (int i = 0; i < LIPS.length; i++) {
      sum += Math.hypot(dx[i] - meanX, dy[i] - meanY);
    }
    return sum / LIPS.length;
  }

  /** How far a component of the code moves the lips: their mean distance, squared. */
  static double lipMotion(FaceModel face, int component) {
    float[] unit = new float[face.dims()];
    unit[component] = 1;
    double distance = lipDistance(face, unit, new float[face.dims()]);
    return distance * distance;
  }

  /** The share of really closed frames that close; 1 where none is closed. */
  double closureRate(FaceModel face, float[][] predictedCodes, float[][] realCodes) {
    int closed = 0;
    int hit = 0;
    for (int t = 0; t < realCodes.length; t++) {
      if (face.lipGap(realCodes[t]) < CLOSED) {
        closed++;
        hit += face.lipGap(speak(face, predictedCodes[t])) < LOOKS_CLOSED ? 1 : 0;
      }
    }
    return closed == 0 ? 1 : (double) hit / closed;
  }

  /** Standard deviation of the shown opening over that of the real one. */
  double gapSpread(FaceModel face, float[][] predictedCodes, float[][] realCodes) {
    double[] shown = new double[realCodes.length];
    double[] real = new double[realCodes.length];
    for (int t = 0; t < realCodes.length; t++) {
      shown[t] = face.lipGap(speak(face, predictedCodes[t]));
      real[t] = face.lipGap(realCodes[t]);
    }
    return deviation(shown) / Math.max(1e-6, deviation(real));
  }

  private static double deviation(double[] v) {
    double mean = Arrays.stream(v).average().orElse(0);
    return Math.sqrt(Arrays.stream(v).map(x -> (x - mean) * (x - mean)).average().orElse(0));
  }

  private static float[] quantiles(FaceModel face, float[][] codes) {
    double[] gaps = Arrays.stream(codes).mapToDouble(face::lipGap).sorted().toArray();
    float[] quantiles = new float[QUANTILES];
    for (int q = 0; q < QUANTILES; q++) {
      quantiles[q] = (float) gaps[(int) ((long) q * (gaps.length - 1) / (QUANTILES - 1))];
    }
    return quantiles;
  }

  private static float[] scaled(float[] code, float gain) {
    float[] out = code.clone();
    for (int k = 0; k < out.length; k++) {
      out[k] *= gain;
    }
    return out;
  }
}
