package studio.viseme.speech;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How loud speech is where somebody speaks (the idea of ITU-T P.56: pauses don't count). A mouth
 * learns from one recording how loud a word is; another microphone or a synthetic voice is brought
 * to the same level before it is listened to.
 */
public final class SpeechLevel {
  /** No recording is that far off; what asks for more holds hardly any speech. Decibels. */
  private static final double GREATEST_GAIN = 30;

  private static final double FRAMES_A_SECOND = 25;

  private SpeechLevel() {}

  /**
   * The mean power of the moments with speech, decibels relative to 1.
   *
   * @param samples mono, {@link SpeechEncoder#SAMPLE_RATE}, −1..1
   * @return NaN when nobody speaks
   */
  public static double decibels(float[] samples) {
    Meter meter = new Meter();
    for (int at = 0; at < samples.length; at += SpeechEncoder.PIECE) {
      meter.append(samples, at, Math.min(samples.length, at + SpeechEncoder.PIECE));
    }
    return meter.finish();
  }

  /**
   * A copy of the speech as loud as another; unchanged when one of them has no speech. May exceed
   * −1..1.
   */
  public static float[] matched(float[] speech, float[] reference) {
    float[] matched = speech.clone();
    float factor = factor(decibels(speech), decibels(reference));
    for (int i = 0; i < matched.length; i++) {
      matched[i] *= factor;
    }
    return matched;
  }

  /**
   * By what speech is multiplied to become as loud as another: 1 when one of them has no speech.
   *
   * @param decibels of the speech, or NaN
   * @param wanted of the other, or NaN
   */
  public static float factor(double decibels, double wanted) {
    double gain = Math.clamp(wanted - decibels, -GREATEST_GAIN, GREATEST_GAIN);
    return Double.isNaN(gain) ? 1 : (float) Math.pow(10, gain / 20);
  }

  /**
   * Measures a sound that arrives in pieces; the pieces don't change the result. Keeps what {@link
   * VoiceActivity} waits for.
   */
  public static final class Meter {
    private static final int FRAME = (int) (SpeechEncoder.SAMPLE_RATE / FRAMES_A_SECOND);

    private final VoiceActivity.Stream activity = VoiceActivity.stream(FRAMES_A_SECOND);

    /** Σ sample² of the frames that nobody knows yet whether somebody speaks in. */
    private final Deque<Double> unknown = new ArrayDeque<>();

    private double frame;
    private int inFrame;
    private double power;
    private long count;

    /** Takes samples {@code from} … {@code to − 1}. */
    public void append(float[] samples, int from, int to) {
      for (int i = from; i < to; i++) {
        frame += samples[i] * samples[i];
        if (++inFrame == FRAME) {
          unknown.add(frame);
          frame = 0;
          inFrame = 0;
        }
      }
      take(activity.append(samples, from, to));
    }

    /** Ends the sound: what {@link SpeechLevel#decibels} says of the whole. */
    public double finish() {
      take(activity.finish());
      return count == 0 || power == 0 ? Double.NaN : 10 * Math.log10(power / count);
    }

    private void take(boolean[] speaks) {
      for (boolean speech : speaks) {
        Double sum = unknown.poll();
        if (speech && sum != null) {
          power += sum;
          count += FRAME;
        }
      }
    }
  }
}
