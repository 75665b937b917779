package studio.viseme.evaluation.hearing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.viseme.avatar.syncgaussian.HearingTrial.Ear;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.speech.FeatureSequence;

/**
 * An ear that hears no sound, but knows which word is said, and which third of it: what a perfect
 * recogniser would tell. Words that aren't said before the held-out part are unknown to it.
 */
final class SpokenWords {
  static final double RATE = 100;
  private static final int THIRDS = 3;
  private static final int SILENT_VECTORS = 800;

  private SpokenWords() {}

  static boolean isSilence(Word word) {
    return word.text().equals("sil") || word.text().equals("sp");
  }

  /** An ear that hears the sound, and knows the words too. */
  static Ear beside(Ear sound, Ear words) {
    return new Ear(
        sound.name() + "+" + words.name(),
        beside(sound.training(), words.training()),
        beside(sound.whole(), words.whole()),
        beside(sound.silence(), words.silence()));
  }

  private static FeatureSequence beside(FeatureSequence a, FeatureSequence b) {
    int count = Math.min(a.count(), b.count());
    int width = a.width() + b.width();
    float[] values = new float[count * width];
    for (int t = 0; t < count; t++) {
      System.arraycopy(a.data(), t * a.width(), values, t * width, a.width());
      System.arraycopy(b.data(), t * b.width(), values, t * width + a.width(), b.width());
    }
    return new FeatureSequence(width, a.rate(), values);
  }

  /** What it hears of a clip. */
  static Ear ear(List<Word> words, ClipInfo clip) {
    double heldOut = (double) clip.firstHeldOutFrame() / ClipInfo.FPS;
    Map<String, Integer> known = new LinkedHashMap<>();
    for (Word word : words) {
      if (!isSilence(word) && word.end() <= heldOut) {
        known.putIfAbsent(word.text(), known.size());
      }
    }
    int width = THIRDS * Math.max(1, known.size());
    int count = (int) (clip.frames() * RATE / ClipInfo.FPS);
    float[] values = new float[count * width];
    for (Word word : words) {
      Integer place = known.get(word.text());
      int first = (int) Math.ceil(word.start() * RATE);
      double length = (word.end() - word.start()) * RATE;
      for (int t = first; place != null && t < Math.min(count, word.end() * RATE); t++) {
        int third = Math.min(THIRDS - 1, (int) (THIRDS * (t - word.start() * RATE) / length));
        values[t * width + THIRDS * place + third] = 1;
      }
    }
    int training = (int) (heldOut * RATE);
    return new Ear(
        "words",
        new FeatureSequence(width, RATE, Arrays.copyOf(values, training * width)),
        new FeatureSequence(width, RATE, values),
        new FeatureSequence(width, RATE, new float[SILENT_VECTORS * width]));
  }
}
