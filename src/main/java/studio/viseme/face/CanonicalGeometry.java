package studio.viseme.face;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The canonical mesh out of MediaPipe's {@code GeometryPipelineMetadata}, a Protocol Buffers
 * message: field 1 is a mesh whose field 3 holds floats (x, y, z, u, v a vertex) and field 4
 * triangle indices, packed or not.
 */
record CanonicalGeometry(float[] vertices, int[] triangles) {
  static final int VERTEX_STRIDE = 5;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MESH = 1;
  private static final int VERTEX_BUFFER = 3;
  private static final int INDEX_BUFFER = 4;

  static CanonicalGeometry parse(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag >> 3 == MESH && (tag & 7) == BYTES) {
        return mesh(slice(in));
      }
      skip(in, tag & 7);
    }
    throw new IllegalArgumentException("no mesh in the face geometry");
  }

  private static CanonicalGeometry mesh(ByteBuffer in) {
    float[] vertices = new float[FaceMesh.POINTS * VERTEX_STRIDE];
    int[] indices = new int[3 * 2 * FaceMesh.POINTS];
    int vertexCount = 0;
    int indexCount = 0;
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      int field = tag >> 3;
      int wire = tag & 7;
      ByteBuffer part = wire == BYTES ? slice(in) : in;
      if (field == VERTEX_BUFFER && (wire == FIXED32 || wire == BYTES)) {
        do {
          vertices[vertexCount++] = part.getFloat();
        } while (wire == BYTES && part.hasRemaining());
      } else if (field == INDEX_BUFFER && (wire == VARINT || wire == BYTES)) {
        do {
          indices[indexCount++] = (int) varint(part);
        } while (wire == BYTES && part.hasRemaining());
      } else if (wire != BYTES) {
        skip(in, wire);
      }
    }
    if (vertexCount != vertices.length || indexCount == 0 || indexCount % 3 != 0) {
      throw new IllegalArgumentException(
          vertexCount + " vertex values and " + indexCount + " indices");
    }
    return new CanonicalGeometry(vertices, Arrays.copyOf(indices, indexCount));
  }

  private static ByteBuffer slice(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  private static void skip(ByteBuffer in, int wire) {
    switch (wire) {
      case VARINT -> varint(in);
      case FIXED64 -> in.getLong();
      case BYTES -> slice(in);
      case FIXED32 -> in.getInt();
      default -> throw new IllegalArgumentException("wire type " + wire);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 127) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("endless varint");
  }
}
