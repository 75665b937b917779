package studio.viseme.speech.learning;

import studio.viseme.compute.Adam;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.store.SafeTensors;

/** A net's parameters, their gradient, and Adam's moments. */
public final class Trained implements AutoCloseable {
  private final Engine engine;
  private final String name;
  private final Batch values;
  private final Batch gradient;
  private final Batch first;
  private final Batch second;

  /**
   * @param name in checkpoints
   * @param start what the parameters begin with
   */
  public Trained(Engine engine, String name, float[] start) {
    this.engine = engine;
    this.name = name;
    values = Batch.vector(engine.floats(start));
    gradient = Batch.allocate(engine, 1, start.length);
    first = Batch.allocate(engine, 1, start.length);
    second = Batch.allocate(engine, 1, start.length);
  }

  /** The parameters as they are now. */
  public Batch values() {
    return values;
  }

  /** Where a step leaves its gradient. */
  public Batch gradient() {
    return gradient;
  }

  /**
   * Moves the parameters by Adam with decoupled weight decay (Loshchilov and Hutter 2019).
   *
   * @param step counted from 1
   */
  public void move(Adam adam, double rate, double decay, int step) {
    engine.batches().accumulate((float) (-rate * decay), values, values);
    adam.step(values, gradient, first, second, rate, step, null);
  }

  void write(SafeTensors.Writer out) {
    out.floats(name + ".values", values.download());
    out.floats(name + ".first", first.download());
    out.floats(name + ".second", second.download());
  }

  void read(SafeTensors in) {
    values.upload(in.floats(name + ".values"));
    first.upload(in.floats(name + ".first"));
    second.upload(in.floats(name + ".second"));
  }

  @Override
  public void close() {
    for (Batch batch : new Batch[] {values, gradient, first, second}) {
      batch.buffer().close();
    }
  }
}
