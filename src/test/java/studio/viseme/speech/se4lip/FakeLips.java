package studio.viseme.speech.se4lip;

import java.util.Arrays;
import java.util.Random;

/**
 * A film in which a stripe of light is as wide as the sound is loud: syllables of random loudness,
 * five a second, and a mouth that opens with them.
 */
final class FakeLips {
  final float[] sound;
  final LipPictures pictures;

  FakeLips(int frames, long seed) {
    Random random = new Random(seed);
    double[] loudness = new double[frames];
    for (int f = 0; f < frames; f++) {
      loudness[f] = f % 5 == 0 ? random.nextDouble() : loudness[f - 1];
    }
    sound = new float[frames * 640];
    for (int i = 0; i < sound.length; i++) {
      double level = loudness[i / 640];
      double voice = Math.sin(i * 0.05) + Math.sin(i * 0.31) + 0.5 * random.nextGaussian();
      sound[i] = (float) (0.3 * level * level * voice);
    }
    byte[][] lips = new byte[frames][LipPictures.SIZE];
    for (int f = 0; f < frames; f++) {
      int open = (int) (1 + loudness[f] * 20);
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < LipPictures.HEIGHT; y++) {
          byte value = (byte) (Math.abs(y - LipPictures.HEIGHT / 2) < open ? 20 : 160);
          int from = (c * LipPictures.HEIGHT + y) * LipPictures.WIDTH;
          Arrays.fill(lips[f], from, from + LipPictures.WIDTH, value);
        }
      }
    }
    boolean[] voiced = new boolean[frames];
    Arrays.fill(voiced, true);
    pictures = new LipPictures(lips, voiced, new int[frames]);
  }
}
