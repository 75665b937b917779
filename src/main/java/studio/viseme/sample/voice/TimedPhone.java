package studio.viseme.sample.voice;

/**
 * A sound with its place in time, seconds.
 *
 * @param stress 1 for the stressed vowel of a word, 2 for one with a secondary stress, 0 for all
 *     others
 * @param sentence number of the sentence it belongs to, from 0
 */
public record TimedPhone(Phone phone, int stress, double start, double end, int sentence) {
  public double middle() {
    return (start + end) / 2;
  }

  public double duration() {
    return end - start;
  }
}
