package studio.viseme.avatar.syncgaussian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.ConditionGates;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;

/**
 * The learned deformation δ = MLP(H(μ) ⊕ C) (SyncGaussian, equation 5): the canonical position μ is
 * encoded by a tri-plane of hash grids, what {@link RegionAttention} leaves of the condition C is
 * appended, and a small net answers with {@link Offsets}.
 */
final class DeformationField implements AutoCloseable {
  private static final String TABLE = "table";
  private static final String NET = "field";
  private static final double LAST_LAYER = 0.02;
  private static final float TABLE_RANGE = 1e-2f;

  final Batch table;
  final Batch weights;
  final RegionAttention attention;
  final Offsets offsets;

  /** outputs × capacity: what {@link #forward} wrote. */
  final Batch output;

  private final TriPlane grid;
  private final Perceptron net;
  private final int encoded;
  private final Batch input;
  private boolean fixed;

  /**
   * @param drives length of the condition
   */
  DeformationField(
      Engine engine,
      TriPlaneSpec gridSpec,
      int drives,
      RegionAttention attention,
      List<Integer> hidden,
      Offsets offsets,
      int capacity) {
    this.attention = attention;
    this.offsets = offsets;
    this.encoded = gridSpec.outputs();
    this.grid = engine.triPlane(gridSpec);
    int inputs = encoded + (attention.isGivenOnce() ? 0 : drives);
    int conditions = attention.isGivenOnce() ? drives : 0;
    PerceptronSpec spec = new PerceptronSpec(inputs, conditions, hidden, offsets.channels(), true);
    this.net = engine.perceptron(spec);
    this.table = Batch.vector(engine.floats(gridSpec.tableSize()));
    this.weights = Batch.vector(engine.floats(spec.parameters()));
    this.input = Batch.allocate(engine, inputs, capacity);
    this.output = Batch.allocate(engine, offsets.channels(), capacity);
  }

  void initialize(RandomGenerator random) {
    float[] values = new float[table.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = TABLE_RANGE * (float) random.nextGaussian();
    }
    table.upload(values);
    weights.upload(net.spec().initialize(random, LAST_LAYER));
    attention.initialize(random);
  }

  /** What is learned, by names that stay. */
  Map<String, Batch> vectors() {
    Map<String, Batch> vectors = new LinkedHashMap<>();
    vectors.put(TABLE, table);
    vectors.put(NET, weights);
    vectors.putAll(attention.vectors());
    return vectors;
  }

  /** Whether a vector of that name is a hash table rather than a net. */
  static boolean isTable(String name) {
    return name.equals(TABLE);
  }

  /**
   * Encodes the positions once for all later {@link #forward}: neither they nor the table will
   * change any more, and no gradient is asked for.
   */
  void fix(Batch means) {
    grid.forward(means, table, input.first(means.count()).channels(0, encoded));
    fixed = true;
  }

  /**
   * Answers for every Gaussian into {@link #output}.
   *
   * @param means 3 × N
   * @param attributes of the branch, × N
   * @param condition a vector
   */
  void forward(Batch means, Batch attributes, Batch condition) {
    int n = means.count();
    Batch rows = input.first(n);
    Batch encoding = rows.channels(0, encoded);
    if (!fixed) {
      grid.forward(means, table, encoding);
    }
    Batch given = attention.isGivenOnce() ? condition : null;
    if (given == null) {
      attention.forward(encoding, attributes, condition, rows.channels(encoded, rows.channels()));
    }
    ConditionGates gates = attention.gates(attributes);
    if (fixed) {
      net.answer(weights, rows, given, gates, output.first(n));
    } else {
      net.forward(weights, rows, given, gates, output.first(n));
    }
  }

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param inputGradient room for {@link #inputs()} × N
   * @param gradients of {@link #vectors()}, by name: overwritten
   * @param conditionGradient null, or a vector: overwritten
   */
  void backward(
      Batch means,
      Batch condition,
      Batch outputGradient,
      Batch inputGradient,
      Map<String, Batch> gradients,
      @Nullable Batch conditionGradient) {
    Batch rows = inputGradient.first(means.count());
    Batch encoding = rows.channels(0, encoded);
    if (attention.isGivenOnce()) {
      net.backward(outputGradient, gradients.get(NET), rows, conditionGradient);
    } else {
      net.backward(outputGradient, gradients.get(NET), rows, null);
      Batch heard = rows.channels(encoded, rows.channels());
      attention.backward(condition, heard, encoding, gradients, conditionGradient);
    }
    grid.backward(means, encoding, gradients.get(TABLE));
  }

  int inputs() {
    return input.channels();
  }

  @Override
  public void close() {
    grid.close();
    net.close();
    attention.close();
    for (Batch batch : List.of(table, weights, input, output)) {
      batch.buffer().close();
    }
  }
}
