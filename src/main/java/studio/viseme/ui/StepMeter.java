package studio.viseme.ui;

import javafx.beans.value.ObservableValue;

/** How many steps a second a training makes, from what it tells now and then. */
final class StepMeter {
  private long firstStep;
  private long firstAt;
  private long lastStep;
  private long lastAt;
  private boolean begun;

  StepMeter(ObservableValue<Number> step) {
    step.subscribe(now -> tell(now.longValue()));
  }

  private void tell(long step) {
    lastStep = step;
    lastAt = System.nanoTime();
    if (!begun) {
      begun = true;
      firstStep = lastStep;
      firstAt = lastAt;
    }
  }

  /** Begins anew with what is told next. */
  void reset() {
    begun = false;
  }

  /** Between the first and the last that was told since; 0 when that was less than two. */
  double rate() {
    return begun && lastAt > firstAt ? (lastStep - firstStep) / ((lastAt - firstAt) * 1e-9) : 0;
  }
}
