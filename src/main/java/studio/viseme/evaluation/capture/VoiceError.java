package studio.viseme.evaluation.capture;

/**
 * How far voice activity is from the known times of speech.
 *
 * @param missed share of the frames with speech that are said to be silent
 * @param invented share of the silent frames that are said to have speech
 */
record VoiceError(double missed, double invented) {
  static VoiceError of(boolean[] truth, boolean[] found) {
    int spoken = 0;
    int silent = 0;
    int missed = 0;
    int invented = 0;
    for (int t = 0; t < Math.min(truth.length, found.length); t++) {
      if (truth[t]) {
        spoken++;
        missed += found[t] ? 0 : 1;
      } else {
        silent++;
        invented += found[t] ? 1 : 0;
      }
    }
    return new VoiceError(
        spoken == 0 ? 0 : (double) missed / spoken, silent == 0 ? 0 : (double) invented / silent);
  }
}
