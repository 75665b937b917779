package studio.viseme.evaluation.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Evaluation.Choice;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.evaluation.Metric;

/**
 * Runs on one clip, side by side: what may be compared figure by figure and frame by frame.
 *
 * @param runs at least one, all of one clip
 */
record Comparison(List<Evaluation> runs) {
  /** The runs by their clips, in the order in which clips first come. */
  static List<Comparison> of(List<Evaluation> runs) {
    Map<String, List<Evaluation>> clips = new LinkedHashMap<>();
    for (Evaluation run : runs) {
      clips.computeIfAbsent(run.source(), source -> new ArrayList<>()).add(run);
    }
    return clips.values().stream().map(Comparison::new).toList();
  }

  /** Whether a metric was measured on any run. */
  boolean has(Metric metric) {
    return runs.stream().anyMatch(run -> run.metric(metric).isPresent());
  }

  /** The real film's own figure. */
  OptionalDouble real(Metric metric) {
    return runs.stream()
        .map(run -> run.real().get(metric))
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  /**
   * The runs that are best by a metric, as far as its decimals tell; empty where there is nothing
   * to choose from.
   */
  Set<Evaluation> best(Metric metric) {
    Map<String, List<Evaluation>> byText = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    String winner = "";
    int measured = 0;
    for (Evaluation run : runs) {
      OptionalDouble value = run.metric(metric);
      double distance =
          value.isEmpty() ? Double.NaN : distance(metric, value.getAsDouble(), real(metric));
      if (!Double.isNaN(distance)) {
        measured++;
        String text = HtmlText.value(metric, value);
        byText.computeIfAbsent(text, t -> new ArrayList<>()).add(run);
        if (distance < least) {
          least = distance;
          winner = text;
        }
      }
    }
    return measured < 2 || byText.size() < 2
        ? Set.of()
        : new HashSet<>(byText.getOrDefault(winner, List.of()));
  }

  /** How far a value is from what is best; NaN where that isn't known. */
  private static double distance(Metric metric, double value, OptionalDouble real) {
    return switch (metric.better()) {
      case HIGHER -> -value;
      case LOWER -> value;
      case NEAR_ONE -> value <= 0 ? Double.NaN : Math.abs(Math.log(value));
      case LIKE_REAL -> real.isEmpty() ? Double.NaN : Math.abs(value - real.getAsDouble());
    };
  }

  /** Evenly spread frames that every run shows. */
  List<Integer> evenFrames() {
    return common(Choice.EVEN);
  }

  /** The frames where one of the runs is worst and that every run shows. */
  List<Integer> worstFrames() {
    Set<Integer> wanted = new TreeSet<>();
    runs.forEach(run -> wanted.addAll(run.worstFrames()));
    return wanted.stream().filter(this::isShownByAll).toList();
  }

  private List<Integer> common(Choice choice) {
    Set<Integer> frames = new TreeSet<>();
    for (Strip strip : runs.getFirst().strips()) {
      if (strip.choice() == choice && isShownByAll(strip.frame())) {
        frames.add(strip.frame());
      }
    }
    return List.copyOf(frames);
  }

  private boolean isShownByAll(int frame) {
    return runs.stream().allMatch(run -> strip(run, frame) != null);
  }

  /** A run's picture of a frame. */
  static @Nullable Strip strip(Evaluation run, int frame) {
    for (Strip strip : run.strips()) {
      if (strip.frame() == frame) {
        return strip;
      }
    }
    return null;
  }
}
