package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.Workers;

/**
 * The head crop's frames on the disk, lossless. Any frame is decoded from its own block and at most
 * one other, its second's key; decoded frames stay in a cache of bounded size, so that memory does
 * not grow with the clip. Thread-safe.
 */
final class FrameStore implements FrameSource {
  /** Frames that share a key. */
  static final int KEY_INTERVAL = 25;

  /** What the cache holds when nothing else is asked for. */
  static final long DEFAULT_CACHE_BYTES = 256L << 20;

  private static final long MAX_CACHE_BYTES = 1L << 30;
  private static final long KEY_CACHE_BYTES = 32L << 20;

  private final BlockStore blocks;
  private final int width;
  private final int height;
  private final int count;
  private final FrameCache<RgbImage> frames;
  private final FrameCache<byte[][]> keys;

  private FrameStore(BlockStore blocks, int width, int height, int count, long cacheBytes) {
    this.blocks = blocks;
    this.width = width;
    this.height = height;
    this.count = count;
    this.frames =
        new FrameCache<>(Math.min(cacheBytes, MAX_CACHE_BYTES), image -> image.data().length);
    this.keys = new FrameCache<>(KEY_CACHE_BYTES, planes -> 3L * planes[0].length);
  }

  static FrameStore open(Path folder, int width, int height, int count, long cacheBytes) {
    return new FrameStore(BlockStore.open(folder, count), width, height, count, cacheBytes);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public RgbImage frame(int index) {
    Objects.checkIndex(index, count);
    return frames.get(index, this::decode).copy();
  }

  private RgbImage decode(int index) {
    int key = index - index % KEY_INTERVAL;
    byte[][] keyPlanes =
        keys.get(key, k -> FrameCodec.decode(blocks.block(k), width, height, null));
    byte[][] planes =
        index == key ? keyPlanes : FrameCodec.decode(blocks.block(index), width, height, keyPlanes);
    return FrameCodec.image(planes, width, height);
  }

  /** Writes frames from the first to the last; they are packed side by side, a second at a time. */
  static final class Writer {
    private final BlockStore.Writer blocks;
    private final Workers workers;
    private final List<RgbImage> second = new ArrayList<>();

    Writer(Path folder, Workers workers) {
      this.blocks = new BlockStore.Writer(folder, 0);
      this.workers = workers;
    }

    void add(RgbImage frame) {
      second.add(frame);
      if (second.size() == KEY_INTERVAL) {
        flush();
      }
    }

    void finish() {
      if (!second.isEmpty()) {
        flush();
      }
      blocks.finish();
    }

    private void flush() {
      int width = second.getFirst().width();
      byte[][] key = FrameCodec.planes(second.getFirst());
      byte[][] packed = new byte[second.size()][];
      workers.forEach(
          packed.length,
          i ->
              packed[i] =
                  i == 0
                      ? FrameCodec.encode(key, width, null)
                      : FrameCodec.encode(FrameCodec.planes(second.get(i)), width, key));
      IntStream.range(0, packed.length).forEach(i -> blocks.add(packed[i]));
      second.clear();
    }
  }
}
