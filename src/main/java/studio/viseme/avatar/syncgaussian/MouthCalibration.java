package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;

/**
 * Gives a predicted mouth its life back. Least squares answers with the mean of what a sound may
 * look like: half the movement, and lips that never meet, though the score looks fine. Two
 * corrections, both chosen on a validation part cut from the training frames: all components are
 * amplified, and the opening between the lips is drawn towards the distribution it really has, so
 * that what is nearly closed closes.
 *
 * @param gain of all components
 * @param match how far the opening follows the true distribution, 0 … 1
 * @param predicted quantiles of the predicted opening after the gain, ascending, centimetres
 * @param real the same quantiles of the real opening
 * @param perCentimetre the change of code that opens the lips by a centimetre in this person's way
 * @param speaking the share of speech above which the mouth speaks; below half of it, it rests
 * @param rest the code of closed, silent lips
 */
record MouthCalibration(
    float gain,
    float match,
    float[] predicted,
    float[] real,
    float[] perCentimetre,
    float speaking,
    float[] rest) {
  private static final int QUANTILES = 21;
  private static final float[] GAINS = {1, 1.25f, 1.5f, 1.75f};
  private static final float[] MATCHES = {0, 0.25f, 0.5f, 0.75f, 1};

  /** How much lip error life may cost. */
  private static final double TOLERANCE = 1.02;

  /**
   * A real mouth with less of an opening is closed; a rendered one looks closed with a little more.
   * Centimetres.
   */
  private static final float CLOSED = 0.05f;

  private static final float LOOKS_CLOSED = 0.1f;

  private static final int[] LIPS = {
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78,
    95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415
  };

  /**
   * Chooses gain and match: of all that stay within 2 % of the least lip error, the one that closes
   * most closed frames.
   *
   * @param predicted codes of validation frames as the net says them
   * @param real the true codes
   */
  static MouthCalibration choose(
      FaceModel face,
      float[][] predicted,
      float[][] real,
      float[] perCentimetre,
      float speaking,
      float[] rest) {
    double least = Double.MAX_VALUE;
    MouthCalibration[] candidates = new MouthCalibration[GAINS.length * MATCHES.length];
    double[] errors = new double[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] =
          of(
              face,
              predicted,
              real,
              GAINS[i / MATCHES.length],
              MATCHES[i % MATCHES.length],
              perCentimetre,
              speaking,
              rest);
      errors[i] = candidates[i].lipError(face, predicted, real);
      least = Math.min(least, errors[i]);
    }
    MouthCalibration best = candidates[0];
    double most = -1;
    for (int i = 0; i < candidates.length; i++) {
      if (errors[i] <= TOLERANCE * least) {
        double closed = candidates[i].closureRate(face, predicted, real) - 0.01 * errors[i] / least;
        if (closed > most) {
          most = closed;
          best = candidates[i];
        }
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
      float[] perCentimetre,
      float speaking,
      float[] rest) {
    float[][] amplified = new float[predicted.length][];
    for (int t = 0; t < predicted.length; t++) {
      amplified[t] = scaled(predicted[t], gain);
    }
    return new MouthCalibration(
        gain,
        match,
        quantiles(face, amplified),
        quantiles(face, real),
        perCentimetre,
        speaking,
        rest);
  }

  /**
   * The code to show.
   *
   * @param heard what {@link SpeechNet#hear} says: a code, then the share of speech
   */
  float[] apply(FaceModel face, float[] heard) {
    float[] code = speak(face, heard);
    float silent = speaking / 2;
    float speech = Math.clamp((heard[face.dims()] - silent) / (speaking - silent), 0f, 1f);
    for (int k = 0; k < code.length; k++) {
      code[k] = rest[k] + speech * (code[k] - rest[k]);
    }
    return FaceModel.clip(code);
  }

  /** The code to show when there is speech. */
  private float[] speak(FaceModel face, float[] predictedCode) {
    float[] code = scaled(Arrays.copyOf(predictedCode, face.dims()), gain);
    float gap = face.lipGap(code);
    float change = match * (interpolate(gap) - gap);
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

  /**
   * Mean distance of lip points in the plane of the face, each set less its own mean, centimetres.
   */
  double lipError(FaceModel face, float[][] predictedCodes, float[][] realCodes) {
    double sum = 0;
    double[] dx = new double[LIPS.length];
    double[] dy = new double[LIPS.length];
    for (int t = 0; t < realCodes.length; t++) {
      float[] code = speak(face, predictedCodes[t]);
      double meanX = 0;
      double meanY = 0;
      for (int i = 0; i < LIPS.length; i++) {
        dx[i] = 0;
        dy[i] = 0;
        for (int k = 0; k < face.dims(); k++) {
          float d = code[k] - realCodes[t][k];
          int at = (k * FaceModel.VERTICES + LIPS[i]) * 3;
          dx[i] += d * face.lowerBasis()[at];
          dy[i] += d * face.lowerBasis()[at + 1];
        }
        meanX += dx[i] / LIPS.length;
        meanY += dy[i] / LIPS.length;
      }
      for (int i = 0; i < LIPS.length; i++) {
        sum += Math.hypot(dx[i] - meanX, dy[i] - meanY);
      }
    }
    return sum / (realCodes.length * LIPS.length);
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
