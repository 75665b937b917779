package studio.viseme.ui.model;

import java.util.function.Supplier;
import studio.viseme.media.AudioSource;
import studio.viseme.media.Playback;

/** Where sound goes: a port, so that models are tested in silence and without waiting. */
public interface SoundOutput {
  /** A sound that plays. */
  interface Sound {
    double seconds();

    boolean isOver();

    void stop();
  }

  /**
   * Begins to play.
   *
   * @param source opened by the call; closed when the sound is stopped, if it can be
   */
  Sound play(Supplier<AudioSource> source);

  /** The machine's own output. */
  static SoundOutput ofMachine() {
    return source -> {
      AudioSource opened = source.get();
      Playback playback = Playback.of(opened);
      return new Sound() {
        @Override
        public double seconds() {
          return playback.seconds();
        }

        @Override
        public boolean isOver() {
          return playback.isOver();
        }

        @Override
        public void stop() {
          playback.close();
          if (opened instanceof AutoCloseable closeable) {
            close(closeable);
          }
        }
      };
    };
  }

  private static void close(AutoCloseable source) {
    try {
      source.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
