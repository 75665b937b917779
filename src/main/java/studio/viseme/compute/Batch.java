package studio.viseme.compute;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A view of a buffer as {@code channels} rows of {@code count} floats: channel c of item i lies at
 * {@code offset + c * stride + i}. {@code stride} is the room for items and {@code count} how many
 * are in use, so a set of Gaussians that grows keeps its buffer and only takes a longer view.
 *
 * <p>A view is free to make and owns nothing. A <em>vector</em> of n values is a batch of 1 × n.
 *
 * @param offset of channel 0, item 0, in floats
 * @param channels at least 0
 * @param count at least 0; every operation accepts 0 items and then does nothing, or writes sums of
 *     nothing: zeros
 * @param stride floats from one channel to the next, at least {@code count}
 */
public record Batch(Floats buffer, long offset, int channels, int count, long stride) {
  public Batch {
    Objects.requireNonNull(buffer);
    if (offset < 0 || channels < 0 || count < 0 || stride < count) {
      throw new IllegalArgumentException(
          channels + " channels of " + count + " items, offset " + offset + ", stride " + stride);
    }
    long end = channels == 0 || count == 0 ? offset : offset + (channels - 1L) * stride + count;
    if (end > buffer.size()) {
      throw new IndexOutOfBoundsException("needs " + end + " floats of " + buffer.size());
    }
  }

  /**
   * A new buffer of {@code channels} × {@code capacity} zeros, all of it in use. Close it by {@code
   * buffer().close()}.
   */
  public static Batch allocate(Engine engine, int channels, int capacity) {
    return of(engine.floats((long) channels * capacity), channels, capacity);
  }

  /** The front of a buffer as rows that lie one after the other. */
  public static Batch of(Floats buffer, int channels, int count) {
    return new Batch(buffer, 0, channels, count, count);
  }

  /** A whole buffer as a vector. */
  public static Batch vector(Floats buffer) {
    return of(buffer, 1, Math.toIntExact(buffer.size()));
  }

  /** The first {@code count} items; may be more than now as long as the stride has room. */
  public Batch first(int count) {
    return new Batch(buffer, offset, channels, count, stride);
  }

  /** Items {@code from} … {@code to − 1}. */
  public Batch items(int from, int to) {
    Objects.checkFromToIndex(from, to, count);
    return new Batch(buffer, offset + from, channels, to - from, stride);
  }

  /** Channels {@code from} … {@code to − 1}. */
  public Batch channels(int from, int to) {
    Objects.checkFromToIndex(from, to, channels);
    return new Batch(buffer, offset + from * stride, to - from, count, stride);
  }

  /**
   * The same floats as a vector, channel after channel. Possible where no gaps lie between the
   * rows, and for one item with a stride of 1: the output of a net for a single input becomes the
   * code vector of {@link BatchOperations#blend}.
   *
   * @throws IllegalStateException if there are gaps
   */
  public Batch asVector() {
    if (channels > 1 && stride != count) {
      throw new IllegalStateException(
          "rows of " + count + " with stride " + stride + " are not one vector");
    }
    int length = Math.multiplyExact(channels, count);
    return new Batch(buffer, offset, 1, length, length);
  }

  /** channels × count. */
  public long size() {
    return (long) channels * count;
  }

  /**
   * Uploads {@link #size()} floats, channel after channel without gaps.
   *
   * @throws IllegalArgumentException if {@code values} is of another length
   */
  public void upload(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(values.length + " values for " + channels + " x " + count);
    }
    MemorySegment source = MemorySegment.ofArray(values);
    for (int c = 0; c < channels; c++) {
      buffer.upload(offset + c * stride, source.asSlice(4L * c * count, 4L * count));
    }
  }

  /** Downloads {@link #size()} floats, channel after channel without gaps. */
  public float[] download() {
    float[] values = new float[Math.toIntExact(size())];
    MemorySegment target = MemorySegment.ofArray(values);
    for (int c = 0; c < channels; c++) {
      buffer.download(offset + c * stride, target.asSlice(4L * c * count, 4L * count));
    }
    return values;
  }
}
