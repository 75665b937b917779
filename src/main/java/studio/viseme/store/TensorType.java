package studio.viseme.store;

/** What the numbers of a tensor are; little-endian in the file. */
public enum TensorType {
  F32(4),
  I32(4),
  U8(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes a value. */
  public int bytes() {
    return bytes;
  }
}
