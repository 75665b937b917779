package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;

/**
 * The learned deformation δ = MLP(H(μ) ⊕ C) (SyncGaussian, equation 5): the canonical position μ is
 * encoded by a tri-plane of hash grids, the condition C is appended, and a small net answers with
 * offsets.
 *
 * <p>Region attention decides how much of the condition each Gaussian hears. In the paper it is
 * learned from H(μ); here the mesh tells it: one mask for speech and one for the upper face, zero
 * where the region must not follow. A field without masks gives the whole condition to every
 * Gaussian.
 */
final class DeformationField implements AutoCloseable {
  private static final double LAST_LAYER = 0.02;
  private static final float TABLE_RANGE = 1e-2f;

  final Batch table;
  final Batch weights;

  /** outputs × capacity: what {@link #forward} wrote. */
  final Batch output;

  private final Engine engine;
  private final TriPlane grid;
  private final Perceptron net;
  private final boolean masked;
  private final int encoded;
  private final Batch input;
  private boolean fixed;

  /**
   * @param drives length of the condition
   * @param masked whether the condition is masked per Gaussian, and so becomes part of the net's
   *     inputs
   */
  DeformationField(
      Engine engine,
      TriPlaneSpec gridSpec,
      int drives,
      boolean masked,
      List<Integer> hidden,
      int outputs,
      int capacity) {
    this.engine = engine;
    this.masked = masked;
    this.encoded = gridSpec.outputs();
    this.grid = engine.triPlane(gridSpec);
    int inputs = encoded + (masked ? drives : 0);
    this.net =
        engine.perceptron(new PerceptronSpec(inputs, masked ? 0 : drives, hidden, outputs, true));
    this.table = Batch.vector(engine.floats(gridSpec.tableSize()));
    this.weights = Batch.vector(engine.floats(net.spec().parameters()));
    this.input = Batch.allocate(engine, inputs, capacity);
    this.output = Batch.allocate(engine, outputs, capacity);
  }

  void initialize(RandomGenerator random) {
    float[] values = new float[table.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = TABLE_RANGE * (float) random.nextGaussian();
    }
    table.upload(values);
    weights.upload(net.spec().initialize(random, LAST_LAYER));
  }

  /**
   * Encodes the positions once for all later {@link #forward}: neither they nor the table will
   * change any more.
   */
  void fix(Batch means) {
    grid.forward(means, table, input.first(means.count()).channels(0, encoded));
    fixed = true;
  }

  /**
   * Answers for every Gaussian into {@link #output}.
   *
   * @param means 3 × N
   * @param condition a vector
   * @param speechMask null for a field without masks, or 1 × N: how much of the condition's first
   *     {@code speech} values is heard
   * @param upperMask the same for the rest of the condition
   */
  void forward(
      Batch means,
      Batch condition,
      int speech,
      @Nullable Batch speechMask,
      @Nullable Batch upperMask) {
    int n = means.count();
    Batch rows = input.first(n);
    if (!fixed) {
      grid.forward(means, table, rows.channels(0, encoded));
    }
    if (masked) {
      Batch speechRows = rows.channels(encoded, encoded + speech);
      Batch upperRows = rows.channels(encoded + speech, rows.channels());
      engine.batches().broadcast(condition.items(0, speech), speechRows);
      engine.batches().broadcast(condition.items(speech, condition.count()), upperRows);
      engine.batches().multiply(speechRows, speechMask, speechRows);
      engine.batches().multiply(upperRows, upperMask, upperRows);
    }
    net.forward(weights, rows, masked ? null : condition, output.first(n));
  }

  /** The gradient of the latest {@link #forward}, with respect to table and weights. */
  void backward(
      Batch means,
      Batch outputGradient,
      Batch inputGradient,
      Batch weightGradient,
      Batch tableGradient) {
    int n = means.count();
    Batch rows = inputGradient.first(n);
    net.backward(outputGradient, weightGradient, rows, null);
    grid.backward(means, rows.channels(0, encoded), tableGradient);
  }

  int inputs() {
    return input.channels();
  }

  @Override
  public void close() {
    grid.close();
    net.close();
    for (Batch batch : List.of(table, weights, input, output)) {
      batch.buffer().close();
    }
  }
}
