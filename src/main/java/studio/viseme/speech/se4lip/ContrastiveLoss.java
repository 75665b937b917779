package studio.viseme.speech.se4lip;

/**
 * Draws matching embeddings together and others apart. With â, v̂ the embeddings of a batch's
 * sounds and lips divided by their lengths, and s_ij = â_i · v̂_j:
 *
 * <ul>
 *   <li>{@link Kind#PAIRS}, the paper's equation 6 over all pairs of a batch: the mean over i of
 *       −log p_ii, plus the mean over the negative pairs of −log(1 − p_ij). The paper puts the
 *       cosine itself into the logarithm, which has none where it is negative; here p = (1 + s) /
 *       2, kept away from 0 and 1 by {@value #MARGIN}.
 *   <li>{@link Kind#BATCH}: which of a batch's lips belong to a sound, and which of its sounds to
 *       lips, as cross-entropy of softmax(s / {@value #TEMPERATURE}) (van den Oord et al. 2018,
 *       Radford et al. 2021), half of each.
 * </ul>
 *
 * A pair of different frames is negative unless the frames are near each other or both silent: such
 * lips look the same, and to push them apart would teach nonsense.
 */
public final class ContrastiveLoss {
  static final double MARGIN = 1e-4;
  static final double TEMPERATURE = 0.1;

  /** Which of the two. */
  public enum Kind {
    PAIRS,
    BATCH
  }

  /** Which pairs are negative. */
  @FunctionalInterface
  interface Negatives {
    boolean isNegative(int i, int j);
  }

  /** Of the latest {@link #evaluate}: gradients by the sounds' and the lips' embeddings. */
  final float[] bySounds;

  final float[] byLips;

  private final Kind kind;
  private final int width;
  private final int count;

  /**
   * @param width values of an embedding
   * @param count pairs of a batch
   */
  ContrastiveLoss(Kind kind, int width, int count) {
    this.kind = kind;
    this.width = width;
    this.count = count;
    this.bySounds = new float[width * count];
    this.byLips = new float[width * count];
  }

  /**
   * @param sounds width × count, as engines keep them
   * @param lips the same
   */
  double evaluate(float[] sounds, float[] lips, Negatives negatives) {
    double[][] a = new double[count][width];
    double[][] v = new double[count][width];
    double[] lengthA = unit(sounds, a);
    double[] lengthV = unit(lips, v);
    double[][] s = new double[count][count];
    boolean[][] negative = new boolean[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        negative[i][j] = i != j && negatives.isNegative(i, j);
        for (int k = 0; k < width; k++) {
          s[i][j] += a[i][k] * v[j][k];
        }
      }
    }
    double[][] by = new double[count][count];
    double loss = kind == Kind.PAIRS ? pairs(s, negative, by) : batch(s, negative, by);
    spread(by, a, v, lengthA, bySounds, false);
    spread(by, v, a, lengthV, byLips, true);
    return loss;
  }

  /** Turns columns into rows of length 1, and gives the lengths. */
  private double[] unit(float[] columns, double[][] rows) {
    double[] lengths = new double[count];
    for (int i = 0; i < count; i++) {
      double squares = 1e-12;
      for (int k = 0; k < width; k++) {
        double x = columns[k * count + i];
        squares += x * x;
      }
      lengths[i] = Math.sqrt(squares);
      for (int k = 0; k < width; k++) {
        rows[i][k] = columns[k * count + i] / lengths[i];
      }
    }
    return lengths;
  }

  private double pairs(double[][] s, boolean[][] negative, double[][] by) {
    int negatives = 0;
    for (boolean[] row : negative) {
      for (boolean is : row) {
        negatives += is ? 1 : 0;
      }
    }
    double loss = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double p = Math.clamp((1 + s[i][j]) / 2, MARGIN, 1 - MARGIN);
        if (i == j) {
          loss -= Math.log(p) / count;
          by[i][j] = -0.5 / p / count;
        } else if (negative[i][j]) {
          loss -= Math.log(1 - p) / negatives;
          by[i][j] = 0.5 / (1 - p) / negatives;
        }
      }
    }
    return loss;
  }

  private double batch(double[][] s, boolean[][] negative, double[][] by) {
    double loss = 0;
    for (int i = 0; i < count; i++) {
      loss += softmax(s, negative, by, i, false) + softmax(s, negative, by, i, true);
    }
    return loss;
  }

  /** Cross-entropy of row i, or of column i. */
  private double softmax(double[][] s, boolean[][] negative, double[][] by, int i, boolean column) {
    double sum = 0;
    double[] e = new double[count];
    for (int j = 0; j < count; j++) {
      boolean takesPart = i == j || (column ? negative[j][i] : negative[i][j]);
      e[j] = takesPart ? Math.exp(((column ? s[j][i] : s[i][j]) - 1) / TEMPERATURE) : 0;
      sum += e[j];
    }
    double share = 0.5 / count;
    for (int j = 0; j < count; j++) {
      double d = share * (e[j] / sum - (i == j ? 1 : 0)) / TEMPERATURE;
      if (column) {
        by[j][i] += d;
      } else {
        by[i][j] += d;
      }
    }
    return -share * Math.log(e[i] / sum);
  }

  /** The gradient by embeddings from that by cosines: what would only change the length is 0. */
  private void spread(
      double[][] by,
      double[][] own,
      double[][] others,
      double[] lengths,
      float[] out,
      boolean column) {
    for (int i = 0; i < count; i++) {
      double[] g = new double[width];
      for (int j = 0; j < count; j++) {
        double d = column ? by[j][i] : by[i][j];
        if (d != 0) {
          for (int k = 0; k < width; k++) {
            g[k] += d * others[j][k];
          }
        }
      }
      double along = 0;
      for (int k = 0; k < width; k++) {
        along += g[k] * own[i][k];
      }
      for (int k = 0; k < width; k++) {
        out[k * count + i] = (float) ((g[k] - along * own[i][k]) / lengths[i]);
      }
    }
  }
}
