package studio.viseme.compute.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Picture;

/** Floats kept as doubles: what is computed here is rounded only when it is downloaded. */
final class ReferenceFloats implements Floats {
  private double[] values;
  private boolean closed;

  ReferenceFloats(long size) {
    values = new double[Math.toIntExact(size)];
  }

  @Override
  public long size() {
    return values().length;
  }

  @Override
  public void resize(long size) {
    values = Arrays.copyOf(values(), Math.toIntExact(size));
  }

  @Override
  public void upload(long at, MemorySegment source) {
    int count = Math.toIntExact(source.byteSize() / Float.BYTES);
    Objects.checkFromIndexSize(at, count, values().length);
    for (int i = 0; i < count; i++) {
      values[(int) at + i] = source.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * Float.BYTES);
    }
  }

  @Override
  public void download(long at, MemorySegment target) {
    int count = Math.toIntExact(target.byteSize() / Float.BYTES);
    Objects.checkFromIndexSize(at, count, values().length);
    for (int i = 0; i < count; i++) {
      target.set(
          ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * Float.BYTES, (float) values[(int) at + i]);
    }
  }

  @Override
  public void close() {
    closed = true;
    values = new double[0];
  }

  /**
   * The numbers themselves; for this package and its tests, which differentiate by small
   * differences.
   */
  double[] values() {
    if (closed) {
      throw new IllegalStateException("the buffer is closed");
    }
    return values;
  }

  static double[] values(Floats buffer) {
    if (buffer instanceof ReferenceFloats floats) {
      return floats.values();
    }
    throw new IllegalArgumentException(
        "a buffer of another engine: " + buffer.getClass().getSimpleName());
  }

  static double get(Batch batch, int channel, int item) {
    return values(batch.buffer())[index(batch, channel, item)];
  }

  static void set(Batch batch, int channel, int item, double value) {
    values(batch.buffer())[index(batch, channel, item)] = value;
  }

  static void add(Batch batch, int channel, int item, double value) {
    values(batch.buffer())[index(batch, channel, item)] += value;
  }

  /** All channels of an item. */
  static double[] item(Batch batch, int item) {
    double[] channels = new double[batch.channels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = get(batch, c, item);
    }
    return channels;
  }

  static void setItem(Batch batch, int item, double[] channels) {
    for (int c = 0; c < channels.length; c++) {
      set(batch, c, item, channels[c]);
    }
  }

  /** A vector's values. */
  static double[] vector(Batch vector) {
    double[] values = new double[vector.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(vector, 0, i);
    }
    return values;
  }

  static void setVector(Batch vector, double[] values) {
    for (int i = 0; i < values.length; i++) {
      set(vector, 0, i, values[i]);
    }
  }

  static double get(Picture picture, int channel, int x, int y) {
    return get(picture.asBatch(), channel, y * picture.width() + x);
  }

  static void set(Picture picture, int channel, int x, int y, double value) {
    set(picture.asBatch(), channel, y * picture.width() + x, value);
  }

  private static int index(Batch batch, int channel, int item) {
    return Math.toIntExact(batch.offset() + channel * batch.stride() + item);
  }
}
