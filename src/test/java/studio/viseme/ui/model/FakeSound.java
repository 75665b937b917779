package studio.viseme.ui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import studio.viseme.media.AudioSource;

/** Plays nothing; tests move its clock. */
final class FakeSound implements SoundOutput {
  final List<Integer> lengths = new ArrayList<>();
  double seconds;
  boolean over;
  int stopped;

  @Override
  public Sound play(Supplier<AudioSource> source) {
    AudioSource opened = source.get();
    lengths.add(opened.read(new float[1 << 20], 0, 1 << 20));
    seconds = 0;
    over = false;
    return new Sound() {
      @Override
      public double seconds() {
        return seconds;
      }

      @Override
      public boolean isOver() {
        return over;
      }

      @Override
      public void stop() {
        stopped++;
      }
    };
  }
}
