package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.image.RgbImage;

/**
 * Chooses the frames that the report shows, while they pass: evenly spaced ones, and the best and
 * the worst lips.
 */
final class StripPicker {
  private final Set<Integer> even = new HashSet<>();
  private final List<Strip> chosen = new ArrayList<>();
  private @Nullable Extreme best;
  private @Nullable Extreme worst;

  /**
   * A frame kept until a better or worse one comes; pictures are never written after they were
   * shown.
   */
  private record Extreme(RealFrame real, RgbImage shown, double lmdPx) {}

  StripPicker(List<Integer> frames, int count) {
    for (int i = 0; i < count; i++) {
      even.add(frames.get((int) ((i + .5) * frames.size() / count)));
    }
  }

  void offer(RealFrame real, RgbImage shown, FrameFigures figures) {
    if (even.contains(real.index())) {
      chosen.add(strip(real, shown, figures.lmdPx, ""));
    }
    if (Double.isNaN(figures.lmdPx)) {
      return;
    }
    if (best == null || figures.lmdPx < best.lmdPx) {
      best = new Extreme(real, shown, figures.lmdPx);
    }
    if (worst == null || figures.lmdPx > worst.lmdPx) {
      worst = new Extreme(real, shown, figures.lmdPx);
    }
  }

  /** Evenly spaced frames in order, then the best and the worst. */
  List<Strip> strips() {
    List<Strip> strips = new ArrayList<>(chosen);
    strips.sort(Comparator.comparingInt(Strip::frame));
    if (best != null && worst != null) {
      strips.add(strip(best.real, best.shown, best.lmdPx, "best lips"));
      strips.add(strip(worst.real, worst.shown, worst.lmdPx, "worst lips"));
    }
    return strips;
  }

  private static Strip strip(RealFrame real, RgbImage shown, double lmdPx, String remark) {
    String distance = Double.isNaN(lmdPx) ? "no face found" : "%.2f px".formatted(lmdPx);
    String caption = remark.isEmpty() ? distance : remark + ", " + distance;
    return new Strip(real.index(), caption, StripPainter.jpeg(real, shown));
  }
}
