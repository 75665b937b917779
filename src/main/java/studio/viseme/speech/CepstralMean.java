package studio.viseme.speech;

/**
 * The mean cepstrum of a voice through a microphone, followed as the sound goes on. Only frames
 * within reach of the loud ones count: otherwise a long pause would become the mean, and the room's
 * noise, less the mean of itself, would sound like a mumble.
 */
final class CepstralMean {
  /** What the model's makers begin with ({@code -cmninit}), and its weight in frames. */
  private static final float[] FIRST = {40, 3, -1};

  private static final float FIRST_WEIGHT = 30;

  /** The loud moments are forgotten by this much a frame: 20 dB in four minutes. */
  private static final float FORGETTING = 0.001f;

  private final float memory;
  private final float margin;
  private final float[] mean = new float[Cepstra.COUNT];
  private float weight = FIRST_WEIGHT;
  private float peak = Float.NEGATIVE_INFINITY;

  /**
   * @param memory frames that count, the older ones less and less
   * @param margin how far below the loudest a frame counts, in units of the first cepstrum
   */
  CepstralMean(float memory, float margin) {
    this.memory = memory;
    this.margin = margin;
    System.arraycopy(FIRST, 0, mean, 0, FIRST.length);
  }

  /** Takes in the next frame. */
  void add(float[] cepstra, int offset) {
    peak = Math.max(peak - FORGETTING, cepstra[offset]);
    if (cepstra[offset] < peak - margin) {
      return;
    }
    weight = Math.min(weight + 1, memory);
    for (int i = 0; i < mean.length; i++) {
      mean[i] += (cepstra[offset + i] - mean[i]) / weight;
    }
  }

  float get(int i) {
    return mean[i];
  }
}
