package studio.viseme.speech.syncenhanced;

import java.util.Random;
import studio.viseme.speech.FeatureSequence;

/**
 * Two sources of a sound that never was, a hundred vectors a second, and what the mouth does: half
 * of it is told by one source, half by the other.
 */
final class FakeSources {
  static final int TEXT = 5;
  static final int VISUAL = 4;

  final FeatureSequence text;
  final FeatureSequence visual;
  final float[][] mouths;

  FakeSources(int frames, long seed) {
    Random random = new Random(seed);
    float[] said = smooth(random, frames * 4, TEXT);
    float[] looks = smooth(random, frames * 4, VISUAL);
    text = new FeatureSequence(TEXT, 100, said);
    visual = new FeatureSequence(VISUAL, 100, looks);
    mouths = new float[frames][2];
    for (int i = 0; i < frames; i++) {
      int middle = 4 * i + 2;
      mouths[i][0] = said[middle * TEXT] + 0.2f * looks[middle * VISUAL];
      mouths[i][1] = looks[middle * VISUAL + 1];
    }
  }

  private static float[] smooth(Random random, int count, int width) {
    float[] values = new float[count * width];
    for (int i = 0; i < values.length; i++) {
      float before = i < width ? 0 : values[i - width];
      values[i] = 0.95f * before + 0.31f * (float) random.nextGaussian();
    }
    return values;
  }
}
