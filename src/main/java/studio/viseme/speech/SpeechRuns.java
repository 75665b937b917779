package studio.viseme.speech;

/**
 * From how far moments stand out of the noise to where somebody speaks: a run begins at one
 * threshold and ends at a lower one, must last, and is lengthened a little at both ends. A run that
 * waits for its threshold is remembered for two seconds, no longer, so that the answer to a moment
 * doesn't depend on what comes long after.
 */
final class SpeechRuns {
  /** Divergence at which speech begins, and below which it may end. */
  private static final float ONSET = 0.62f;

  private static final float RELEASE = 0.36f;

  /** In vectors of 10 ms: shorter speech is a click, shorter pauses are closures of plosives. */
  private static final int SHORTEST_SPEECH = 8;

  private static final int HANGOVER = 12;
  private static final int LEAD = 4;
  private static final int PATIENCE = 200;

  private static final float SPEECH = 1;

  /** 1 for speech, 0 for none, from the first moment on that wasn't given out. */
  private final FloatList flags = new FloatList();

  private long position;
  private long given;

  /** Moments since the run began; 0 when there is none. */
  private long length;

  private boolean loudEnough;
  private boolean accepted;
  private int hangover;

  /** Takes the next moments and adds to {@code speech} what is certain now, 1 or 0. */
  void append(FloatList divergence, FloatList speech) {
    for (int i = 0; i < divergence.size(); i++) {
      next(divergence.get(i));
    }
    divergence.drop(divergence.size());
    long waiting = accepted ? 0 : Math.min(length, PATIENCE) + LEAD;
    give((int) Math.max(0, position - waiting - given), speech);
  }

  /** Ends the sound and adds the rest. */
  void finish(FloatList speech) {
    give(flags.size(), speech);
  }

  private void next(float divergence) {
    if (divergence < RELEASE) {
      hangover = accepted ? HANGOVER : hangover;
      length = 0;
      loudEnough = false;
      accepted = false;
    } else {
      length++;
      loudEnough |= divergence >= ONSET;
    }
    flags.add(accepted || hangover > 0 ? SPEECH : 0);
    hangover = Math.max(0, hangover - 1);
    position++;
    if (!accepted && loudEnough && length >= SHORTEST_SPEECH) {
      accepted = true;
      int back = (int) Math.min(Math.min(length, PATIENCE) + LEAD, flags.size());
      for (int i = flags.size() - back; i < flags.size(); i++) {
        flags.set(i, SPEECH);
      }
    }
  }

  private void give(int count, FloatList speech) {
    speech.add(flags.head(count));
    flags.drop(count);
    given += count;
  }
}
