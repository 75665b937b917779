package studio.viseme.compute.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Picture;

/**
 * Floats outside the heap, aligned for the widest vectors. Kernels copy the stretch they work on
 * into arrays and back.
 */
final class CpuFloats implements Floats {
  private final CpuEngine engine;
  private Block block;

  CpuFloats(CpuEngine engine, long size) {
    this.engine = engine;
    this.block = Block.allocate(Math.multiplyExact(size, Float.BYTES));
  }

  @Override
  public long size() {
    return block.memory().byteSize() / Float.BYTES;
  }

  @Override
  public void resize(long size) {
    block = block.resized(Math.multiplyExact(size, Float.BYTES));
  }

  @Override
  public void upload(long at, MemorySegment source) {
    MemorySegment.copy(source, 0, memory(), at * Float.BYTES, source.byteSize());
  }

  @Override
  public void download(long at, MemorySegment target) {
    MemorySegment.copy(memory(), at * Float.BYTES, target, 0, target.byteSize());
  }

  @Override
  public void close() {
    if (block.isOpen()) {
      block.close();
      engine.forget(this);
    }
  }

  MemorySegment memory() {
    return block.memory();
  }

  /** The memory behind a batch; it must be of this engine. */
  static MemorySegment memory(Batch batch) {
    return of(batch.buffer()).memory();
  }

  static CpuFloats of(Floats buffer) {
    if (buffer instanceof CpuFloats floats) {
      return floats;
    }
    throw new IllegalArgumentException(
        "a buffer of another engine: " + buffer.getClass().getSimpleName());
  }

  /** The memory of items {@code from} … {@code from + count − 1} of a channel. */
  static MemorySegment slice(Batch batch, int channel, long from, int count) {
    long first = (batch.offset() + channel * batch.stride() + from) * Float.BYTES;
    return memory(batch).asSlice(first, (long) count * Float.BYTES);
  }

  /** Copies items {@code from} … of a channel into an array. */
  static void load(Batch batch, int channel, long from, float[] target, int at, int count) {
    long first = (batch.offset() + channel * batch.stride() + from) * Float.BYTES;
    MemorySegment.copy(memory(batch), ValueLayout.JAVA_FLOAT, first, target, at, count);
  }

  /** Copies an array to items {@code from} … of a channel. */
  static void store(float[] source, int at, Batch batch, int channel, long from, int count) {
    long first = (batch.offset() + channel * batch.stride() + from) * Float.BYTES;
    MemorySegment.copy(source, at, memory(batch), ValueLayout.JAVA_FLOAT, first, count);
  }

  /** Copies a whole vector into an array. */
  static void load(Batch vector, float[] target) {
    load(vector, 0, 0, target, 0, vector.count());
  }

  /**
   * Copies a whole vector into an array, unless the same bits are there.
   *
   * @return whether they were not
   */
  static boolean loadIfChanged(Batch vector, float[] target) {
    MemorySegment given = slice(vector, 0, 0, vector.count());
    MemorySegment kept = MemorySegment.ofArray(target).asSlice(0, given.byteSize());
    if (kept.mismatch(given) < 0) {
      return false;
    }
    kept.copyFrom(given);
    return true;
  }

  /** Copies the front of an array to a whole vector. */
  static void store(float[] source, Batch vector) {
    store(source, 0, vector, 0, 0, vector.count());
  }

  /** Copies {@code count} pixels of a row of a picture into an array. */
  static void load(Picture picture, int channel, int x, int y, float[] target, int at, int count) {
    MemorySegment.copy(
        of(picture.buffer()).memory(),
        ValueLayout.JAVA_FLOAT,
        pixel(picture, channel, x, y),
        target,
        at,
        count);
  }

  /** Copies an array to {@code count} pixels of a row of a picture. */
  static void store(float[] source, int at, Picture picture, int channel, int x, int y, int count) {
    MemorySegment.copy(
        source,
        at,
        of(picture.buffer()).memory(),
        ValueLayout.JAVA_FLOAT,
        pixel(picture, channel, x, y),
        count);
  }

  /** Where a pixel lies in its buffer, in bytes. */
  static long pixel(Picture picture, int channel, int x, int y) {
    long row = (long) channel * picture.height() + y;
    return (picture.offset() + row * picture.width() + x) * Float.BYTES;
  }

  /** Memory with the arena that frees it. */
  record Block(Arena arena, MemorySegment memory) {
    private static final long ALIGNMENT = 64;

    static Block allocate(long bytes) {
      Arena arena = Arena.ofShared();
      return new Block(arena, arena.allocate(bytes, ALIGNMENT));
    }

    Block resized(long bytes) {
      Block next = allocate(bytes);
      MemorySegment.copy(memory, 0, next.memory, 0, Math.min(bytes, memory.byteSize()));
      close();
      return next;
    }

    boolean isOpen() {
      return arena.scope().isAlive();
    }

    void close() {
      arena.close();
    }
  }
}
