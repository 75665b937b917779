package studio.viseme.speech;

import java.util.Arrays;

/**
 * Any phone may follow any other: the hidden Markov model that says, of a stream of state scores,
 * which phone it is at each moment. Each answer has heard the whole past and a fixed stretch of the
 * future ("fixed-lag smoothing"), so that it is the same however the sound is cut.
 *
 * <p>Forward and backward passes run on probabilities, scaled to sum 1 at every frame.
 */
final class PhoneLoop {
  private static final int STATES = AcousticModel.STATES;

  /** A state that explains a frame this much worse than the best is as good as impossible. */
  private static final float LEAST_LIKELIHOOD = 1e-25f;

  private final int phones;
  private final int states;
  private final int lag;
  private final float scale;
  private final float[] stay;
  private final float[] enter;

  private final float[] forward;
  private final float[] likelihood;
  private final FloatList likelihoods = new FloatList();
  private final FloatList forwards = new FloatList();

  /**
   * @param lag frames of the future that an answer waits for
   * @param scale of log likelihoods: frames beside each other say the same again
   * @param enter the weight of going from the end of any phone to the beginning of this one
   */
  PhoneLoop(AcousticModel model, int lag, float scale, float[] enter) {
    this.phones = model.phones().size();
    this.states = phones * STATES;
    this.lag = lag;
    this.scale = scale;
    this.stay = model.stay();
    this.enter = enter.clone();
    this.forward = new float[states];
    this.likelihood = new float[states];
    for (int phone = 0; phone < phones; phone++) {
      forward[phone * STATES + STATES - 1] = 1f / phones;
    }
  }

  /**
   * Takes the log likelihoods of the states in one frame.
   *
   * @return whether a phone vector was written: that of the frame {@code lag} frames before
   */
  boolean add(float[] scores, int offset, float[] posteriors, int to) {
    observe(scores, offset);
    if (likelihoods.size() <= lag * states) {
      return false;
    }
    answer(posteriors, to);
    return true;
  }

  /** Frames whose answer is still waited for. */
  int waiting() {
    return likelihoods.size() / states;
  }

  /** Answers for the next frame by what was heard so far. */
  void answer(float[] posteriors, int to) {
    float[] backward = new float[states];
    Arrays.fill(backward, 1);
    float[] weighted = new float[states];
    for (int t = waiting() - 1; t > 0; t--) {
      for (int s = 0; s < states; s++) {
        weighted[s] = backward[s] * likelihoods.get(t * states + s);
      }
      step(weighted, backward);
    }
    double total = 0;
    for (int s = 0; s < states; s++) {
      total += forwards.get(s) * backward[s];
    }
    for (int phone = 0; phone < phones; phone++) {
      double sum = 0;
      for (int s = phone * STATES; s < (phone + 1) * STATES; s++) {
        sum += forwards.get(s) * backward[s];
      }
      posteriors[to + phone] = (float) (sum / total);
    }
    likelihoods.drop(states);
    forwards.drop(states);
  }

  /** One frame backwards. */
  private void step(float[] weighted, float[] backward) {
    float next = 0;
    for (int phone = 0; phone < phones; phone++) {
      next += enter[phone] * weighted[phone * STATES];
    }
    float sum = 0;
    for (int s = 0; s < states; s++) {
      float leave = s % STATES == STATES - 1 ? next : weighted[s + 1];
      backward[s] = stay[s] * weighted[s] + (1 - stay[s]) * leave;
      sum += backward[s];
    }
    for (int s = 0; s < states; s++) {
      backward[s] /= sum;
    }
  }

  /** One frame forwards. */
  private void observe(float[] scores, int offset) {
    float best = Float.NEGATIVE_INFINITY;
    for (int s = 0; s < states; s++) {
      best = Math.max(best, scores[offset + s]);
    }
    for (int s = 0; s < states; s++) {
      double relative = scale * (scores[offset + s] - best);
      likelihood[s] = Math.max(LEAST_LIKELIHOOD, (float) Math.exp(relative));
    }
    likelihoods.add(likelihood);
    float left = 0;
    for (int s = STATES - 1; s < states; s += STATES) {
      left += forward[s] * (1 - stay[s]);
    }
    float sum = 0;
    for (int s = states - 1; s >= 0; s--) {
      float come = s % STATES == 0 ? left * enter[s / STATES] : forward[s - 1] * (1 - stay[s - 1]);
      forward[s] = (forward[s] * stay[s] + come) * likelihood[s];
      sum += forward[s];
    }
    for (int s = 0; s < states; s++) {
      forward[s] /= sum;
    }
    forwards.add(forward);
  }
}
