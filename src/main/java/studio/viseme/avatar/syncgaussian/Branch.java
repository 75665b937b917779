package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;

/**
 * The canonical Gaussians of one branch, head or mouth, on an engine: {@code capacity} have room
 * and {@code count} are in use. Each has its parameters, which are learned, and its attributes
 * (blend shapes, masks), which stay.
 */
final class Branch implements AutoCloseable {
  final int capacity;

  /** {@link Gaussians#CHANNELS} × capacity. */
  Batch parameters;

  /** attributes × capacity. */
  Batch attributes;

  private int count;

  Branch(Engine engine, int attributeChannels, int capacity) {
    this.capacity = capacity;
    this.parameters = Batch.allocate(engine, Gaussians.CHANNELS, capacity);
    this.attributes = Batch.allocate(engine, attributeChannels, capacity);
  }

  static Branch of(Engine engine, Seeds seeds, int attributeChannels, int capacity) {
    Branch branch = new Branch(engine, attributeChannels, Math.max(capacity, seeds.count()));
    branch.set(seeds.count(), seeds.parameterRows(), seeds.attributeRows());
    return branch;
  }

  /** The same Gaussians once more, without room for others. */
  Branch copy(Engine engine) {
    Branch copy = new Branch(engine, attributes.channels(), Math.max(1, count));
    copy.set(count, parameters().download(), attributes().download());
    return copy;
  }

  /** Replaces all Gaussians; rows are channel after channel, {@code count} values each. */
  void set(int newCount, float[] parameterRows, float[] attributeRows) {
    resize(newCount);
    parameters().upload(parameterRows);
    attributes().upload(attributeRows);
  }

  int count() {
    return count;
  }

  /** Puts Gaussian {@code order[i]} in place i. */
  void reorder(int[] order) {
    set(
        count,
        reordered(parameters().download(), order),
        reordered(attributes().download(), order));
  }

  /** Item {@code order[i]} of each row in place i. */
  static float[] reordered(float[] rows, int[] order) {
    float[] out = new float[rows.length];
    for (int row = 0; row < rows.length; row += order.length) {
      for (int i = 0; i < order.length; i++) {
        out[row + i] = rows[row + order[i]];
      }
    }
    return out;
  }

  void resize(int newCount) {
    if (newCount > capacity) {
      throw new IllegalArgumentException(newCount + " Gaussians where " + capacity + " have room");
    }
    count = newCount;
  }

  Batch parameters() {
    return parameters.first(count);
  }

  Batch attributes() {
    return attributes.first(count);
  }

  Gaussians gaussians() {
    return Gaussians.of(parameters());
  }

  @Override
  public void close() {
    parameters.buffer().close();
    attributes.buffer().close();
  }
}
