package studio.viseme.compute.cpu;

import java.lang.foreign.MemorySegment;
import studio.viseme.compute.Ints;

/** Integers outside the heap. */
final class CpuInts implements Ints {
  private final CpuEngine engine;
  private CpuFloats.Block block;

  CpuInts(CpuEngine engine, long size) {
    this.engine = engine;
    this.block = CpuFloats.Block.allocate(Math.multiplyExact(size, Integer.BYTES));
  }

  @Override
  public long size() {
    return block.memory().byteSize() / Integer.BYTES;
  }

  @Override
  public void resize(long size) {
    block = block.resized(Math.multiplyExact(size, Integer.BYTES));
  }

  @Override
  public void upload(long at, MemorySegment source) {
    MemorySegment.copy(source, 0, memory(), at * Integer.BYTES, source.byteSize());
  }

  @Override
  public void download(long at, MemorySegment target) {
    MemorySegment.copy(memory(), at * Integer.BYTES, target, 0, target.byteSize());
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

  static CpuInts of(Ints buffer) {
    if (buffer instanceof CpuInts ints) {
      return ints;
    }
    throw new IllegalArgumentException(
        "a buffer of another engine: " + buffer.getClass().getSimpleName());
  }
}
