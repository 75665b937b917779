package studio.viseme.architecture.broken.evaluation;

import studio.viseme.architecture.broken.evaluation.report.Chart;

/** A measure that paints itself. */
public final class Ruler {
  public Chart chart() {
    return new Chart();
  }
}
