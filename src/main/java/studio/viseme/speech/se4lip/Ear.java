package studio.viseme.speech.se4lip;

import java.lang.ref.Cleaner;
import java.util.Arrays;
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
  private record Net(Engine engine, Variant variant, SpeechTower tower, Batch parameters)
      implements AutoCloseable {
    static Net of(Se4LipModel model, int most, Workers workers) {
      Engine engine = Engines.cpu(workers);
      return new Net(
          engine,
          model.variant(),
          SpeechTower.of(engine, model.variant(), model.size(), most),
          Batch.vector(engine.floats(model.speech())));
    }

    /** Embeds windows {@code from} … {@code to} − 1 of those given. */
    void embed(float[] vectors, int[] starts, int from, int to, float[][] units) {
      int first = starts[from];
      int bands = variant.spectrogram().width();
      int end = starts[to - 1] + variant.moments();
      float[] some = Arrays.copyOfRange(vectors, first * bands, end * bands);
      int[] begin = Arrays.stream(starts, from, to).map(start -> start - first).toArray();
      float[] columns = tower.embed(parameters, some, begin).download();
      for (int i = 0; i < begin.length; i++) {
        units[from + i] = Se4LipModel.unit(columns, i, begin.length);
      }
    }

    @Override
    public void close() {
      tower.close();
      engine.close();
    }
  }

  /**
   * @param vectors of the spectrogram, as {@link SpectrogramWindows#take} gives them
   * @param starts the vector at which each window begins, in order
   * @return an embedding of unit length for each
   */
  float[][] embed(float[] vectors, int[] starts, Workers workers) {
    float[][] units = new float[starts.length][];
    if (starts.length <= FEW || !model.variant().isRecurrent()) {
      synchronized (this) {
        embed(small(), FEW, vectors, starts, units);
      }
      return units;
    }
    try (Net net = Net.of(model, Math.min(MANY, starts.length), workers)) {
      embed(net, MANY, vectors, starts, units);
    }
    return units;
  }

  private static void embed(Net net, int together, float[] vectors, int[] starts, float[][] units) {
    for (int from = 0; from < starts.length; from += together) {
      net.embed(vectors, starts, from, Math.min(starts.length, from + together), units);
    }
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
