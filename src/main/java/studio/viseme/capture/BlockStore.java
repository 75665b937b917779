package studio.viseme.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import studio.viseme.job.JobException;
import studio.viseme.store.AtomicFiles;

/**
 * Numbered blocks of bytes, a frame's each, in segment files of {@link #PER_SEGMENT} blocks that
 * are read through memory maps. A segment appears complete or not at all, so that writing can go on
 * after the last one that is there. Every block carries a checksum: what a disk has garbled is
 * refused, not decoded.
 *
 * <p>A segment is: magic, version, number of blocks; for each block its offset (8 bytes), length
 * and CRC-32C (4 bytes each); the blocks. Little-endian.
 */
final class BlockStore {
  static final int PER_SEGMENT = 125;

  private static final int MAGIC = 0x4b4c4256;
  private static final int VERSION = 1;
  private static final int HEAD = 12;
  private static final int ENTRY = 16;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path folder;
  private final List<MemorySegment> segments = new ArrayList<>();

  private BlockStore(Path folder) {
    this.folder = folder;
  }

  private static Path file(Path folder, int segment) {
    return folder.resolve("%04d.blocks".formatted(segment));
  }

  /**
   * Maps the segments of a folder.
   *
   * @param count how many blocks there must be
   * @throws JobException (input) when some are missing or a head lies
   */
  static BlockStore open(Path folder, int count) {
    BlockStore store = new BlockStore(folder);
    for (int first = 0; first < count; first += PER_SEGMENT) {
      store.segments.add(
          map(file(folder, first / PER_SEGMENT), Math.min(PER_SEGMENT, count - first)));
    }
    return store;
  }

  private static MemorySegment map(Path file, int count) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long data = HEAD + (long) count * ENTRY;
      require(size >= data, "it is cut off", file);
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
      require(
          map.get(INT, 0) == MAGIC && map.get(INT, 4) == VERSION,
          "it is no segment of frames",
          file);
      require(
          map.get(INT, 8) == count,
          "it holds %d frames instead of %d".formatted(map.get(INT, 8), count),
          file);
      for (int i = 0; i < count; i++) {
        long offset = map.get(LONG, HEAD + (long) i * ENTRY);
        int length = map.get(INT, HEAD + (long) i * ENTRY + 8);
        require(
            offset >= data && length >= 0 && offset <= size - length,
            "a frame lies outside of it",
            file);
      }
      return map;
    } catch (IOException e) {
      throw AtomicFiles.unreadable(file, e);
    }
  }

  private static void require(boolean holds, String why, Path file) {
    if (!holds) {
      throw JobException.input("The file is damaged, " + why, file, "analyse the project again");
    }
  }

  /**
   * @throws JobException (input) when its checksum is wrong
   */
  byte[] block(int number) {
    MemorySegment map = segments.get(number / PER_SEGMENT);
    long entry = HEAD + (long) (number % PER_SEGMENT) * ENTRY;
    byte[] block =
        map.asSlice(map.get(LONG, entry), map.get(INT, entry + 8)).toArray(ValueLayout.JAVA_BYTE);
    require(
        checksum(block) == map.get(INT, entry + 12),
        "frame " + number + " has a wrong checksum",
        file(folder, number / PER_SEGMENT));
    return block;
  }

  private static int checksum(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block);
    return (int) crc.getValue();
  }

  /** Writes a store from its first block to its last. */
  static final class Writer {
    private final Path folder;
    private final List<byte[]> pending = new ArrayList<>();
    private int segment;

    /**
     * @param firstSegment the segment to go on with; earlier ones are there already
     */
    Writer(Path folder, int firstSegment) {
      this.folder = folder;
      this.segment = firstSegment;
    }

    /** The next segment to write in a folder: all before it are complete. */
    static int resumeAt(Path folder) {
      int segment = 0;
      while (Files.exists(file(folder, segment))) {
        segment++;
      }
      return segment;
    }

    void add(byte[] block) {
      pending.add(block);
      if (pending.size() == PER_SEGMENT) {
        flush();
      }
    }

    /** Writes the last, shorter segment. */
    void finish() {
      if (!pending.isEmpty()) {
        flush();
      }
    }

    private void flush() {
      ByteBuffer head =
          ByteBuffer.allocate(HEAD + pending.size() * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(MAGIC).putInt(VERSION).putInt(pending.size());
      long offset = head.capacity();
      for (byte[] block : pending) {
        head.putLong(offset).putInt(block.length).putInt(checksum(block));
        offset += block.length;
      }
      AtomicFiles.write(
          file(folder, segment),
          out -> {
            out.write(head.array());
            for (byte[] block : pending) {
              out.write(block);
            }
          });
      pending.clear();
      segment++;
    }
  }
}
