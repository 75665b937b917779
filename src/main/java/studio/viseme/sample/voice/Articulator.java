package studio.viseme.sample.voice;

import java.util.List;
import studio.viseme.math.Ramp;

/**
 * Turns a sequence of sounds into the movement of a mouth. Each sound pulls at the articulators
 * around its own moment, and what they do is the mean of all pulls weighted by how strong each is:
 * dominance functions after Cohen and Massaro (1993), "Modeling coarticulation in synthetic visual
 * speech". What must be reached (lips that meet for m, b, p; the lip under the teeth for f, v) is
 * reached whatever the neighbours want.
 */
public final class Articulator {
  /** The mouth is where it should be this much before the sound is heard, seconds. */
  private static final double LEAD = 0.02;

  /**
   * How far a pull reaches beyond half a sound, seconds: jaw and gap, width and protrusion, tongue.
   */
  private static final double[] REACH = {0.050, 0.045, 0.085, 0.085, 0.04, 0.04, 0.035};

  private static final double NEIGHBOURHOOD = 0.45;

  private final List<TimedPhone> phones;

  public Articulator(List<TimedPhone> phones) {
    this.phones = phones;
  }

  /** The mouth at a moment of the sound. */
  public MouthShape at(double seconds) {
    double t = seconds + LEAD;
    double[] sum = new double[MouthShape.SIZE];
    double[] weight = new double[MouthShape.SIZE];
    double closing = 0;
    double tucking = 0;
    for (int i = first(t - NEIGHBOURHOOD);
        i < phones.size() && phones.get(i).start() < t + NEIGHBOURHOOD;
        i++) {
      TimedPhone p = phones.get(i);
      Phone end = p.phone().glidesTo();
      if (end == p.phone()) {
        pull(p.phone(), p.middle(), p.duration(), 1, t, sum, weight);
      } else {
        pull(p.phone(), p.start() + 0.30 * p.duration(), 0.6 * p.duration(), 1, t, sum, weight);
        pull(end, p.start() + 0.85 * p.duration(), 0.4 * p.duration(), 1, t, sum, weight);
      }
      double hold = window(t, p.start() + 0.005, p.end() - 0.2 * p.duration(), 0.055);
      if (p.phone().isBilabial()) {
        closing = Math.max(closing, hold);
      }
      if (p.phone() == Phone.F || p.phone() == Phone.V) {
        tucking = Math.max(tucking, hold);
      }
    }
    double[] v = new double[MouthShape.SIZE];
    for (int k = 0; k < v.length; k++) {
      v[k] = sum[k] / Math.max(1e-9, weight[k]);
    }
    double gap = Math.min(v[1], v[0] + 0.55);
    gap = Ramp.mix(gap, 0.30, tucking) * (1 - closing);
    double protrusion = v[3] * (1 - 0.6 * tucking);
    return new MouthShape(v[0], gap, v[2], protrusion, tucking * (1 - closing), closing, v[6]);
  }

  private static void pull(
      Phone phone,
      double middle,
      double duration,
      double share,
      double t,
      double[] sum,
      double[] weight) {
    Phone.Articulation a = phone.articulation();
    double[] target = a.shape().toArray();
    for (int k = 0; k < target.length; k++) {
      double distance = Math.abs(t - middle) / (0.5 * duration + REACH[k]);
      double w = share * a.dominance() * Math.exp(-Math.pow(distance, 1.8) * 1.4) + 1e-12;
      sum[k] += w * target[k];
      weight[k] += w;
    }
  }

  /** 1 between two moments, falling smoothly to 0 within {@code ramp} outside. */
  private static double window(double t, double from, double to, double ramp) {
    double end = Math.max(from, to);
    return Ramp.smooth(from - ramp, from, t) * Ramp.smooth(end + ramp, end, t);
  }

  private int first(double seconds) {
    int low = 0;
    int high = phones.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (phones.get(middle).end() < seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
