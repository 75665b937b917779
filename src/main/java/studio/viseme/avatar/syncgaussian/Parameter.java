package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Adam;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;

/**
 * A vector that is trained, with its gradient and Adam's moments. The vector is its owner's; the
 * rest is closed here.
 */
final class Parameter implements AutoCloseable {
  final Batch values;
  final Batch gradient;
  final Batch first;
  final Batch second;

  Parameter(Engine engine, Batch values) {
    this.values = values;
    this.gradient = Batch.allocate(engine, values.channels(), values.count());
    this.first = Batch.allocate(engine, values.channels(), values.count());
    this.second = Batch.allocate(engine, values.channels(), values.count());
  }

  void step(Adam adam, double rate, int step) {
    adam.step(values, gradient, first, second, rate, step, null);
  }

  /** Moves items {@code from} … {@code to − 1} only. */
  void step(Adam adam, int from, int to, double rate, int step) {
    adam.step(
        values.items(from, to),
        gradient.items(from, to),
        first.items(from, to),
        second.items(from, to),
        rate,
        step,
        null);
  }

  @Override
  public void close() {
    gradient.buffer().close();
    first.buffer().close();
    second.buffer().close();
  }
}
