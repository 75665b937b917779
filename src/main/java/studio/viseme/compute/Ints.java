package studio.viseme.compute;

import java.lang.foreign.MemorySegment;

/** 32-bit integers that live on an engine: indices. The rules are those of {@link Floats}. */
public interface Ints extends AutoCloseable {
  /** Elements. */
  long size();

  /** Changes the size and keeps the first min(old, new) elements; elements that are new are 0. */
  void resize(long size);

  /** Copies integers in native byte order on to the engine, from element {@code at} on. */
  void upload(long at, MemorySegment source);

  /**
   * Waits for all operations before it, then copies {@code target.byteSize() / 4} integers from
   * element {@code at} on.
   */
  void download(long at, MemorySegment target);

  /** Uploads a whole array to the front. */
  default void upload(int[] source) {
    upload(0, MemorySegment.ofArray(source));
  }

  /** Downloads everything into a new array. */
  default int[] download() {
    int[] target = new int[Math.toIntExact(size())];
    download(0, MemorySegment.ofArray(target));
    return target;
  }

  /** Gives the memory back; any use afterwards throws {@link IllegalStateException}. */
  @Override
  void close();
}
