package studio.viseme.avatar.syncgaussian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.BatchOperations.Function;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;

/**
 * Region attention as published (Li et al. 2023, ER-NeRF, section 3.2; the widths are
 * TalkingGaussian's): from how a place is encoded, one small net answers with a factor for each
 * channel of speech, and another, through a ReLU, with one for each value of the upper face.
 *
 * <pre>  a'_i = a ⊙ V_a(H(μ_i)),   e'_i = e ⊙ relu(V_e(H(μ_i))) </pre>
 */
final class LearnedAttention implements RegionAttention {
  private static final String SPEECH = "attention.speech";
  private static final String UPPER = "attention.upper";
  private static final List<Integer> SPEECH_HIDDEN = List.of(32);
  private static final List<Integer> UPPER_HIDDEN = List.of(16);

  private final BatchOperations ops;
  private final int speech;
  private final Perceptron speechNet;
  private final Perceptron upperNet;
  private final Batch speechWeights;
  private final Batch upperWeights;

  /** condition × capacity: the factors. */
  private final Batch factors;

  private final Batch factorGradient;
  private final Batch passedBack;

  /**
   * @param encoded channels of the encoding
   * @param speech values of the condition's first part
   * @param upper values of its second
   */
  LearnedAttention(Engine engine, int encoded, int speech, int upper, int capacity) {
    this.ops = engine.batches();
    this.speech = speech;
    this.speechNet = engine.perceptron(new PerceptronSpec(encoded, 0, SPEECH_HIDDEN, speech, true));
    this.upperNet = engine.perceptron(new PerceptronSpec(encoded, 0, UPPER_HIDDEN, upper, true));
    this.speechWeights = Batch.vector(engine.floats(speechNet.spec().parameters()));
    this.upperWeights = Batch.vector(engine.floats(upperNet.spec().parameters()));
    this.factors = Batch.allocate(engine, speech + upper, capacity);
    this.factorGradient = Batch.allocate(engine, speech + upper, capacity);
    this.passedBack = Batch.allocate(engine, encoded, capacity);
  }

  @Override
  public void initialize(RandomGenerator random) {
    speechWeights.upload(speechNet.spec().initialize(random, 1));
    upperWeights.upload(upperNet.spec().initialize(random, 1));
  }

  @Override
  public Map<String, Batch> vectors() {
    Map<String, Batch> vectors = new LinkedHashMap<>();
    vectors.put(SPEECH, speechWeights);
    vectors.put(UPPER, upperWeights);
    return vectors;
  }

  private Batch ofSpeech(Batch rows) {
    return rows.channels(0, speech);
  }

  private Batch ofUpper(Batch rows) {
    return rows.channels(speech, rows.channels());
  }

  @Override
  public void forward(Batch encoding, Batch attributes, Batch condition, Batch rows) {
    Batch all = factors.first(encoding.count());
    speechNet.forward(speechWeights, encoding, null, ofSpeech(all));
    upperNet.forward(upperWeights, encoding, null, ofUpper(all));
    ops.apply(Function.RELU, ofUpper(all), ofUpper(all));
    ops.broadcast(condition, rows);
    ops.multiply(rows, all, rows);
  }

  @Override
  public void backward(
      Batch condition,
      Batch rowsGradient,
      Batch encodingGradient,
      Map<String, Batch> gradients,
      @Nullable Batch conditionGradient) {
    int n = rowsGradient.count();
    Batch all = factors.first(n);
    Batch scratch = factorGradient.first(n);
    if (conditionGradient != null) {
      ops.multiply(rowsGradient, all, scratch);
      ops.channelSums(scratch, conditionGradient);
    }
    ops.broadcast(condition, scratch);
    ops.multiply(scratch, rowsGradient, scratch);
    ops.applyBackward(Function.RELU, ofUpper(all), ofUpper(scratch), ofUpper(scratch));
    Batch back = passedBack.first(n);
    speechNet.backward(ofSpeech(scratch), gradients.get(SPEECH), back, null);
    ops.accumulate(1, back, encodingGradient);
    upperNet.backward(ofUpper(scratch), gradients.get(UPPER), back, null);
    ops.accumulate(1, back, encodingGradient);
  }

  @Override
  public void close() {
    speechNet.close();
    upperNet.close();
    for (Batch batch : List.of(speechWeights, upperWeights, factors, factorGradient, passedBack)) {
      batch.buffer().close();
    }
  }
}
