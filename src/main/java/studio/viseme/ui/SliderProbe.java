package studio.viseme.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Times from a key on a slider until its picture is on the screen. One move at a time, so that the
 * first frame that comes after it is its own; that frame is on the screen when the pulse that took
 * it is over, which the next pulse says.
 */
final class SliderProbe {
  private static final int LEFT_AND_RIGHT = 5;

  /** Pulses between a picture and the next move: whatever the last one stirred has settled. */
  private static final int REST_PULSES = 12;

  private final Slider slider;
  private final ViewportPane viewport;
  private final List<Double> times = new ArrayList<>();
  private int moves;
  private int resting = REST_PULSES;
  private long begun;
  private long shownBefore;
  private boolean taken;

  SliderProbe(Slider slider, ViewportPane viewport) {
    this.slider = slider;
    this.viewport = viewport;
  }

  /** At each pulse, after the viewport took its newest frame. */
  void pulse() {
    if (resting > 0) {
      resting--;
      if (resting == 0) {
        move();
      }
    } else if (taken) {
      times.add((System.nanoTime() - begun) * 1e-6);
      taken = false;
      resting = REST_PULSES;
    } else if (viewport.framesShown() > shownBefore) {
      taken = true;
    }
  }

  private void move() {
    shownBefore = viewport.framesShown();
    begun = System.nanoTime();
    KeyCode key = moves++ / LEFT_AND_RIGHT % 2 == 0 ? KeyCode.RIGHT : KeyCode.LEFT;
    slider.requestFocus();
    Event.fireEvent(
        slider, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
  }

  /** What was timed, in rising order. */
  double[] milliseconds() {
    return times.stream().mapToDouble(time -> time).sorted().toArray();
  }
}
