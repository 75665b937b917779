package studio.viseme.ui.model;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jspecify.annotations.Nullable;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioReader;
import studio.viseme.media.AudioSource;

/**
 * A playhead over a sound. While it plays, the sound is the clock; while it is dragged, the moment
 * under it is heard for a blink.
 */
public final class Transport {
  private static final double GRAIN_SECONDS = 0.12;
  private static final double FADE_SECONDS = 0.01;

  private final SoundOutput output;
  private final Latest<Double> grains;
  private final DoubleProperty position = new SimpleDoubleProperty();
  private final ReadOnlyDoubleWrapper duration = new ReadOnlyDoubleWrapper();
  private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper();
  private final BooleanProperty audible = new SimpleBooleanProperty(true);

  /** The sound from a moment on; null while there is none. */
  private @Nullable DoubleFunction<AudioSource> sound;

  private float @Nullable [] samples;
  private int rate;
  private SoundOutput.@Nullable Sound running;
  private SoundOutput.@Nullable Sound grain;
  private double startedAt;

  Transport(TaskExecutor executor, SoundOutput output) {
    this.output = output;
    this.grains = new Latest<>(executor, this::playGrain);
  }

  /** Seconds, 0 … duration. */
  public DoubleProperty positionProperty() {
    return position;
  }

  public double position() {
    return position.get();
  }

  public ReadOnlyDoubleProperty durationProperty() {
    return duration.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty playingProperty() {
    return playing.getReadOnlyProperty();
  }

  /** Whether scrubbing is heard. */
  public BooleanProperty audibleProperty() {
    return audible;
  }

  /** Takes a sound that is in memory; the playhead stays where it fits. */
  void load(float[] mono, int sampleRate) {
    pause();
    samples = mono;
    rate = sampleRate;
    sound =
        from -> {
          int first = Math.clamp((long) (from * sampleRate), 0, mono.length);
          return AudioSource.of(Arrays.copyOfRange(mono, first, mono.length), sampleRate, 1);
        };
    duration.set((double) mono.length / sampleRate);
    position.set(Math.min(position.get(), duration.get()));
  }

  /** Takes a sound that is read while it plays. */
  void load(DoubleFunction<AudioSource> opener, double seconds) {
    pause();
    samples = null;
    sound = opener;
    duration.set(seconds);
    position.set(0);
  }

  void unload() {
    pause();
    samples = null;
    sound = null;
    duration.set(0);
    position.set(0);
  }

  public void toggle() {
    if (playing.get()) {
      pause();
    } else {
      play();
    }
  }

  public void play() {
    DoubleFunction<AudioSource> opener = sound;
    if (opener == null || playing.get()) {
      return;
    }
    startedAt = position.get() >= duration.get() - 0.02 ? 0 : position.get();
    try {
      running = output.play(() -> opener.apply(startedAt));
    } catch (JobException gone) {
      // The file was there a moment ago: nothing can be played of it any more.
      unload();
      return;
    }
    playing.set(true);
  }

  public void pause() {
    if (running != null) {
      running.stop();
      running = null;
    }
    playing.set(false);
  }

  /** Moves the playhead; a sound that plays goes on from there. */
  public void seek(double seconds) {
    boolean goesOn = playing.get();
    pause();
    position.set(Math.clamp(seconds, 0, duration.get()));
    if (goesOn) {
      play();
    }
  }

  /** Drags the playhead: what is under it is heard. */
  public void scrub(double seconds) {
    pause();
    position.set(Math.clamp(seconds, 0, duration.get()));
    if (audible.get() && sound != null) {
      grains.offer(position.get());
    }
  }

  /** Once a pulse: takes the playhead along with the sound. */
  void tick() {
    if (running == null) {
      return;
    }
    position.set(Math.min(startedAt + running.seconds(), duration.get()));
    if (running.isOver()) {
      pause();
    }
  }

  private void playGrain(double moment) {
    float[] all = samples;
    DoubleFunction<AudioSource> opener = sound;
    if (grain != null) {
      grain.stop();
    }
    if (all != null) {
      float[] piece = grain(all, rate, moment);
      int sampleRate = rate;
      grain = output.play(() -> AudioSource.of(piece, sampleRate, 1));
    } else if (opener != null) {
      grain = output.play(() -> firstGrain(opener.apply(Math.max(0, moment - GRAIN_SECONDS / 2))));
    }
  }

  /** The beginning of a sound that is read from a file, which is closed again. */
  private static AudioSource firstGrain(AudioSource source) {
    try {
      float[] piece = new float[(int) (GRAIN_SECONDS * source.sampleRate()) * source.channels()];
      int frames = source.read(piece, 0, piece.length / source.channels());
      float[] heard = Arrays.copyOf(piece, frames * source.channels());
      fade(heard, (int) (FADE_SECONDS * source.sampleRate()) * source.channels());
      return AudioSource.of(heard, source.sampleRate(), source.channels());
    } finally {
      if (source instanceof AudioReader reader) {
        reader.close();
      }
    }
  }

  /** A short piece around a moment, faded at both ends. */
  static float[] grain(float[] samples, int rate, double moment) {
    int length = (int) (GRAIN_SECONDS * rate);
    int first =
        Math.clamp((long) (moment * rate) - length / 2, 0, Math.max(0, samples.length - length));
    float[] piece = Arrays.copyOfRange(samples, first, Math.min(samples.length, first + length));
    fade(piece, (int) (FADE_SECONDS * rate));
    return piece;
  }

  private static void fade(float[] piece, int most) {
    int fade = Math.min(most, piece.length / 2);
    for (int i = 0; i < fade; i++) {
      float share = (float) i / fade;
      piece[i] *= share;
      piece[piece.length - 1 - i] *= share;
    }
  }
}
