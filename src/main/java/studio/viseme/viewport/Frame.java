package studio.viseme.viewport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of the buffers that go to and fro between the viewport and who shows it. The buffer object is
 * the same whenever the same frame comes round again, so an image can be kept for each.
 */
public final class Frame {
  static final int BYTES = 4;

  private final int generation;
  private final int index;
  private final int width;
  private final int height;
  private final ByteBuffer pixels;

  private long sequence;
  private long requested;

  Frame(int generation, int index, int width, int height) {
    this.generation = generation;
    this.index = index;
    this.width = width;
    this.height = height;
    pixels = ByteBuffer.allocateDirect(width * height * BYTES).order(ByteOrder.nativeOrder());
  }

  /** BGRA premultiplied, sRGB, top row first, {@code 4 * width} bytes a row; from position 0. */
  public ByteBuffer pixels() {
    return pixels;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Grows with each resize; the frames of one generation have one size. */
  public int generation() {
    return generation;
  }

  /** 0..2 within its generation. */
  public int index() {
    return index;
  }

  /** The number of the picture it holds; grows by one with each that was rendered. */
  public long sequence() {
    return sequence;
  }

  /** {@link System#nanoTime()} when the scene it shows was handed in. */
  public long requestedAt() {
    return requested;
  }

  void stamp(long newSequence, long newRequested) {
    sequence = newSequence;
    requested = newRequested;
  }
}
