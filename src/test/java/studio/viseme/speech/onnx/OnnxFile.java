package studio.viseme.speech.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes small ONNX files for tests: the few messages of onnx.proto that a net of some nodes needs,
 * in the protobuf wire format.
 */
public final class OnnxFile {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final Message graph = new Message();

  /** A message that grows: fields of varints, bytes and floats. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint(field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes.toByteArray());
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  public OnnxFile() {
    graph.text(2, "net");
  }

  /** An input of 32-bit floats; −1 is any size. */
  public OnnxFile input(String name, long... shape) {
    graph.message(11, value(name, FLOAT, shape));
    return this;
  }

  /** An input of 64-bit whole numbers. */
  public OnnxFile wholeInput(String name, long... shape) {
    graph.message(11, value(name, INT64, shape));
    return this;
  }

  public OnnxFile output(String name, long... shape) {
    graph.message(12, value(name, FLOAT, shape));
    return this;
  }

  /** Weights. */
  public OnnxFile weights(String name, float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return initializer(name, FLOAT, raw.array(), shape);
  }

  public OnnxFile wholes(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return initializer(name, INT64, raw.array(), values.length);
  }

  private OnnxFile initializer(String name, int type, byte[] raw, long... shape) {
    Message tensor = new Message();
    for (long size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /**
   * A node.
   *
   * @param inputs separated by commas
   * @param attributes a name and its whole numbers, such as {@code "strides=320"} or {@code
   *     "perm=0,2,1"}; a single number with a colon, such as {@code "axis:1"}
   */
  public OnnxFile node(String type, String inputs, String output, String... attributes) {
    Message node = new Message();
    for (String input : inputs.split(",")) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, type);
    for (String attribute : attributes) {
      Message written = new Message();
      String[] parts = attribute.split("[=:]");
      written.text(1, parts[0]);
      if (attribute.contains(":")) {
        written.number(3, Long.parseLong(parts[1])).number(20, 2);
      } else {
        for (String number : parts[1].split(",")) {
          written.number(8, Long.parseLong(number));
        }
        written.number(20, 7);
      }
      node.message(5, written);
    }
    graph.message(1, node);
    return this;
  }

  private static Message value(String name, int type, long... shape) {
    Message dimensions = new Message();
    for (int i = 0; i < shape.length; i++) {
      Message dimension = new Message();
      dimensions.message(
          1, shape[i] < 0 ? dimension.text(2, name + i) : dimension.number(1, shape[i]));
    }
    Message tensor = new Message().number(1, type).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The file. */
  public byte[] bytes() {
    Message operators = new Message().text(1, "").number(2, 13);
    return new Message().number(1, 8).message(7, graph).message(8, operators).bytes.toByteArray();
  }
}
