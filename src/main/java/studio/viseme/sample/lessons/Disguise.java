package studio.viseme.sample.lessons;

import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import studio.viseme.speech.LogMel;

/**
 * Makes another voice, another room and another microphone of a log-mel spectrogram: longer or
 * shorter vocal tracts move the bands, rooms smear energies over time, microphones and codecs bend
 * and cut the spectrum, and something else is always heard. Working on band energies makes each
 * lesson sound new every time at next to no cost.
 */
final class Disguise {
  private static final int BANDS = LogMel.BANDS;
  private static final float FLOOR = (float) Math.log(LogMel.FLOOR);

  /** How many lessons are heard without noise, as in a studio. */
  private static final double QUIET = 0.5;

  private Disguise() {}

  /**
   * @param mel frames × bands
   * @return the same number of frames
   */
  static float[] apply(float[] mel, RandomGenerator random, Set<Augmentation> augmentations) {
    int count = mel.length / BANDS;
    float[] energy = new float[mel.length];
    double length = Math.pow(1.25, random.nextDouble(-1, 1));
    warp(mel, augmentations.contains(Augmentation.FORMANTS) ? length : 1, energy);
    double loudest = 1e-9;
    for (int i = 0; i < energy.length; i++) {
      energy[i] = (float) Math.exp(energy[i]);
      loudest = Math.max(loudest, energy[i]);
    }
    if (random.nextDouble() < 0.6) {
      double seconds = random.nextDouble(0.1, 0.6);
      double share = Math.exp(-random.nextDouble(1, 4));
      if (augmentations.contains(Augmentation.ROOM)) {
        reverberate(energy, seconds, (float) share);
      }
    }
    float[] equalizer = curve(random, 1.2);
    if (!augmentations.contains(Augmentation.MICROPHONE)) {
      Arrays.fill(equalizer, 0);
    }
    float[] noise = curve(random, 1.5);
    double level = loudest * Math.exp(-random.nextDouble(3, 13));
    double swell = random.nextDouble(0, 1.2);
    int cutAbove = random.nextDouble() < 0.25 ? random.nextInt(26, BANDS) : BANDS;
    int cutBelow = random.nextDouble() < 0.25 ? random.nextInt(0, 5) : 0;
    boolean quiet = random.nextDouble() < QUIET;
    if (quiet || !augmentations.contains(Augmentation.NOISE)) {
      level = 0;
    }
    boolean cuts = augmentations.contains(Augmentation.CODEC);
    double tone = 0;
    for (int t = 0; t < count; t++) {
      tone = 0.97 * tone + 0.24 * random.nextGaussian();
      double now = level * Math.exp(swell * tone);
      for (int b = 0; b < BANDS; b++) {
        int i = t * BANDS + b;
        // the energy of noise in a band of a short frame is about chi-squared
        double grain = 0.25 * Math.abs(random.nextGaussian()) + 0.8;
        double sum = energy[i] + now * Math.exp(noise[b]) * grain;
        energy[i] = (float) (Math.log(LogMel.FLOOR + sum) + equalizer[b]);
        if (b >= cutAbove || b < cutBelow) {
          float left = FLOOR + 2 + (float) random.nextGaussian();
          energy[i] = cuts ? Math.min(energy[i], left) : energy[i];
        }
      }
    }
    return energy;
  }

  /** Moves the spectrum along the frequency axis: formants of a shorter or longer vocal tract. */
  private static void warp(float[] mel, double factor, float[] out) {
    double[] from = new double[BANDS];
    for (int b = 0; b < BANDS; b++) {
      double hertz = LogMel.centerHz(b) * factor;
      int low = 0;
      while (low < BANDS - 2 && LogMel.centerHz(low + 1) < hertz) {
        low++;
      }
      double width = LogMel.centerHz(low + 1) - LogMel.centerHz(low);
      from[b] = Math.clamp(low + (hertz - LogMel.centerHz(low)) / width, 0, BANDS - 1.001);
    }
    for (int i = 0; i < mel.length; i++) {
      int row = i / BANDS * BANDS;
      double at = from[i - row];
      int low = (int) at;
      double along = at - low;
      out[i] = (float) ((1 - along) * mel[row + low] + along * mel[row + low + 1]);
    }
  }

  /** Adds a decaying tail to every band. */
  private static void reverberate(float[] energy, double seconds, float share) {
    float keep = (float) Math.pow(10, -6 * 0.01 / seconds);
    float[] tail = new float[BANDS];
    for (int i = 0; i < energy.length; i++) {
      int b = i % BANDS;
      float direct = energy[i];
      energy[i] += share * tail[b];
      tail[b] = keep * tail[b] + (1 - keep) * direct * 3;
    }
  }

  /** A smooth random curve over the bands. */
  private static float[] curve(RandomGenerator random, double deviation) {
    float[] curve = new float[BANDS];
    double tilt = deviation * random.nextGaussian() / BANDS;
    double[] waves = new double[4];
    for (int w = 0; w < waves.length; w++) {
      waves[w] = deviation * 0.5 * random.nextGaussian();
    }
    for (int b = 0; b < BANDS; b++) {
      double x = (b + 0.5) / BANDS;
      double sum = 2 * tilt * (b - BANDS / 2.0);
      for (int w = 0; w < waves.length; w++) {
        sum += waves[w] * Math.cos(Math.PI * (w + 1) * x);
      }
      curve[b] = (float) sum;
    }
    return curve;
  }
}
