package studio.viseme.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import studio.viseme.image.RgbImage;

/**
 * Lossless pictures of a clip, small and fast to unpack in any order.
 *
 * <p>A picture becomes three planes, green and the differences of red and blue to it. Every run of
 * sixteen values of a row is predicted from its neighbours by the median edge detector of LOCO-I
 * (Weinberger, Seroussi and Sapiro 2000, "The LOCO-I lossless image compression algorithm", eq. 1)
 * or, where that is cheaper, from the same place of a key picture: behind a static camera most of a
 * frame is the key again. What the prediction misses is folded to 0, −1, 1, −2, … and written in
 * Rice's code with the parameter that suits the run; a run without misses is four bits.
 *
 * <p>A picture depends on at most one other, its key, and a key on none.
 */
final class FrameCodec {
  private static final int RUN = 16;

  /** What stands before a run: no misses, Rice's parameter plus one, or plain bytes. */
  private static final int ALL_ZERO = 0;

  private static final int PLAIN = 9;
  private static final int TYPE_BITS = 4;

  /** The longest unary part, so that a value always fits what the reader holds. */
  private static final int LONGEST_UNARY = 31;

  private FrameCodec() {}

  /** The planes of a picture: green, red − green, blue − green, each modulo 256. */
  static byte[][] planes(RgbImage image) {
    int count = image.width() * image.height();
    byte[][] planes = new byte[3][count];
    byte[] rgb = image.data();
    for (int i = 0; i < count; i++) {
      byte green = rgb[3 * i + 1];
      planes[0][i] = green;
      planes[1][i] = (byte) (rgb[3 * i] - green + 128);
      planes[2][i] = (byte) (rgb[3 * i + 2] - green + 128);
    }
    return planes;
  }

  /** The picture that has these planes. */
  static RgbImage image(byte[][] planes, int width, int height) {
    RgbImage image = new RgbImage(width, height);
    byte[] rgb = image.data();
    for (int i = 0; i < width * height; i++) {
      byte green = planes[0][i];
      rgb[3 * i] = (byte) (planes[1][i] + green - 128);
      rgb[3 * i + 1] = green;
      rgb[3 * i + 2] = (byte) (planes[2][i] + green - 128);
    }
    return image;
  }

  /**
   * @param key the planes of the key picture, or null when this is one
   */
  static byte[] encode(byte[][] planes, int width, byte @Nullable [][] key) {
    BitWriter out = new BitWriter(planes[0].length);
    int[] spatial = new int[RUN];
    int[] temporal = new int[RUN];
    for (int p = 0; p < 3; p++) {
      for (int row = 0; row < planes[p].length; row += width) {
        for (int x = 0; x < width; x += RUN) {
          int count = Math.min(RUN, width - x);
          int cost = missFromNeighbours(planes[p], width, row, x, count, spatial);
          if (key != null) {
            boolean fromKey = missFromKey(planes[p], key[p], row + x, count, temporal) < cost;
            out.write(fromKey ? 1 : 0, 1);
            writeRun(fromKey ? temporal : spatial, count, out);
          } else {
            writeRun(spatial, count, out);
          }
        }
      }
    }
    return out.toBytes();
  }

  private static int missFromNeighbours(
      byte[] plane, int width, int row, int x, int count, int[] misses) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int miss = (byte) (plane[row + x + i] - predict(plane, width, row, x + i));
      misses[i] = miss << 1 ^ miss >> 31;
      sum += misses[i];
    }
    return sum;
  }

  private static int missFromKey(byte[] plane, byte[] key, int from, int count, int[] misses) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int miss = (byte) (plane[from + i] - key[from + i]);
      misses[i] = miss << 1 ^ miss >> 31;
      sum += misses[i];
    }
    return sum;
  }

  /** The median edge detector; outside the picture the neighbour that there is. */
  private static int predict(byte[] plane, int width, int row, int x) {
    int at = row + x;
    if (row == 0) {
      return x == 0 ? 128 : plane[at - 1] & 0xff;
    }
    int up = plane[at - width] & 0xff;
    return x == 0 ? up : median(plane[at - 1] & 0xff, up, plane[at - width - 1] & 0xff);
  }

  private static int median(int left, int up, int corner) {
    int low = Math.min(left, up);
    int high = Math.max(left, up);
    return corner >= high ? low : corner <= low ? high : left + up - corner;
  }

  private static void writeRun(int[] misses, int count, BitWriter out) {
    int largest = 0;
    int sum = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, misses[i]);
      sum += misses[i];
    }
    if (largest == 0) {
      out.write(ALL_ZERO, TYPE_BITS);
      return;
    }
    int best = PLAIN - 1;
    int bestBits = 8 * count;
    // The best parameter lies beside the logarithm of the mean.
    int near = 31 - Integer.numberOfLeadingZeros(Math.max(1, sum / count));
    for (int k = Math.max(0, near - 1); k <= Math.min(7, near + 1); k++) {
      int bits = count * (k + 1);
      for (int i = 0; i < count; i++) {
        bits += misses[i] >> k;
      }
      if (bits < bestBits && largest >> k <= LONGEST_UNARY) {
        bestBits = bits;
        best = k;
      }
    }
    out.write(best + 1, TYPE_BITS);
    for (int i = 0; i < count; i++) {
      if (best == PLAIN - 1) {
        out.write(misses[i], 8);
      } else {
        int unary = misses[i] >> best;
        int rest = misses[i] & (1 << best) - 1;
        out.write(1 << best | rest, unary + 1 + best);
      }
    }
  }

  /**
   * @param key the planes of the key picture, or null when this is one
   */
  static byte[][] decode(byte[] packed, int width, int height, byte @Nullable [][] key) {
    BitReader in = new BitReader(packed);
    byte[][] planes = new byte[3][width * height];
    for (int p = 0; p < 3; p++) {
      byte[] plane = planes[p];
      for (int row = 0; row < plane.length; row += width) {
        for (int x = 0; x < width; x += RUN) {
          int count = Math.min(RUN, width - x);
          boolean fromKey = key != null && in.read(1) == 1;
          int type = in.read(TYPE_BITS);
          if (fromKey) {
            readFromKey(in, type, plane, key[p], row + x, count);
          } else {
            readFromNeighbours(in, type, plane, width, row, x, count);
          }
        }
      }
    }
    return planes;
  }

  private static void readFromKey(
      BitReader in, int type, byte[] plane, byte[] key, int from, int count) {
    if (type == ALL_ZERO) {
      System.arraycopy(key, from, plane, from, count);
      return;
    }
    for (int i = from; i < from + count; i++) {
      plane[i] = (byte) (key[i] + in.miss(type));
    }
  }

  private static void readFromNeighbours(
      BitReader in, int type, byte[] plane, int width, int row, int x, int count) {
    int i = 0;
    if (row == 0 || x == 0) {
      int edge = row == 0 ? count : 1;
      for (; i < edge; i++) {
        plane[row + x + i] = (byte) (predict(plane, width, row, x + i) + in.miss(type));
      }
    }
    if (i == count) {
      return;
    }
    int at = row + x + i;
    int left = plane[at - 1] & 0xff;
    int corner = plane[at - width - 1] & 0xff;
    for (; i < count; i++, at++) {
      int up = plane[at - width] & 0xff;
      left = median(left, up, corner) + in.miss(type) & 0xff;
      plane[at] = (byte) left;
      corner = up;
    }
  }

  /** Writes bits, the highest first. */
  private static final class BitWriter {
    private byte[] bytes;
    private int length;
    private long buffer;
    private int held;

    BitWriter(int expected) {
      bytes = new byte[Math.max(64, expected)];
    }

    /**
     * @param count 0 … 39, the longest code
     */
    void write(long value, int count) {
      buffer = buffer << count | value;
      held += count;
      if (length + Long.BYTES > bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      while (held >= 8) {
        held -= 8;
        bytes[length++] = (byte) (buffer >>> held);
      }
    }

    byte[] toBytes() {
      if (held > 0) {
        write(0, 8 - held);
      }
      return Arrays.copyOf(bytes, length);
    }
  }

  /** Reads bits, the highest first; beyond the end there are zeros. */
  private static final class BitReader {
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int next;

    /** The next bits, left-aligned; {@code held} of them are real. */
    private long buffer;

    private int held;

    BitReader(byte[] packed) {
      bytes = Arrays.copyOf(packed, packed.length + 2 * Long.BYTES);
    }

    private void fill() {
      buffer |= (long) LONG.get(bytes, Math.min(next, bytes.length - Long.BYTES)) >>> held;
      int taken = 63 - held >> 3;
      next += taken;
      held += taken * 8;
    }

    int read(int count) {
      if (held < count) {
        fill();
      }
      int value = (int) (buffer >>> 1 >>> 63 - count);
      buffer <<= count;
      held -= count;
      return value;
    }

    /** One value of a run of the given type, unfolded. */
    int miss(int type) {
      if (type == ALL_ZERO) {
        return 0;
      }
      if (held < LONGEST_UNARY + 1 + 8) {
        fill();
      }
      int folded;
      if (type == PLAIN) {
        folded = (int) (buffer >>> 56);
        buffer <<= 8;
        held -= 8;
      } else {
        int k = type - 1;
        int unary = Long.numberOfLeadingZeros(buffer);
        buffer <<= unary + 1;
        folded = unary << k | (int) (buffer >>> 1 >>> 63 - k);
        buffer <<= k;
        held -= unary + 1 + k;
      }
      return folded >>> 1 ^ -(folded & 1);
    }
  }
}
