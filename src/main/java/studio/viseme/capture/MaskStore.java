package studio.viseme.capture;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.Parsing;
import studio.viseme.image.GrayImage;
import studio.viseme.job.JobException;

/**
 * A clip's parsings on the disk, lossless: a block a frame, its three maps one after the other,
 * deflated. Thread-safe.
 */
final class MaskStore {
  private static final int MAPS = 3;
  private static final long CACHE_BYTES = 64L << 20;

  private final BlockStore blocks;
  private final Path folder;
  private final int width;
  private final int height;
  private final int count;
  private final FrameCache<byte[]> cache = new FrameCache<>(CACHE_BYTES, maps -> maps.length);

  private MaskStore(BlockStore blocks, Path folder, int width, int height, int count) {
    this.blocks = blocks;
    this.folder = folder;
    this.width = width;
    this.height = height;
    this.count = count;
  }

  static MaskStore open(Path folder, int width, int height, int count) {
    return new MaskStore(BlockStore.open(folder, count), folder, width, height, count);
  }

  /** A parsing of the caller's own. */
  Parsing parsing(int frame) {
    Objects.checkIndex(frame, count);
    byte[] maps = cache.get(frame, this::unpack);
    int size = width * height;
    GrayImage[] images = new GrayImage[MAPS];
    for (int i = 0; i < MAPS; i++) {
      images[i] = new GrayImage(width, height, Arrays.copyOfRange(maps, i * size, (i + 1) * size));
    }
    return new Parsing(images[0], images[1], images[2]);
  }

  private byte[] unpack(int frame) {
    byte[] maps = new byte[MAPS * width * height];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(blocks.block(frame));
      int length = 0;
      while (length < maps.length) {
        int count = inflater.inflate(maps, length, maps.length - length);
        if (count == 0) {
          throw damaged(frame);
        }
        length += count;
      }
    } catch (DataFormatException e) {
      throw damaged(frame);
    }
    for (int i = 0; i < width * height; i++) {
      if ((maps[i] & 0xff) >= FaceRegion.values().length) {
        throw damaged(frame);
      }
    }
    return maps;
  }

  private JobException damaged(int frame) {
    return JobException.input(
        "The masks of frame " + frame + " are damaged", folder, "analyse the project again");
  }

  /** One frame's block. */
  static byte[] pack(Parsing parsing) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 15);
      byte[] buffer = new byte[1 << 14];
      for (GrayImage map : new GrayImage[] {parsing.labels(), parsing.person(), parsing.head()}) {
        deflater.setInput(map.data());
        while (!deflater.needsInput()) {
          out.write(buffer, 0, deflater.deflate(buffer));
        }
      }
      deflater.finish();
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }
}
