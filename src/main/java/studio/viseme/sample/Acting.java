package studio.viseme.sample;

import java.util.ArrayList;
import java.util.List;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Noise;
import studio.viseme.math.Quaternion;
import studio.viseme.math.Ramp;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.sample.voice.Articulator;
import studio.viseme.sample.voice.TimedPhone;

/**
 * What the presenter does while speaking: the head sways and nods with stressed words, eyes hold
 * still and jump, lids blink every few seconds, brows rise now and then, the chest breathes. A
 * function of time, the same for the same seed.
 */
final class Acting {
  /** The head turns about the top of the spine. */
  private static final Vec3 NECK = new Vec3(0, -6.5, -4.2);

  private static final double BLINK_CLOSING = 0.08;
  private static final double BLINK_CLOSED = 0.05;
  private static final double BLINK_OPENING = 0.13;

  private final Articulator articulator;
  private final Noise noise;
  private final Shooting shooting;
  private final List<TimedPhone> stressed = new ArrayList<>();
  private final List<Double> blinks = new ArrayList<>();
  private final List<double[]> fixations = new ArrayList<>();

  Acting(List<TimedPhone> phones, long seed, Shooting shooting) {
    this.shooting = shooting;
    articulator = new Articulator(phones);
    noise = new Noise(seed);
    for (TimedPhone p : phones) {
      if (p.stress() == 1) {
        stressed.add(p);
      }
    }
    double end = phones.getLast().end() + 10;
    double t = 0.9 + noise.uniform(1);
    for (int i = 0; t < end; i++) {
      blinks.add(t);
      // now and then one follows the other
      t += noise.uniform(100 + 2L * i) < 0.12 ? 0.45 : 2 + 4 * noise.uniform(101 + 2L * i);
    }
    t = -1;
    for (int i = 0; t < end; i++) {
      boolean away = noise.uniform(10_000 + 4L * i) < 0.22;
      double spread = away ? 7 : 1.6;
      fixations.add(
          new double[] {
            t,
            spread * noise.gaussian(20_000 + 2L * i),
            0.6 * spread * noise.gaussian(30_000 + 2L * i)
          });
      t += away ? 0.35 + 0.6 * noise.uniform(40_000 + i) : 0.6 + 2.0 * noise.uniform(40_000 + i);
    }
  }

  /** Moments at which the lids are closed, seconds. */
  List<Double> blinks() {
    return blinks.stream().map(b -> b + BLINK_CLOSING + BLINK_CLOSED / 2).toList();
  }

  FaceState at(double t) {
    double nod = 0;
    double raise = 0;
    for (int i = 0; i < stressed.size(); i++) {
      double from = t - stressed.get(i).middle();
      if (Math.abs(from) < 0.8) {
        double strength = noise.uniform(50_000 + i);
        nod += (0.5 + 1.5 * strength) * Math.exp(-Math.pow((from - 0.05) / 0.17, 2));
        raise += (strength > 0.72 ? 0.34 : 0) * Math.exp(-Math.pow((from + 0.05) / 0.28, 2));
      }
    }
    double lively = shooting.motion();
    double yaw = lively * (8.6 * noise.drift(t, 0.33, 0) + 2.2 * noise.drift(t, 0.9, 1));
    double pitch =
        lively * (3.6 * noise.drift(t, 0.36, 2) + 1.0 * noise.drift(t, 1.1, 3) - nod) + 0.8;
    double roll = lively * 3.8 * noise.drift(t, 0.28, 4) + 0.15 * yaw;
    yaw = Math.clamp(yaw, -12 * lively, 12 * lively);
    pitch = Math.clamp(pitch, -7 * lively, 7 * lively);
    roll = Math.clamp(roll, -5 * lively, 5 * lively);
    Quaternion rotation = new HeadAngles(yaw, pitch, roll).toRotation();
    RigidTransform restPose = shooting.restPose();
    Quaternion rest = restPose.rotation();
    Vec3 sway =
        new Vec3(
            0.75 * noise.drift(t, 0.25, 5),
            0.30 * noise.drift(t, 0.3, 6),
            1.1 * noise.drift(t, 0.2, 7));
    Vec3 translation =
        restPose.translation().plus(rest.rotate(NECK)).minus(rotation.rotate(NECK)).plus(sway);
    double[] look = look(t);
    double gazeX = look[0] - 0.75 * yaw;
    double gazeY = look[1] - 0.7 * pitch;
    double lids =
        1
            + 0.010 * Math.clamp(gazeY, -12, 8)
            + 0.06 * Math.min(1, raise)
            + 0.03 * noise.drift(t, 0.5, 8);
    double breath = Math.sin(2 * Math.PI * 0.23 * t + 1.2 * noise.drift(t, 0.1, 9));
    double brow = raise + 0.05 * noise.drift(t, 0.4, 10);
    return new FaceState(
        new RigidTransform(rotation, translation),
        articulator.at(t),
        Math.max(0, lids * (1 - blink(t))),
        brow - 0.06 * blink(t),
        Math.clamp(gazeX, -22, 22),
        Math.clamp(gazeY, -14, 12),
        breath);
  }

  /** How far a blink has closed the lids, 0..1. */
  private double blink(double t) {
    double most = 0;
    for (double b : blinks) {
      double s = t - b;
      if (s >= 0 && s <= BLINK_CLOSING + BLINK_CLOSED + BLINK_OPENING) {
        double closed =
            Ramp.smooth(0, BLINK_CLOSING, s)
                * Ramp.smooth(
                    BLINK_CLOSING + BLINK_CLOSED + BLINK_OPENING, BLINK_CLOSING + BLINK_CLOSED, s);
        most = Math.max(most, closed);
      }
    }
    return most;
  }

  /** Where the eyes look; they jump within 40 ms and then keep still but for a slow drift. */
  private double[] look(double t) {
    int k = fixations.size() - 1;
    while (k > 0 && fixations.get(k)[0] > t) {
      k--;
    }
    double[] to = fixations.get(k);
    double[] from = fixations.get(Math.max(0, k - 1));
    double f = Ramp.smooth(0, 0.04, t - to[0]);
    return new double[] {
      Ramp.mix(from[1], to[1], f) + 0.25 * noise.drift(t, 1.3, 11),
      Ramp.mix(from[2], to[2], f) + 0.2 * noise.drift(t, 1.3, 12)
    };
  }
}
