package studio.viseme.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import studio.viseme.job.Threads;

/**
 * A sound that is being played, and the clock of what goes with it: {@link #seconds()} says how far
 * it has been heard. A machine without a sound device hears nothing, and the clock runs all the
 * same.
 */
public final class Playback implements AutoCloseable {
  private static final double BLOCK_SECONDS = 0.02;
  private static final double BUFFER_SECONDS = 0.12;
  private static final int SAMPLE_BYTES = 2;

  private final AudioSource sound;
  private final SourceDataLine line;
  private final Thread thread;
  private final long started = System.nanoTime();
  private volatile boolean stopped;
  private volatile long written;
  private volatile boolean over;

  private Playback(AudioSource sound, SourceDataLine line) {
    this.sound = sound;
    this.line = line;
    this.thread = Thread.ofPlatform().name("viseme-playback").daemon().unstarted(this::run);
  }

  /** Starts to play; the sound is read on a thread of its own until it ends or is closed. */
  public static Playback of(AudioSource sound) {
    Playback playback = new Playback(sound, openLine(sound));
    playback.thread.start();
    return playback;
  }

  private static SourceDataLine openLine(AudioSource sound) {
    AudioFormat format =
        new AudioFormat(sound.sampleRate(), 8 * SAMPLE_BYTES, sound.channels(), true, false);
    try {
      SourceDataLine line = AudioSystem.getSourceDataLine(format);
      int frames = (int) (BUFFER_SECONDS * sound.sampleRate());
      line.open(format, frames * SAMPLE_BYTES * sound.channels());
      line.start();
      return line;
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
      // No device, or none that takes the format: the clock runs without a sound.
      return null;
    }
  }

  /** How much of the sound has been heard. */
  public double seconds() {
    double passed =
        line == null
            ? (System.nanoTime() - started) * 1e-9
            : line.getLongFramePosition() / (double) sound.sampleRate();
    double most = written / (double) sound.sampleRate();
    return over ? Math.min(passed, most) : passed;
  }

  /** Whether the sound has been heard to its end. */
  public boolean isOver() {
    return over && seconds() >= written / (double) sound.sampleRate() - BLOCK_SECONDS;
  }

  private void run() {
    int frames = Math.max(1, (int) (BLOCK_SECONDS * sound.sampleRate()));
    float[] block = new float[frames * sound.channels()];
    while (!stopped) {
      int count = sound.read(block, 0, frames);
      if (count == 0) {
        break;
      }
      play(block, count);
      written += count;
    }
    over = true;
  }

  private void play(float[] block, int count) {
    if (line != null) {
      byte[] bytes = bytes(block, count * sound.channels());
      line.write(bytes, 0, bytes.length);
      return;
    }
    double ahead = written / (double) sound.sampleRate() + BUFFER_SECONDS;
    try {
      while (!stopped && (System.nanoTime() - started) * 1e-9 + 2 * BUFFER_SECONDS < ahead) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  private static byte[] bytes(float[] samples, int count) {
    ByteBuffer out = ByteBuffer.allocate(count * SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      out.putShort((short) Math.round(Math.clamp(samples[i], -1f, 1f) * Short.MAX_VALUE));
    }
    return out.array();
  }

  /** Silences at once and returns when the sound isn't read any more. */
  @Override
  public void close() {
    stopped = true;
    if (line != null) {
      line.stop();
      line.flush();
      line.close();
    }
    Threads.awaitEnd(thread);
  }
}
