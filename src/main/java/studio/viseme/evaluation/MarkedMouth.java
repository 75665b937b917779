package studio.viseme.evaluation;

import studio.viseme.capture.ClipInfo;

/**
 * Whether a mouth that says a marked recording does what the marks say. A closure closes when the
 * lips look closed in a frame that it touches, or in one beside its middle. In silence a mouth is
 * shut when it looks closed; the first and the last {@value #MARGIN} s of a silence, in which it
 * comes to rest and gets ready, don't count, unless the recording begins or ends with it.
 *
 * @param marked closures that count
 * @param closed how many of them close
 * @param silent frames in silence
 * @param shut how many of them are shut
 */
public record MarkedMouth(int marked, int closed, int silent, int shut) {
  private static final double MARGIN = 0.12;

  /** What {@link #closures} and {@link #silence} should be. */
  public static final double CLOSURES_GOAL = 0.75;

  public static final double SILENCE_GOAL = 1;

  /** The share of marked closures that close; NaN where none is marked. */
  public double closures() {
    return marked == 0 ? Double.NaN : (double) closed / marked;
  }

  /** The share of silent frames that are shut; NaN where there is none. */
  public double silence() {
    return silent == 0 ? Double.NaN : (double) shut / silent;
  }

  /** Which frames have to be looked at. */
  public static boolean[] frames(SpeechMarks marks, int count) {
    boolean[] wanted = new boolean[count];
    for (SpeechMarks.Closure closure : marks.closures()) {
      if (closure.counts()) {
        for (int i = Math.max(0, first(closure)); i <= Math.min(count - 1, last(closure)); i++) {
          wanted[i] = true;
        }
      }
    }
    for (int i = 0; i < count; i++) {
      wanted[i] |= isSilent(marks, i, count);
    }
    return wanted;
  }

  /**
   * @param gap opening of the lips in each frame, centimetres, NaN where it wasn't measured
   */
  public static MarkedMouth of(SpeechMarks marks, double[] gap) {
    int marked = 0;
    int closed = 0;
    for (SpeechMarks.Closure closure : marks.closures()) {
      int from = Math.max(0, first(closure));
      int to = Math.min(gap.length - 1, last(closure));
      boolean closes = false;
      for (int i = from; i <= to; i++) {
        closes |= gap[i] < FilmMeter.CLOSES_CM;
      }
      marked += closure.counts() && from <= to ? 1 : 0;
      closed += closure.counts() && closes ? 1 : 0;
    }
    int silent = 0;
    int shut = 0;
    for (int i = 0; i < gap.length; i++) {
      if (!Double.isNaN(gap[i]) && isSilent(marks, i, gap.length)) {
        silent++;
        shut += gap[i] < FilmMeter.CLOSES_CM ? 1 : 0;
      }
    }
    return new MarkedMouth(marked, closed, silent, shut);
  }

  private static int first(SpeechMarks.Closure closure) {
    return Math.min((int) (closure.start() * ClipInfo.FPS), middle(closure) - 1);
  }

  private static int last(SpeechMarks.Closure closure) {
    return Math.max((int) (closure.end() * ClipInfo.FPS), middle(closure) + 1);
  }

  private static int middle(SpeechMarks.Closure closure) {
    return (int) ((closure.start() + closure.end()) / 2 * ClipInfo.FPS);
  }

  private static boolean isSilent(SpeechMarks marks, int frame, int count) {
    double from = (double) frame / ClipInfo.FPS;
    double to = (frame + 1.0) / ClipInfo.FPS;
    double end = (double) count / ClipInfo.FPS;
    for (SpeechMarks.Silence silence : marks.silences()) {
      double first = silence.start() == 0 ? 0 : silence.start() + MARGIN;
      double last =
          silence.end() > end - 1.5 / ClipInfo.FPS ? silence.end() : silence.end() - MARGIN;
      if (from >= first && to <= last) {
        return true;
      }
    }
    return false;
  }
}
