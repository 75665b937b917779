package studio.viseme.ui;

import javafx.animation.AnimationTimer;
import org.jspecify.annotations.Nullable;

/** Counts the toolkit's pulses, and does something at each. On the toolkit's thread. */
final class PulseMeter {
  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          pulses++;
          if (move != null) {
            move.run();
          }
          if (probe != null) {
            probe.pulse();
          }
        }
      };
  private long pulses;
  private @Nullable Runnable move;
  private @Nullable SliderProbe probe;

  PulseMeter() {
    timer.start();
  }

  long pulses() {
    return pulses;
  }

  /** Moves something at each pulse; null stops that. */
  void atEachPulse(@Nullable Runnable mover) {
    move = mover;
  }

  /** Times a slider; null stops that. */
  void listen(@Nullable SliderProbe timed) {
    probe = timed;
  }

  void stop() {
    timer.stop();
  }
}
