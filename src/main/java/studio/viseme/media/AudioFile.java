package studio.viseme.media;

import java.nio.file.Path;
import java.util.Arrays;
import studio.viseme.job.JobException;

/** Whole sounds in memory: speech as the encoders want it. */
public final class AudioFile {
  /** The sampling rate of speech everywhere, Hz. */
  public static final int SPEECH_RATE = 16_000;

  private AudioFile() {}

  /**
   * A recording (WAV, MP3, M4A, … or a video's first audio track) as mono speech at 16 kHz, −1..1,
   * from its first sample on. For the original quality, as a film wants it, use {@link
   * AudioReader#open(Path)}.
   *
   * @throws JobException (input) when there is nothing to hear
   */
  public static float[] read(Path file) {
    try (AudioReader reader = AudioReader.open(file, 0, SPEECH_RATE, 1)) {
      return requireSound(readAll(reader), file);
    }
  }

  /**
   * A video's speech in time with its pictures: sample 0 sounds when the first picture appears.
   *
   * @param track the audio track, from 0
   * @param pictureStart {@link VideoReader#startSeconds()}
   * @param samples how many to return; missing ones at the end are silence
   */
  public static float[] readAligned(Path file, int track, double pictureStart, int samples) {
    float[] speech = new float[samples];
    try (AudioReader reader = AudioReader.open(file, track, SPEECH_RATE, 1)) {
      reader.startAt(pictureStart).read(speech, 0, samples);
    }
    return speech;
  }

  /** Everything that is left of a source, interleaved. */
  public static float[] readAll(AudioSource source) {
    float[] all = new float[1 << 16];
    int length = 0;
    while (true) {
      if (length + 4096 * source.channels() > all.length) {
        all = Arrays.copyOf(all, all.length * 2);
      }
      int count = source.read(all, length, 4096);
      if (count == 0) {
        return Arrays.copyOf(all, length);
      }
      length += count * source.channels();
    }
  }

  private static float[] requireSound(float[] samples, Path file) {
    if (samples.length == 0) {
      throw JobException.input(
          "The file holds no sound that can be decoded", file, "record it again");
    }
    return samples;
  }
}
