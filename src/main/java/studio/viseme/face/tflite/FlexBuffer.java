package studio.viseme.face.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the part of the FlexBuffers format that options of custom operations use: a map from names
 * to numbers or to vectors of numbers. The format is read from its end: the last byte is the root's
 * width, the one before its packed type (type and width of what it holds), before that the root
 * itself. Offsets count backwards from where they stand. See "FlexBuffers" in the FlatBuffers
 * documentation.
 */
final class FlexBuffer {
  private static final int INT = 1;
  private static final int UINT = 2;
  private static final int FLOAT = 3;
  private static final int INDIRECT_INT = 6;
  private static final int INDIRECT_UINT = 7;
  private static final int INDIRECT_FLOAT = 8;
  private static final int MAP = 9;
  private static final int VECTOR = 10;
  private static final int VECTOR_INT = 11;
  private static final int VECTOR_UINT = 12;
  private static final int VECTOR_FLOAT = 13;
  private static final int FIRST_FIXED_VECTOR = 16;
  private static final int LAST_FIXED_VECTOR = 24;
  private static final int BOOL = 26;

  private final ByteBuffer bytes;

  private FlexBuffer(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The root map. A single number is a vector of one.
   *
   * @throws IllegalArgumentException when the bytes hold something else
   */
  static Map<String, double[]> readMap(ByteBuffer bytes) {
    FlexBuffer reader = new FlexBuffer(bytes);
    int end = bytes.limit();
    int width = bytes.get(end - 1) & 255;
    int packed = bytes.get(end - 2) & 255;
    int root = end - 2 - width;
    if (packed >> 2 != MAP) {
      throw new IllegalArgumentException("FlexBuffer of type " + (packed >> 2) + ", not a map");
    }
    return reader.map(reader.follow(root, width), 1 << (packed & 3));
  }

  /**
   * Before a map's values stand: their number, the width of the keys, the offset of the keys. After
   * them, their types.
   */
  private Map<String, double[]> map(int at, int width) {
    int count = (int) unsigned(at - width, width);
    int keyWidth = (int) unsigned(at - 2 * width, width);
    int keys = follow(at - 3 * width, width);
    Map<String, double[]> out = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = key(follow(keys + i * keyWidth, keyWidth));
      int packed = bytes.get(at + count * width + i) & 255;
      out.put(key, value(at + i * width, width, packed));
    }
    return out;
  }

  private double[] value(int at, int parentWidth, int packed) {
    int type = packed >> 2;
    int width = 1 << (packed & 3);
    return switch (type) {
      case INT, UINT, FLOAT, BOOL -> new double[] {number(type, at, parentWidth)};
      case INDIRECT_INT -> new double[] {number(INT, follow(at, parentWidth), width)};
      case INDIRECT_UINT -> new double[] {number(UINT, follow(at, parentWidth), width)};
      case INDIRECT_FLOAT -> new double[] {number(FLOAT, follow(at, parentWidth), width)};
      case VECTOR -> untypedVector(follow(at, parentWidth), width);
      case VECTOR_INT, VECTOR_UINT, VECTOR_FLOAT -> {
        int start = follow(at, parentWidth);
        yield numbers(type - VECTOR_INT + INT, start, width, (int) unsigned(start - width, width));
      }
      default -> {
        if (type < FIRST_FIXED_VECTOR || type > LAST_FIXED_VECTOR) {
          throw new IllegalArgumentException("FlexBuffer type " + type + " isn't supported");
        }
        int kind = type - FIRST_FIXED_VECTOR;
        yield numbers(kind % 3 + INT, follow(at, parentWidth), width, 2 + kind / 3);
      }
    };
  }

  private double[] untypedVector(int start, int width) {
    int count = (int) unsigned(start - width, width);
    double[] out = new double[count];
    for (int i = 0; i < count; i++) {
      out[i] = value(start + i * width, width, bytes.get(start + count * width + i) & 255)[0];
    }
    return out;
  }

  private double[] numbers(int type, int start, int width, int count) {
    double[] out = new double[count];
    for (int i = 0; i < count; i++) {
      out[i] = number(type, start + i * width, width);
    }
    return out;
  }

  private double number(int type, int at, int width) {
    return switch (type) {
      case FLOAT -> width == 4 ? bytes.getFloat(at) : bytes.getDouble(at);
      case INT -> signed(at, width);
      default -> unsigned(at, width);
    };
  }

  private String key(int at) {
    StringBuilder key = new StringBuilder();
    for (int i = at; bytes.get(i) != 0; i++) {
      key.append((char) bytes.get(i));
    }
    return key.toString();
  }

  private int follow(int at, int width) {
    return at - (int) unsigned(at, width);
  }

  private long unsigned(int at, int width) {
    return switch (width) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at) & 0xffffffffL;
      default -> bytes.getLong(at);
    };
  }

  private long signed(int at, int width) {
    return switch (width) {
      case 1 -> bytes.get(at);
      case 2 -> bytes.getShort(at);
      case 4 -> bytes.getInt(at);
      default -> bytes.getLong(at);
    };
  }
}
