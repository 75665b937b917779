package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.Evaluation.Choice;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.image.RgbImage;

/**
 * Chooses the frames that the report shows, while they pass: evenly spaced ones, the best lips, and
 * the worst ones at moments apart.
 */
final class StripPicker {
  private static final int WORST = 3;

  /** Frames closer than this are one moment. */
  private static final int APART = 12;

  private final Set<Integer> even = new HashSet<>();
  private final List<Strip> chosen = new ArrayList<>();
  private @Nullable Extreme best;
  private final List<Extreme> worst = new ArrayList<>();

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
      chosen.add(strip(real, shown, figures.lmdPx, Choice.EVEN));
    }
    if (Double.isNaN(figures.lmdPx)) {
      return;
    }
    if (best == null || figures.lmdPx < best.lmdPx) {
      best = new Extreme(real, shown, figures.lmdPx);
    }
    offerWorst(new Extreme(real, shown, figures.lmdPx));
  }

  /** Evenly spaced frames in order, then the best and the worst, the worst one first. */
  List<Strip> strips() {
    List<Strip> strips = new ArrayList<>(chosen);
    strips.sort(Comparator.comparingInt(Strip::frame));
    if (best != null) {
      strips.add(strip(best.real, best.shown, best.lmdPx, Choice.BEST));
    }
    for (Extreme each : worst) {
      strips.add(strip(each.real, each.shown, each.lmdPx, Choice.WORST));
    }
    return strips;
  }

  /** Keeps the worst frame of each moment, and the worst moments. */
  private void offerWorst(Extreme candidate) {
    for (int i = 0; i < worst.size(); i++) {
      if (Math.abs(worst.get(i).real.index() - candidate.real.index()) < APART) {
        if (candidate.lmdPx > worst.get(i).lmdPx) {
          worst.set(i, candidate);
          sortWorst();
        }
        return;
      }
    }
    worst.add(candidate);
    sortWorst();
    if (worst.size() > WORST) {
      worst.removeLast();
    }
  }

  private void sortWorst() {
    worst.sort(Comparator.comparingDouble(Extreme::lmdPx).reversed());
  }

  private static Strip strip(RealFrame real, RgbImage shown, double lmdPx, Choice choice) {
    return new Strip(real.index(), choice, lmdPx, StripPainter.jpeg(real, shown));
  }
}
