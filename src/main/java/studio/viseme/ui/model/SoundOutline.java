package studio.viseme.ui.model;

import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioReader;
import studio.viseme.media.AudioSource;

/** How loud a sound is over time, as a waveform shows it; small for a sound of any length. */
final class SoundOutline {
  /** Peaks a second: as many as a wide screen has columns for a short film. */
  static final int RATE = 100;

  private SoundOutline() {}

  /**
   * Of a file's first audio track.
   *
   * @return the loudest sample of every hundredth of a second, 0..1
   */
  static float[] of(Path file) {
    try (AudioReader reader = AudioReader.open(file, 0, AudioFile.SPEECH_RATE, 1)) {
      return of(reader);
    }
  }

  /** Of mono sound, to its end. */
  static float[] of(AudioSource sound) {
    float[] block = new float[sound.sampleRate() / RATE];
    float[] peaks = new float[1024];
    int count = 0;
    for (int read = fill(sound, block); read > 0; read = fill(sound, block)) {
      if (count == peaks.length) {
        peaks = Arrays.copyOf(peaks, 2 * count);
      }
      for (int i = 0; i < read; i++) {
        peaks[count] = Math.max(peaks[count], Math.abs(block[i]));
      }
      count++;
    }
    return Arrays.copyOf(peaks, count);
  }

  private static int fill(AudioSource sound, float[] block) {
    int filled = 0;
    while (filled < block.length) {
      int read = sound.read(block, filled, block.length - filled);
      if (read == 0) {
        break;
      }
      filled += read;
    }
    return filled;
  }
}
