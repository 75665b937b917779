package studio.viseme.compute;

import java.lang.foreign.MemorySegment;

/**
 * 32-bit floats that live on an engine. There is no view of them from here: data crosses only by
 * {@code upload} and {@code download}, both in the order of the engine's queue. New elements are 0.
 * Sizes and positions count floats and may exceed 2³¹.
 */
public interface Floats extends AutoCloseable {
  /** Elements. */
  long size();

  /**
   * Changes the size and keeps the first min(old, new) elements; elements that are new are 0.
   * Batches made over it before stay valid as far as they lie inside the new size.
   */
  void resize(long size);

  /**
   * Copies floats in native byte order on to the engine. The source may be changed once the method
   * returns.
   *
   * @param at first element to be written
   * @param source {@code byteSize() / 4} floats
   * @throws IndexOutOfBoundsException if they don't fit
   */
  void upload(long at, MemorySegment source);

  /**
   * Waits for all operations before it, then copies {@code target.byteSize() / 4} floats from
   * element {@code at} on.
   *
   * @throws IndexOutOfBoundsException if there are not as many
   */
  void download(long at, MemorySegment target);

  /** Uploads a whole array to element {@code at} and on. */
  default void upload(long at, float[] source) {
    upload(at, MemorySegment.ofArray(source));
  }

  /** Uploads a whole array to the front. */
  default void upload(float[] source) {
    upload(0, source);
  }

  /** Downloads {@code count} elements from {@code at} on into a new array. */
  default float[] download(long at, int count) {
    float[] target = new float[count];
    download(at, MemorySegment.ofArray(target));
    return target;
  }

  /** Downloads everything into a new array. */
  default float[] download() {
    return download(0, Math.toIntExact(size()));
  }

  /** Gives the memory back; any use afterwards throws {@link IllegalStateException}. */
  @Override
  void close();
}
