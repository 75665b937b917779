package studio.viseme.compute.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import studio.viseme.compute.Ints;

/** Integers in an array. */
final class ReferenceInts implements Ints {
  private int[] values;
  private boolean closed;

  ReferenceInts(long size) {
    values = new int[Math.toIntExact(size)];
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
    int count = Math.toIntExact(source.byteSize() / Integer.BYTES);
    Objects.checkFromIndexSize(at, count, values().length);
    for (int i = 0; i < count; i++) {
      values[(int) at + i] = source.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * Integer.BYTES);
    }
  }

  @Override
  public void download(long at, MemorySegment target) {
    int count = Math.toIntExact(target.byteSize() / Integer.BYTES);
    Objects.checkFromIndexSize(at, count, values().length);
    for (int i = 0; i < count; i++) {
      target.set(ValueLayout.JAVA_INT_UNALIGNED, (long) i * Integer.BYTES, values[(int) at + i]);
    }
  }

  @Override
  public void close() {
    closed = true;
    values = new int[0];
  }

  int[] values() {
    if (closed) {
      throw new IllegalStateException("the buffer is closed");
    }
    return values;
  }

  static int[] values(Ints buffer) {
    if (buffer instanceof ReferenceInts ints) {
      return ints.values();
    }
    throw new IllegalArgumentException(
        "a buffer of another engine: " + buffer.getClass().getSimpleName());
  }
}
