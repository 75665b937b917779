package studio.viseme.speech.se4lip;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.Perceptron;
import studio.viseme.nets.StockLayer;
import studio.viseme.nets.StockNet;
import studio.viseme.speech.learning.ConvNet;

/** The net that hears: windows of a spectrogram to embeddings. */
abstract sealed class SpeechTower implements AutoCloseable {
  /** Makes the net of a variant. */
  static SpeechTower of(Engine engine, Variant variant, NetSize size, int most) {
    return variant.isRecurrent()
        ? new Recurrent(engine, variant, size, most)
        : new Convolutional(engine, variant, most);
  }

  abstract int parameters();

  abstract float[] initialize(RandomGenerator random);

  /**
   * @param windows window after window, moment after moment, band after band
   * @param count how many windows
   * @return {@link NetSize#JOINT} × count; holds until the next call
   */
  abstract Batch forward(Batch parameters, float[] windows, int count);

  /**
   * Windows that may overlap, when nothing is to be learnt from them: the same bits.
   *
   * @param vectors moment after moment, band after band; no more than all windows have
   * @param starts the moment at which each window begins
   * @return as {@link #forward} does
   */
  abstract Batch embed(Batch parameters, float[] vectors, int[] starts);

  /** The gradient of the latest {@link #forward}. */
  abstract void backward(Batch parameters, Batch by, Batch parameterGradient);

  @Override
  public abstract void close();

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] out = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        out[c * rows + r] = values[r * columns + c];
      }
    }
    return out;
  }

  /** Gated recurrent units; the state after the last moment is what they say. */
  private static final class Recurrent extends SpeechTower {
    private final Variant variant;
    private final Gru gru;
    private final Perceptron last;
    private final boolean projected;
    private final Batch input;
    private final Batch states;
    private final Batch byStates;
    private final Batch output;
    private final Engine engine;

    Recurrent(Engine engine, Variant variant, NetSize size, int most) {
      GruSpec spec = size.gru(variant);
      this.engine = engine;
      this.variant = variant;
      this.gru = engine.gru(spec);
      this.projected = size.isProjected();
      this.last = engine.perceptron(size.projection());
      int items = most * variant.moments();
      this.input = Batch.of(engine.floats((long) items * spec.inputs()), spec.inputs(), items);
      this.states = Batch.allocate(engine, spec.hidden(), items);
      this.byStates = Batch.allocate(engine, spec.hidden(), items);
      this.output = Batch.allocate(engine, NetSize.JOINT, most);
    }

    @Override
    int parameters() {
      return gru.spec().parameters() + (projected ? last.spec().parameters() : 0);
    }

    @Override
    float[] initialize(RandomGenerator random) {
      float[] values = new float[parameters()];
      float[] first = gru.spec().initialize(random);
      System.arraycopy(first, 0, values, 0, first.length);
      if (projected) {
        float[] rest = last.spec().initialize(random, 1);
        System.arraycopy(rest, 0, values, first.length, rest.length);
      }
      return values;
    }

    private Batch atLast(Batch batch, int count) {
      int moments = variant.moments();
      return batch.items((moments - 1) * count, moments * count);
    }

    @Override
    Batch forward(Batch parameters, float[] windows, int count) {
      int bands = gru.spec().inputs();
      int moments = variant.moments();
      float[] columns = new float[windows.length];
      for (int n = 0; n < count; n++) {
        for (int t = 0; t < moments; t++) {
          for (int b = 0; b < bands; b++) {
            columns[(b * moments + t) * count + n] = windows[(n * moments + t) * bands + b];
          }
        }
      }
      Batch in = input.first(count * moments);
      in.upload(columns);
      Batch all = states.first(count * moments);
      gru.forward(parameters.items(0, gru.spec().parameters()), moments, in, all);
      return projected(parameters, atLast(all, count));
    }

    @Override
    Batch embed(Batch parameters, float[] vectors, int[] starts) {
      int bands = gru.spec().inputs();
      Batch in = input.first(vectors.length / bands);
      in.upload(transposed(vectors, in.count(), bands));
      Batch ends = states.first(starts.length);
      Batch weights = parameters.items(0, gru.spec().parameters());
      gru.last(weights, variant.moments(), in, starts, ends);
      return projected(parameters, ends);
    }

    private Batch projected(Batch parameters, Batch h) {
      if (!projected) {
        return h;
      }
      Batch out = output.first(h.count());
      last.forward(parameters.items(gru.spec().parameters(), parameters()), h, null, out);
      return out;
    }

    @Override
    void backward(Batch parameters, Batch by, Batch parameterGradient) {
      int count = by.count();
      Batch all = byStates.first(count * variant.moments());
      engine.batches().fill(all, 0);
      Batch byLast = atLast(all, count);
      if (projected) {
        last.backward(
            by, parameterGradient.items(gru.spec().parameters(), parameters()), byLast, null);
      } else {
        engine.batches().copy(by, byLast);
      }
      gru.backward(all, parameterGradient.items(0, gru.spec().parameters()), null);
    }

    @Override
    public void close() {
      gru.close();
      last.close();
      for (Batch batch : new Batch[] {input, states, byStates, output}) {
        batch.buffer().close();
      }
    }
  }

  /** The spectrogram as a picture, in a stock net. */
  private static final class Convolutional extends SpeechTower {
    private final Variant variant;
    private final List<ConvNet.Layer> layers;
    private final StockNet net;
    private final Batch output;

    /** The parameters that the net has. */
    private float[] values = new float[0];

    Convolutional(Engine engine, Variant variant, int most) {
      this.variant = variant;
      this.layers = NetSize.speechNet(variant);
      this.net =
          new StockNet(
              layers.stream()
                  .map(at -> new StockLayer(at.spec(), at.residual(), at.bend() != null))
                  .toList(),
              most);
      this.output = Batch.allocate(engine, NetSize.JOINT, most);
    }

    @Override
    int parameters() {
      return ConvNet.parameters(layers);
    }

    @Override
    float[] initialize(RandomGenerator random) {
      return ConvNet.initialize(layers, random);
    }

    @Override
    Batch embed(Batch parameters, float[] vectors, int[] starts) {
      int each = variant.moments() * variant.spectrogram().width();
      float[] windows = new float[starts.length * each];
      for (int n = 0; n < starts.length; n++) {
        int from = starts[n] * variant.spectrogram().width();
        System.arraycopy(vectors, from, windows, n * each, each);
      }
      float[] pictures = pictures(windows, starts.length);
      return columns(prepared(parameters).forward(pictures, starts.length), starts.length);
    }

    @Override
    Batch forward(Batch parameters, float[] windows, int count) {
      float[] pictures = pictures(windows, count);
      return columns(prepared(parameters).forwardForTraining(pictures, count), count);
    }

    private StockNet prepared(Batch parameters) {
      float[] now = parameters.download();
      if (!Arrays.equals(now, values)) {
        net.setParameters(now);
        values = now;
      }
      return net;
    }

    /** Bands are rows, moments columns. */
    private float[] pictures(float[] windows, int count) {
      int bands = variant.spectrogram().width();
      int moments = variant.moments();
      float[] pictures = new float[windows.length];
      for (int n = 0; n < count; n++) {
        for (int t = 0; t < moments; t++) {
          for (int b = 0; b < bands; b++) {
            pictures[(n * bands + b) * moments + t] = windows[(n * moments + t) * bands + b];
          }
        }
      }
      return pictures;
    }

    private Batch columns(float[] embeddings, int count) {
      Batch out = output.first(count);
      out.upload(transposed(embeddings, count, NetSize.JOINT));
      return out;
    }

    @Override
    void backward(Batch parameters, Batch by, Batch parameterGradient) {
      int count = by.count();
      parameterGradient.upload(
          net.backward(transposed(by.download(), NetSize.JOINT, count), count));
    }

    @Override
    public void close() {
      net.close();
      output.buffer().close();
    }
  }
}
