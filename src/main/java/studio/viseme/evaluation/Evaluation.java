package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import studio.viseme.capture.ClipInfo;

/**
 * An avatar's report: numbers, curves over time and pictures.
 *
 * @param project the project's name, for people
 * @param source equal for runs on one clip
 * @param heldOutFrames how many frames are held out; 0 when the clip is too short
 * @param measuredFrames how many of them could be measured
 * @param metrics the avatar laid over the held-out frames' own torso and background
 * @param metricsOwnCanvas with torso and background of its own; empty for an avatar that has none
 * @param metricsTrackedPose the same as {@code metrics}, without a look at the held-out frames'
 *     pictures: the tracked pose, moved by what the training frames let expect; empty where poses
 *     weren't refined
 * @param baselines by the name they have in the JSON
 * @param real the measures that mean something on the real frames themselves
 * @param missing why a measure is missing that could be there
 * @param renderFps frames a second from performance to composited RGB, or empty when nothing was
 *     rendered
 * @param curves over the measured frames
 * @param strips pictures, in the order they are shown
 */
public record Evaluation(
    String project,
    String source,
    Subject.Facts facts,
    ClipInfo clip,
    int heldOutFrames,
    int measuredFrames,
    MetricSet metrics,
    MetricSet metricsOwnCanvas,
    MetricSet metricsTrackedPose,
    Map<Baseline, MetricSet> baselines,
    MetricSet real,
    Map<Metric, String> missing,
    OptionalDouble renderFps,
    Curves curves,
    List<Strip> strips) {

  /** What the avatar is measured against: itself, with a mouth that doesn't listen. */
  public enum Baseline {
    /** The lips stay closed and at rest. */
    FROZEN_MOUTH("frozenMouth", "Closed mouth"),
    /** The lower face stays at its mean: the best constant. */
    MEAN_MOUTH("meanMouth", "Mean mouth"),
    /** The mouth speaks to the held-out sound turned round by half its length. */
    SHUFFLED_AUDIO("shuffledAudio", "Wrong moment of the sound");

    private final String key;
    private final String title;

    Baseline(String key, String title) {
      this.key = key;
      this.title = title;
    }

    /** The key in the JSON. */
    public String key() {
      return key;
    }

    /** What a reader is told. */
    public String title() {
      return title;
    }
  }

  /** Figures over the measured frames; NaN where a frame has none. All arrays have one length. */
  public record Curves(
      int[] frames,
      double[] lmdPx,
      double[] frozenLmdPx,
      double[] realGap,
      double[] gap,
      double[] psnrHead) {
    static final Curves NONE =
        new Curves(
            new int[0], new double[0], new double[0], new double[0], new double[0], new double[0]);
  }

  /**
   * One row of pictures: real, rendered, difference, and both mouths.
   *
   * @param lmdPx distance of the lips, pixels; NaN when no face was found
   * @param jpeg the five pictures side by side
   */
  public record Strip(int frame, Choice choice, double lmdPx, byte[] jpeg) {
    /** How much the difference is brightened. */
    public static final int GAIN = 4;
  }

  /** Why a frame is shown. */
  public enum Choice {
    /** Evenly spread over the film. */
    EVEN,
    /** The least lip distance. */
    BEST,
    /** One of the largest lip distances. */
    WORST,
    /** Another run is worst there. */
    COMPARED
  }

  /** One metric, if it was measured. */
  public OptionalDouble metric(Metric metric) {
    return metrics.get(metric);
  }

  /** Whether the held-out poses were refined by pictures. */
  public boolean poseRefined() {
    return !metricsTrackedPose.equals(MetricSet.NONE);
  }

  /** The frames where the lips are worst, the worst first. */
  public List<Integer> worstFrames() {
    return strips.stream()
        .filter(strip -> strip.choice() == Choice.WORST)
        .sorted(Comparator.comparingDouble(Strip::lmdPx).reversed())
        .map(Strip::frame)
        .toList();
  }

  /** The same report with more pictures. */
  public Evaluation withMore(List<Strip> pictures) {
    List<Strip> all = new ArrayList<>(strips);
    all.addAll(pictures);
    return new Evaluation(
        project,
        source,
        facts,
        clip,
        heldOutFrames,
        measuredFrames,
        metrics,
        metricsOwnCanvas,
        metricsTrackedPose,
        baselines,
        real,
        missing,
        renderFps,
        curves,
        List.copyOf(all));
  }

  /** The commit that the program was built from, where it knows. */
  public Optional<String> commit() {
    return Optional.ofNullable(facts.commit());
  }
}
