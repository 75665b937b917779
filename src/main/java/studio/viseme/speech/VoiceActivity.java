package studio.viseme.speech;

import java.util.Arrays;
import studio.viseme.job.Workers;

/**
 * Where somebody speaks. For each mel band it follows the noise between the syllables, and calls
 * speech what stands out of that noise in many bands at once ({@link SpeechDivergence}), for long
 * enough ({@link SpeechRuns}). A hum or a whistle stands out in few bands and steady noise stands
 * out in none, however loud they are.
 *
 * <p>A flag has heard all that came before and about {@value #AHEAD_SECONDS} seconds of what comes
 * after: an hour of sound takes no more memory than a minute, and pieces give the flags of the
 * whole.
 */
public final class VoiceActivity {
  /** Seconds of sound after a moment that its flag waits for, at most. */
  public static final double AHEAD_SECONDS = 12.5;

  private VoiceActivity() {}

  /**
   * Whether there is speech, one flag a video frame.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   * @param fps video frames a second
   * @param frames how many flags; frame i lasts from i / fps to (i + 1) / fps seconds
   */
  public static boolean[] detect(float[] samples, double fps, int frames) {
    Stream stream = stream(fps);
    boolean[] flags = new boolean[frames];
    int count = 0;
    for (int at = 0; at < samples.length; at += SpeechEncoder.PIECE) {
      int to = Math.min(samples.length, at + SpeechEncoder.PIECE);
      count = copy(stream.append(samples, at, to), flags, count);
    }
    copy(stream.finish(), flags, count);
    return flags;
  }

  private static int copy(boolean[] from, boolean[] to, int at) {
    int count = Math.min(from.length, to.length - at);
    System.arraycopy(from, 0, to, at, count);
    return at + count;
  }

  /**
   * Begins a sound that arrives in pieces.
   *
   * @param fps video frames a second
   */
  public static Stream stream(double fps) {
    return new Stream(fps);
  }

  /** A sound in pieces. One thread at a time. */
  public static final class Stream {
    private final SpeechStream vectors;
    private final double vectorsPerFrame;
    private final SpeechDivergence divergence = new SpeechDivergence();
    private final SpeechRuns runs = new SpeechRuns();
    private final FloatList divergences = new FloatList();

    /** By vector, from {@link #first} on. */
    private final FloatList speech = new FloatList();

    private long first;
    private long frames;

    private Stream(double fps) {
      LogMel encoder = new LogMel();
      this.vectors = encoder.stream(Workers.sameThread());
      this.vectorsPerFrame = encoder.rate() / fps;
    }

    /**
     * Takes the next samples, those from {@code from} to {@code to − 1}, and gives the flags that
     * are certain now.
     */
    public boolean[] append(float[] samples, int from, int to) {
      divergence.append(vectors.append(samples, from, to), divergences);
      runs.append(divergences, speech);
      return flags(false);
    }

    /** Ends the sound and gives the rest: to the last frame that holds any of it. */
    public boolean[] finish() {
      divergence.append(vectors.finish(), divergences);
      divergence.finish(divergences);
      runs.append(divergences, speech);
      runs.finish(speech);
      return flags(true);
    }

    private boolean[] flags(boolean last) {
      long known = first + speech.size();
      boolean[] flags = new boolean[(int) (speech.size() / vectorsPerFrame) + 2];
      int count = 0;
      for (; last ? begin(frames) < known : end(frames) <= known; frames++) {
        int on = 0;
        long end = Math.min(known, end(frames));
        for (long t = begin(frames); t < end; t++) {
          on += speech.get((int) (t - first)) > 0 ? 1 : 0;
        }
        flags[count++] = 2 * on >= Math.max(1, end - begin(frames));
      }
      long needed = Math.min(known, begin(frames));
      speech.drop((int) (needed - first));
      first = needed;
      return Arrays.copyOf(flags, count);
    }

    private long begin(long frame) {
      return Math.round(frame * vectorsPerFrame);
    }

    private long end(long frame) {
      return Math.max(begin(frame) + 1, begin(frame + 1));
    }
  }
}
