package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import studio.viseme.image.FrameSource;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobException;
import studio.viseme.job.Workers;
import studio.viseme.media.PictureCodec;

/**
 * The head crop's frames on the disk, lossless. Any frame is decoded from its own block alone;
 * decoded frames stay in a cache of bounded size, so that memory does not grow with the clip.
 * Thread-safe.
 */
final class FrameStore implements FrameSource {
  /** What the cache holds when nothing else is asked for. */
  static final long DEFAULT_CACHE_BYTES = 256L << 20;

  private static final long MAX_CACHE_BYTES = 1L << 30;

  private final Path folder;
  private final BlockStore blocks;
  private final PictureCodec codec;
  private final int width;
  private final int height;
  private final int count;
  private final FrameCache<RgbImage> frames;

  private FrameStore(Path folder, int width, int height, int count, long cacheBytes) {
    this.folder = folder;
    this.blocks = BlockStore.open(folder, count);
    this.codec = new PictureCodec(width, height);
    this.width = width;
    this.height = height;
    this.count = count;
    this.frames =
        new FrameCache<>(Math.min(cacheBytes, MAX_CACHE_BYTES), image -> image.data().length);
  }

  static FrameStore open(Path folder, int width, int height, int count, long cacheBytes) {
    return new FrameStore(folder, width, height, count, cacheBytes);
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
    RgbImage image = codec.unpack(blocks.block(index));
    if (image == null) {
      throw JobException.input(
          "Frame " + index + " can't be decoded", folder, "analyse the project again");
    }
    return image;
  }

  /** Writes frames from the first to the last; they are packed side by side, a few at a time. */
  static final class Writer implements AutoCloseable {
    private static final int TOGETHER = 16;

    private final BlockStore.Writer blocks;
    private final PictureCodec codec;
    private final Workers workers;
    private final List<RgbImage> waiting = new ArrayList<>();

    Writer(Path folder, int width, int height, Workers workers) {
      this.blocks = new BlockStore.Writer(folder, 0);
      this.codec = new PictureCodec(width, height);
      this.workers = workers;
    }

    /** The frame must not be written afterwards. */
    void add(RgbImage frame) {
      waiting.add(frame);
      if (waiting.size() == TOGETHER) {
        flush();
      }
    }

    void finish() {
      flush();
      blocks.finish();
    }

    private void flush() {
      byte[][] packed = new byte[waiting.size()][];
      workers.forEach(packed.length, i -> packed[i] = codec.pack(waiting.get(i)));
      for (byte[] block : packed) {
        blocks.add(block);
      }
      waiting.clear();
    }

    @Override
    public void close() {
      codec.close();
    }
  }
}
