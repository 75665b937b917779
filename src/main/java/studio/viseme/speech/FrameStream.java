package studio.viseme.speech;

import java.util.Arrays;
import studio.viseme.job.Workers;

/**
 * Cuts a sound that arrives in pieces into overlapping frames, frame i centred on sample i × hop,
 * and gives a vector for each. Before and after the sound is silence. A vector depends on its own
 * frame alone, so frames can be worked on side by side.
 */
final class FrameStream implements SpeechStream {
  /** Frames a helper takes at once: enough to be worth its while. */
  private static final int BLOCK = 64;

  /** Makes a vector of a frame. Thread-safe. */
  interface Analysis {
    /**
     * @param signal holds the frame from {@code start} on
     * @param frame the number of the frame, from 0
     * @param vector where to write the values, from {@code offset} on
     */
    void analyse(float[] signal, int start, long frame, float[] vector, int offset);
  }

  private final int length;
  private final int hop;
  private final int width;
  private final double rate;
  private final Workers workers;
  private final Analysis analysis;
  private final FloatList pending = new FloatList();
  private long frames;
  private boolean finished;

  /**
   * @param length samples a frame
   * @param hop samples from frame to frame
   * @param width values a vector
   */
  FrameStream(int length, int hop, int width, Workers workers, Analysis analysis) {
    this.length = length;
    this.hop = hop;
    this.width = width;
    this.rate = (double) SpeechEncoder.SAMPLE_RATE / hop;
    this.workers = workers;
    this.analysis = analysis;
    pending.add(new float[length / 2]);
  }

  @Override
  public FeatureSequence append(float[] samples, int from, int to) {
    if (finished) {
      throw new IllegalStateException("the stream is finished");
    }
    pending.add(samples, from, to - from);
    int ready = pending.size() < length ? 0 : (pending.size() - length) / hop + 1;
    return drain(pending.head(ready == 0 ? 0 : (ready - 1) * hop + length), ready);
  }

  @Override
  public FeatureSequence finish() {
    if (finished) {
      throw new IllegalStateException("the stream is finished");
    }
    finished = true;
    int rest = Math.max(0, Math.ceilDiv(pending.size() - length / 2, hop));
    float[] signal = pending.toArray();
    return drain(Arrays.copyOf(signal, Math.max(signal.length, (rest - 1) * hop + length)), rest);
  }

  private FeatureSequence drain(float[] signal, int count) {
    float[] vectors = new float[count * width];
    long first = frames;
    workers.forEach(
        Math.ceilDiv(count, BLOCK),
        block -> {
          for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
            analysis.analyse(signal, i * hop, first + i, vectors, i * width);
          }
        });
    frames += count;
    pending.drop(Math.min(pending.size(), count * hop));
    return new FeatureSequence(width, rate, vectors);
  }
}
