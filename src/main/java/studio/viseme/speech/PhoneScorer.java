package studio.viseme.speech;

/**
 * How likely a frame is in each state of the acoustic model. Almost all the time of phone
 * posteriors is spent here, in {@link #distances}.
 */
final class PhoneScorer {
  /** Gaussians whose density is this far below their codebook's best, in nepers, are left out. */
  private static final float FAINTEST = 12;

  private static final int CEPSTRA = AcousticModel.CEPSTRA;
  private static final int GAUSSIANS = AcousticModel.GAUSSIANS;
  private static final int STREAMS = AcousticModel.STREAMS;
  private static final int STATES = AcousticModel.STATES;

  private final AcousticModel model;

  PhoneScorer(AcousticModel model) {
    this.model = model;
  }

  /** States, three a phone. */
  int states() {
    return model.phones().size() * STATES;
  }

  /**
   * Log likelihoods of frames, by frame × state.
   *
   * @param features 39 values a frame: cepstra less their mean, slope, curvature
   */
  void score(float[] features, int frames, float[] scores, int offset) {
    int states = states();
    float[] density = new float[GAUSSIANS];
    int codebooks = model.phones().size() * STREAMS;
    // A codebook stays in the cache while all frames pass by it.
    for (int codebook = 0; codebook < codebooks; codebook++) {
      int phone = codebook / STREAMS;
      int stream = codebook % STREAMS;
      for (int t = 0; t < frames; t++) {
        distances(codebook, features, (t * STREAMS + stream) * CEPSTRA, density);
        mix(phone, stream, density, scores, offset + t * states);
      }
    }
  }

  /** The log densities of a codebook's Gaussians. */
  private void distances(int codebook, float[] features, int at, float[] density) {
    float[] means = model.means();
    float[] precisions = model.precisions();
    System.arraycopy(model.constants(), codebook * GAUSSIANS, density, 0, GAUSSIANS);
    int base = codebook * CEPSTRA * GAUSSIANS;
    for (int i = 0; i < CEPSTRA; i++) {
      float x = features[at + i];
      int row = base + i * GAUSSIANS;
      for (int k = 0; k < GAUSSIANS; k++) {
        float d = x - means[row + k];
        density[k] -= d * d * precisions[row + k];
      }
    }
  }

  /** Adds the log of each state's mixture to its score. */
  private void mix(int phone, int stream, float[] density, float[] scores, int offset) {
    float best = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < GAUSSIANS; k++) {
      best = Math.max(best, density[k]);
    }
    float[] weights = model.weights();
    int first = (phone * STATES * STREAMS + stream) * GAUSSIANS;
    int step = STREAMS * GAUSSIANS;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float faintest = best - FAINTEST;
    for (int k = 0; k < GAUSSIANS; k++) {
      if (density[k] > faintest) {
        float share = (float) Math.exp(density[k] - best);
        sum0 += weights[first + k] * share;
        sum1 += weights[first + step + k] * share;
        sum2 += weights[first + 2 * step + k] * share;
      }
    }
    int state = offset + phone * STATES;
    scores[state] += best + (float) Math.log(sum0);
    scores[state + 1] += best + (float) Math.log(sum1);
    scores[state + 2] += best + (float) Math.log(sum2);
  }
}
