package studio.viseme.export;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import studio.viseme.avatar.FrameWindows;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.media.AudioFile;
import studio.viseme.media.AudioReader;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechLevel;

/**
 * What an avatar hears in each frame of a film, one after the other, from a recording of any
 * length: it is decoded and encoded a piece at a time while the film is made, and no more of it is
 * kept than the next pieces need.
 *
 * <p>How long it lasts and how loud it is must be known before the first frame, so it is read
 * twice. One thread at a time.
 */
final class DubSpeech implements AutoCloseable {
  /** Samples that are encoded at once: enough for a net to be worth several threads. */
  static final int PIECE = 4 * SpeechEncoder.SAMPLE_RATE;

  /**
   * What the first reading tells.
   *
   * @param samples at {@link SpeechEncoder#SAMPLE_RATE}
   * @param decibels see {@link SpeechLevel#decibels}
   */
  record Measured(long samples, double decibels) {
    double seconds() {
      return (double) samples / SpeechEncoder.SAMPLE_RATE;
    }

    /** Frames of a film of so many a second that lasts as long. */
    int frames(double fps) {
      return (int) Math.max(1, Math.ceil(seconds() * fps - 1e-6));
    }

    /**
     * Reads a recording from its start to its end.
     *
     * @throws JobException (input) when there is nothing to hear
     */
    static Measured of(Path audio, JobContext job) {
      SpeechLevel.Meter meter = new SpeechLevel.Meter();
      float[] piece = new float[PIECE];
      long samples = 0;
      try (AudioReader reader = open(audio);
          JobContext.Task task = job.task("listen", 0, "seconds")) {
        for (int count = reader.read(piece, 0, PIECE);
            count > 0;
            count = reader.read(piece, 0, PIECE)) {
          meter.append(piece, 0, count);
          samples += count;
          task.advance(PIECE / SpeechEncoder.SAMPLE_RATE, "");
        }
      }
      if (samples == 0) {
        throw JobException.input(
            "The file holds no sound that can be decoded", audio, "record it again");
      }
      return new Measured(samples, meter.finish());
    }
  }

  private final AudioReader reader;
  private final FrameWindows windows;
  private final int frames;
  private final float factor;
  private final float[] piece = new float[PIECE];
  private final Deque<float[]> waiting = new ArrayDeque<>();
  private boolean ended;

  /**
   * @param wanted how loud the avatar's own speech was, decibels: it learnt to listen to that
   * @param fps frames of the film a second
   */
  DubSpeech(
      Path audio,
      Measured measured,
      double wanted,
      SpeechEncoder encoder,
      SpeechWindow window,
      double fps,
      JobContext job) {
    this.reader = open(audio);
    this.windows = new FrameWindows(encoder, window, fps, job.workers());
    this.frames = measured.frames(fps);
    this.factor = SpeechLevel.factor(measured.decibels(), wanted);
  }

  private static AudioReader open(Path audio) {
    return AudioReader.open(audio, 0, AudioFile.SPEECH_RATE, 1);
  }

  /** What is heard in the next frame, see {@link SpeechWindow#cut}. */
  float[] next() {
    while (waiting.isEmpty() && !ended) {
      int count = reader.read(piece, 0, PIECE);
      for (int i = 0; i < count; i++) {
        piece[i] *= factor;
      }
      ended = count < PIECE;
      waiting.addAll(windows.append(piece, 0, count));
      if (ended) {
        waiting.addAll(windows.finish(frames));
      }
    }
    return waiting.remove();
  }

  @Override
  public void close() {
    reader.close();
  }
}
