package studio.viseme.avatar.syncgaussian;

import java.util.Arrays;
import java.util.SplittableRandom;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;

/**
 * What an ear makes of the sounds that a mouth is learned from.
 *
 * @param taps fitted on the clip's own sound before its held-out part
 * @param speech that sound
 * @param silence {@value #SILENCE_SECONDS} seconds of faint noises, the first of them nothing at
 *     all
 */
record Sounds(SpeechTaps taps, FeatureSequence speech, FeatureSequence silence) {
  static final double SILENCE_SECONDS = 8;

  /** The loudness of the faint noises that silence is made of, full scale being 1. */
  private static final float[] NOISES = {0, 1e-4f, 3e-4f, 1e-3f};

  static Sounds of(SpeechEncoder encoder, Capture capture, long seed) {
    double seconds = (double) capture.clip().firstHeldOutFrame() / ClipInfo.FPS;
    FeatureSequence speech = encoder.encode(trainingSound(capture));
    SpeechTaps taps = SpeechTaps.fit(SpeechTaps.windowFor(encoder), speech, seconds).listening(0);
    return new Sounds(taps, speech, encoder.encode(silence(seed)));
  }

  /** The same of a clip whose sound is behind its lips. */
  Sounds listening(float seconds) {
    return new Sounds(taps.listening(seconds), speech, silence);
  }

  /** The sound up to the first held-out frame. */
  private static float[] trainingSound(Capture capture) {
    float[] all = capture.speech();
    long samples = ClipInfo.samples(capture.clip().firstHeldOutFrame());
    return Arrays.copyOf(all, (int) Math.min(all.length, samples));
  }

  /** Faint noises, each as long as the others. */
  private static float[] silence(long seed) {
    int each = (int) (SILENCE_SECONDS * SpeechEncoder.SAMPLE_RATE) / NOISES.length;
    float[] sound = new float[each * NOISES.length];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < sound.length; i++) {
      sound[i] = NOISES[i / each] * (float) random.nextGaussian();
    }
    return sound;
  }
}
