package studio.viseme.speech;

import org.jspecify.annotations.Nullable;
import studio.viseme.job.Workers;

/**
 * Brings mouths and voices, anybody's, into one space, to judge whether they fit: our own expert,
 * for the protocol of SyncNet (Chung and Zisserman 2016, "Out of time: automated lip sync in the
 * wild").
 *
 * <p>Both sides are brought to the same three tracks, 25 values a second: opening of the lips,
 * width of the mouth, drop of the jaw. Of a film they are measured; of a sound a {@link LipNet}
 * says them, one that learned from other voices than the encoder {@code lips} did and from no real
 * person. Each track is taken less its mean and over its standard deviation, since how far somebody
 * opens the mouth is a habit; an embedding is nine frames of the three, brought to length 1.
 *
 * <p>Immutable and thread-safe.
 */
public final class SyncExpert {
  /** Frames a second. */
  public static final int RATE = HeardMouth.RATE;

  private static final int TRACKS = 3;
  private static final int HALF_WINDOW = 4;
  private static final int WINDOW = 2 * HALF_WINDOW + 1;

  private static final String RESOURCE = "/speech/sync.safetensors";

  private final LipEncoder encoder;

  /** The expert that comes with the program. */
  public SyncExpert() {
    this(LipNet.bundled(RESOURCE));
  }

  SyncExpert(LipNet net) {
    this.encoder = new LipEncoder(net);
  }

  /**
   * What the mouth of a voice should do.
   *
   * @param samples mono speech at 16 kHz, sample 0 at the start of frame 0
   * @return an embedding a frame, 27 values of length 1; null where the mouth isn't known
   */
  public float[] @Nullable [] hear(float[] samples, Workers workers) {
    HeardMouth mouth = HeardMouth.of(encoder, samples, workers);
    return embed(mouth.gap(), mouth.width(), mouth.jaw());
  }

  /**
   * What the mouth in a film does, 25 frames a second. Units don't matter, as long as a nod, a turn
   * or a step back changes nothing: {@code face.MouthState} has such values. NaN where a frame
   * shows no face.
   *
   * @param gap between the inner borders of the lips
   * @param width between the corners
   * @param jaw how far the chin has dropped
   * @return as {@link #hear} gives them
   */
  public float[] @Nullable [] see(float[] gap, float[] width, float[] jaw) {
    return embed(gap, width, jaw);
  }

  private static float[] @Nullable [] embed(float[]... tracks) {
    int count = tracks[0].length;
    float[][] scores = new float[TRACKS][];
    for (int k = 0; k < TRACKS; k++) {
      if (tracks[k].length != count) {
        throw new IllegalArgumentException("tracks of different lengths");
      }
      scores[k] = standardized(tracks[k]);
    }
    float[] @Nullable [] frames = new float[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = window(scores, i);
    }
    return frames;
  }

  private static float[] standardized(float[] track) {
    double sum = 0;
    double squares = 0;
    int known = 0;
    for (float v : track) {
      if (!Float.isNaN(v)) {
        sum += v;
        squares += (double) v * v;
        known++;
      }
    }
    double mean = sum / Math.max(1, known);
    double deviation = Math.sqrt(Math.max(1e-12, squares / Math.max(1, known) - mean * mean));
    float[] out = new float[track.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) ((track[i] - mean) / deviation);
    }
    return out;
  }

  private static float @Nullable [] window(float[][] scores, int center) {
    float[] window = new float[WINDOW * TRACKS];
    int last = scores[0].length - 1;
    double squares = 1e-12;
    for (int j = 0; j < WINDOW; j++) {
      int at = Math.clamp(center - HALF_WINDOW + j, 0, last);
      for (int k = 0; k < TRACKS; k++) {
        float v = scores[k][at];
        if (Float.isNaN(v)) {
          return null;
        }
        window[j * TRACKS + k] = v;
        squares += v * v;
      }
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= (float) Math.sqrt(squares);
    }
    return window;
  }
}
