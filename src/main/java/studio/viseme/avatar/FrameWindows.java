package studio.viseme.avatar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.job.Workers;
import studio.viseme.speech.FeatureSequence;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.speech.SpeechStream;

/**
 * The speech windows of a film's frames, one after the other, from a sound that arrives in pieces:
 * the same bits as {@link SpeechWindow#cut(FeatureSequence, int, double)} on the whole. Keeps a
 * window's worth of vectors. One thread at a time.
 */
public final class FrameWindows {
  private final SpeechWindow window;
  private final double fps;
  private final SpeechStream stream;
  private float[] vectors = new float[0];
  private long first;
  private int frame;

  /**
   * @param encoder the one that the window is for
   * @param fps frames a second
   */
  public FrameWindows(SpeechEncoder encoder, SpeechWindow window, double fps, Workers workers) {
    if (encoder.width() != window.width() || encoder.rate() != window.rate()) {
      throw new IllegalArgumentException(encoder.name() + " for a window of " + window.encoder());
    }
    this.window = window;
    this.fps = fps;
    this.stream = encoder.stream(workers);
  }

  /** Takes the next samples and gives the windows of the frames that are certain now. */
  public List<float[]> append(float[] samples, int from, int to) {
    add(stream.append(samples, from, to));
    long known = first + vectors.length / window.width();
    List<float[]> windows = new ArrayList<>();
    while (window.lastVector(frame / fps) < known) {
      windows.add(window.cut(vectors, first, known, frame / fps));
      frame++;
    }
    forget(known);
    return windows;
  }

  /**
   * Ends the sound and gives the rest of the windows.
   *
   * @param frames of the film
   */
  public List<float[]> finish(int frames) {
    add(stream.finish());
    long known = first + vectors.length / window.width();
    if (known == 0) {
      throw new IllegalStateException("there was no sound");
    }
    List<float[]> windows = new ArrayList<>();
    for (; frame < frames; frame++) {
      windows.add(window.cut(vectors, first, known, frame / fps));
    }
    return windows;
  }

  private void add(FeatureSequence more) {
    int before = vectors.length;
    vectors = Arrays.copyOf(vectors, before + more.data().length);
    System.arraycopy(more.data(), 0, vectors, before, more.data().length);
  }

  /** The last vector stays: it is repeated beyond the end. */
  private void forget(long known) {
    long needed = Math.clamp(window.firstVector(frame / fps), first, Math.max(first, known - 1));
    int drop = (int) (needed - first) * window.width();
    vectors = Arrays.copyOfRange(vectors, drop, vectors.length);
    first = needed;
  }
}
