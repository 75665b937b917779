package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.Smoothing;

/**
 * How lively a head moves and whether it moves with the speech: the two measures of head motion in
 * SadTalker's paper (Zhang et al., CVPR 2023, section 4.1), on the tracked head.
 *
 * <p><b>Diversity</b> is there the standard deviation of the features that a pose net (Hopenet)
 * reads off the frames. Here it is the mean of the standard deviations of yaw, pitch and roll, in
 * degrees.
 *
 * <p><b>Beat alignment</b> is there the score of Bailando (Siyao et al., CVPR 2022, section 4.1):
 *
 * <pre>
 * 1/|A| Σ_{a ∈ A} exp(−min_{m ∈ M} (a − m)² / 2σ²),  σ = 3 frames
 * </pre>
 *
 * with A the beats of the sound and M those of the motion, which are the local minima of its speed
 * after a Gaussian. Here the sound's beats are the onsets of its syllables ({@link SpeechBeats}),
 * the speed is the angular one, and the Gaussian has a standard deviation of two frames of 25 a
 * second, which is the time that the authors' five have at 60.
 *
 * <p>Both say something of an avatar that invents its pose. One that replays a pose has that pose's
 * figures.
 */
final class HeadMotion {
  private static final double BEAT_SIGMA = 3;
  private static final double SPEED_SIGMA = 2;

  private final List<Integer> frames = new ArrayList<>();
  private final List<@Nullable HeadAngles> angles = new ArrayList<>();

  /**
   * @param head null when the head wasn't found in the frame
   */
  void add(int frame, @Nullable HeadAngles head) {
    frames.add(frame);
    angles.add(head);
  }

  /** Degrees; NaN without a head. */
  double diversity() {
    List<HeadAngles> found = new ArrayList<>();
    for (HeadAngles each : angles) {
      if (each != null) {
        found.add(each);
      }
    }
    double[] yaw = found.stream().mapToDouble(HeadAngles::yaw).toArray();
    double[] pitch = found.stream().mapToDouble(HeadAngles::pitch).toArray();
    double[] roll = found.stream().mapToDouble(HeadAngles::roll).toArray();
    return (Series.deviation(yaw) + Series.deviation(pitch) + Series.deviation(roll)) / 3;
  }

  /**
   * The frames in whose neighbours the head turns faster, in order; between frames left out nothing
   * is known.
   */
  double[] beats() {
    List<Double> beats = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    for (int i = 1; i <= frames.size(); i++) {
      double speed = i < frames.size() ? speed(i) : Double.NaN;
      if (!Double.isNaN(speed)) {
        speeds.add(speed);
        continue;
      }
      addMinima(beats, i, speeds);
      speeds.clear();
    }
    return beats.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Minima of one run.
   *
   * @param end the index after the run's last frame; speeds lie halfway between frames
   */
  private void addMinima(List<Double> beats, int end, List<Double> speeds) {
    if (speeds.size() < 3) {
      return;
    }
    double[] smooth =
        Smoothing.gaussian(speeds.stream().mapToDouble(Double::doubleValue).toArray(), SPEED_SIGMA);
    for (int i = 1; i + 1 < smooth.length; i++) {
      if (smooth[i] < smooth[i - 1] && smooth[i] < smooth[i + 1]) {
        beats.add(frames.get(end - smooth.length + i) - .5);
      }
    }
  }

  /** Degrees from the frame before; NaN when that isn't known. */
  private double speed(int i) {
    HeadAngles now = angles.get(i);
    HeadAngles before = angles.get(i - 1);
    if (now == null || before == null || frames.get(i) != frames.get(i - 1) + 1) {
      return Double.NaN;
    }
    return Math.toDegrees(now.toRotation().times(before.toRotation().inverse()).log().length());
  }

  /**
   * Bailando's score.
   *
   * @param sound moments of the sound's beats, frames
   * @param motion moments of the motion's beats, frames
   * @return 0..1, or NaN when one of them has no beat
   */
  static double alignment(double[] sound, double[] motion) {
    if (motion.length == 0) {
      return Double.NaN;
    }
    double[] scores = new double[sound.length];
    for (int i = 0; i < sound.length; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (double beat : motion) {
        nearest = Math.min(nearest, Math.abs(beat - sound[i]));
      }
      scores[i] = Math.exp(-nearest * nearest / (2 * BEAT_SIGMA * BEAT_SIGMA));
    }
    return Series.mean(scores);
  }
}
