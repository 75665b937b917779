package studio.viseme.evaluation.hearing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import studio.viseme.capture.Capture;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.LipClosures.Word;
import studio.viseme.evaluation.Series;
import studio.viseme.face.expression.MouthTrack;

/**
 * What nobody who hears speech can exceed, on the frames before the held-out ones.
 *
 * <ul>
 *   <li><em>The tracker.</em> Its noise is what fourth differences of a curve hold (for white noise
 *       70 times its variance), so a perfect answer would correlate by √(1 − noise / variance) with
 *       what is tracked. Quick true movement is counted as noise, so this errs downwards. And how a
 *       frame correlates with the mean of its neighbours.
 *   <li><em>The word.</em> How a word's curve, brought to one length, correlates with the mean of
 *       the same words in other sentences of the same person. What a mouth does that the word
 *       doesn't say, no transcript tells.
 * </ul>
 *
 * @param tracker of the opening, then of the jaw
 * @param neighbours the same
 * @param repeats the same; NaN where no word is known
 * @param tokens words that were said at least {@value #REPEATS} times, each time counted
 */
public record HearingCeilings(double[] tracker, double[] neighbours, double[] repeats, int tokens) {
  private static final int REPEATS = 4;

  /** Moments of a word that are compared. */
  private static final int MOMENTS = 9;

  private static final double[] FOURTH_DIFFERENCE = {1, -4, 6, -4, 1};
  private static final double SQUARES = 70;

  /**
   * @param words what is said when; may be empty
   */
  static HearingCeilings of(Capture capture, List<Word> words) {
    int frames = capture.clip().firstHeldOutFrame();
    MouthTrack track = MouthTrack.of(capture.landmarks(), capture.head(), frames);
    boolean[] voiced = capture.voiceActivity();
    IntPredicate whole =
        frame ->
            frame >= 2
                && frame < frames - 2
                && capture.segment(frame - 2) == capture.segment(frame + 2)
                && IntStream.rangeClosed(frame - 2, frame + 2).allMatch(capture::usable);
    int[] speech = IntStream.range(0, frames).filter(f -> voiced[f] && whole.test(f)).toArray();
    double[][] curves = {doubles(track.gap()), doubles(track.jaw())};
    double[] tracker = new double[curves.length];
    double[] neighbours = new double[curves.length];
    double[] repeats = new double[curves.length];
    List<double[][]> tokens = List.of();
    for (int i = 0; i < curves.length; i++) {
      double[] curve = curves[i];
      tracker[i] = tracker(curve, speech);
      double[] between = new double[frames];
      for (int frame : speech) {
        between[frame] = (curve[frame - 1] + curve[frame + 1]) / 2;
      }
      neighbours[i] = Series.correlation(curve, between, speech);
      tokens = tokens(words, curve, whole);
      repeats[i] = repeats(tokens);
    }
    int count = tokens.stream().mapToInt(same -> same.length).sum();
    return new HearingCeilings(tracker, neighbours, repeats, count);
  }

  private static double[] doubles(float[] curve) {
    return IntStream.range(0, curve.length).mapToDouble(i -> curve[i]).toArray();
  }

  /** What a perfect answer would correlate by with a curve that holds the tracker's noise. */
  static double tracker(double[] curve, int[] frames) {
    double noise = 0;
    for (int frame : frames) {
      double difference = 0;
      for (int k = 0; k < FOURTH_DIFFERENCE.length; k++) {
        difference += FOURTH_DIFFERENCE[k] * curve[frame + k - 2];
      }
      noise += difference * difference / SQUARES / frames.length;
    }
    double all = Series.deviation(IntStream.of(frames).mapToDouble(f -> curve[f]).toArray());
    return Math.sqrt(Math.max(0, 1 - noise / (all * all)));
  }

  /** For each word that is said often enough, its curves. */
  private static List<double[][]> tokens(List<Word> words, double[] curve, IntPredicate whole) {
    Map<String, List<double[]>> said = new LinkedHashMap<>();
    for (Word word : words) {
      if (!SpokenWords.isSilence(word)) {
        double[] moments = new double[MOMENTS];
        boolean seen = true;
        for (int i = 0; seen && i < MOMENTS; i++) {
          double seconds = word.start() + (word.end() - word.start()) * (i + 0.5) / MOMENTS;
          double at = seconds * ClipInfo.FPS - 0.5;
          int frame = (int) Math.floor(at);
          seen = whole.test(frame) && whole.test(frame + 1);
          moments[i] =
              seen ? curve[frame] + (at - frame) * (curve[frame + 1] - curve[frame]) : Double.NaN;
        }
        if (seen) {
          said.computeIfAbsent(word.text(), text -> new ArrayList<>()).add(moments);
        }
      }
    }
    return said.values().stream()
        .filter(same -> same.size() >= REPEATS)
        .map(same -> same.toArray(double[][]::new))
        .toList();
  }

  /** How words correlate with the mean of their repeats; NaN without a word. */
  static double repeats(List<double[][]> words) {
    List<Double> own = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    for (double[][] same : words) {
      for (double[] token : same) {
        for (int i = 0; i < token.length; i++) {
          int moment = i;
          double sum = Arrays.stream(same).mapToDouble(other -> other[moment]).sum();
          own.add(token[i]);
          others.add((sum - token[i]) / (same.length - 1));
        }
      }
    }
    return Series.correlation(
        own.stream().mapToDouble(v -> v).toArray(), others.stream().mapToDouble(v -> v).toArray());
  }
}
