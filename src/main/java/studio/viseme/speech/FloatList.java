package studio.viseme.speech;

import java.util.Arrays;

/** Floats that are added at the end and forgotten at the beginning. */
final class FloatList {
  private float[] values = new float[64];
  private int first;
  private int end;

  int size() {
    return end - first;
  }

  float get(int index) {
    return values[first + index];
  }

  void set(int index, float value) {
    values[first + index] = value;
  }

  void add(float value) {
    reserve(1);
    values[end++] = value;
  }

  void add(float[] more) {
    add(more, 0, more.length);
  }

  void add(float[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, values, end, count);
    end += count;
  }

  /** Forgets the first {@code count}. */
  void drop(int count) {
    if (count < 0 || count > size()) {
      throw new IndexOutOfBoundsException(count + " of " + size());
    }
    first += count;
  }

  /** Copies {@code count} values from {@code index} on into an array. */
  void copy(int index, float[] to, int offset, int count) {
    System.arraycopy(values, first + index, to, offset, count);
  }

  /** The first {@code count}. */
  float[] head(int count) {
    return Arrays.copyOfRange(values, first, first + count);
  }

  float[] toArray() {
    return head(size());
  }

  private void reserve(int count) {
    if (end + count <= values.length) {
      return;
    }
    int size = size();
    int needed = Math.addExact(size, count);
    float[] target =
        needed <= values.length / 2 ? values : new float[Math.max(needed, growth(values.length))];
    System.arraycopy(values, first, target, 0, size);
    values = target;
    first = 0;
    end = size;
  }

  private static int growth(int length) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, 2L * length);
  }
}
