package studio.viseme.speech.se4lip;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.job.Workers;

/**
 * A trained speech net that listens. While a sound goes on, a few windows come at a time, and
 * building the net anew would cost more than running it: so one that is small stays, for all
 * streams together. Many windows get a net of their own, and everybody's hands.
 *
 * <p>The stock net of the convolutional variants runs on one thread and one size of batch: the
 * small one does all.
 */
final class Ear {
  /** Windows that the small net takes. */
  static final int FEW = 6;

  /** Windows that go through a net of their own at once, at most. */
  private static final int MANY = 96;

  private static final Cleaner CLEANER = Cleaner.create();

  private final Se4LipModel model;
  private @Nullable Net small;

  Ear(Se4LipModel model) {
    this.model = model;
  }

  /** A net with its parameters. */
  private record Net(Engine engine, SpeechTower tower, Batch parameters) implements AutoCloseable {
    static Net of(Se4LipModel model, int most, Workers workers) {
      Engine engine = Engines.cpu(workers);
      return new Net(
          engine,
          SpeechTower.of(engine, model.variant(), model.size(), most),
          Batch.vector(engine.floats(model.speech())));
    }

    /** Embeds windows {@code from} … {@code to} − 1 of those given. */
    void embed(float[] windows, int from, int to, float[][] units) {
      int count = to - from;
      int each = windows.length / units.length;
      float[] some = new float[count * each];
      System.arraycopy(windows, from * each, some, 0, some.length);
      float[] columns = tower.embed(parameters, some, count).download();
      for (int i = 0; i < count; i++) {
        units[from + i] = Se4LipModel.unit(columns, i, count);
      }
    }

    @Override
    public void close() {
      tower.close();
      engine.close();
    }
  }

  /**
   * @param windows count × {@link SpectrogramWindows#size}
   * @return an embedding of unit length for each
   */
  float[][] embed(float[] windows, int count, Workers workers) {
    float[][] units = new float[count][];
    if (count <= FEW || !model.variant().isRecurrent()) {
      synchronized (this) {
        for (int from = 0; from < count; from += FEW) {
          small().embed(windows, from, Math.min(count, from + FEW), units);
        }
      }
      return units;
    }
    try (Net net = Net.of(model, Math.min(MANY, count), workers)) {
      for (int from = 0; from < count; from += MANY) {
        net.embed(windows, from, Math.min(count, from + MANY), units);
      }
    }
    return units;
  }

  private Net small() {
    Net net = small;
    if (net == null) {
      net = Net.of(model, FEW, Workers.sameThread());
      small = net;
      CLEANER.register(this, net::close);
    }
    return net;
  }
}
