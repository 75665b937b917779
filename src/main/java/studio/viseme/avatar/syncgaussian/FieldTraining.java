package studio.viseme.avatar.syncgaussian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;

/** The gradient of a {@link DeformationField} and the step along it. */
final class FieldTraining implements AutoCloseable {
  private final BatchOperations ops;
  private final DeformationField field;
  private final Branch branch;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Batch> gradients = new LinkedHashMap<>();
  private final Batch answers;
  private final Batch inputs;

  /**
   * @param branch whose Gaussians the field moves
   */
  FieldTraining(Engine engine, DeformationField field, Branch branch) {
    this.ops = engine.batches();
    this.field = field;
    this.branch = branch;
    field.vectors().forEach((name, values) -> parameters.put(name, new Parameter(engine, values)));
    parameters.forEach((name, parameter) -> gradients.put(name, parameter.gradient));
    this.answers = Batch.allocate(engine, field.offsets.channels(), branch.capacity);
    this.inputs = Batch.allocate(engine, field.inputs(), branch.capacity);
  }

  /** By the field's names. */
  Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * Takes the gradient of the field's latest answers.
   *
   * @param moved of the moved Gaussians, 14 × N
   * @param conditionGradient null, or a vector: overwritten
   */
  void backward(Batch moved, Batch condition, @Nullable Batch conditionGradient) {
    Batch of = answers.first(branch.count());
    field.offsets.backward(ops, moved, of);
    Batch means = branch.gaussians().means();
    field.backward(means, condition, of, inputs, gradients, conditionGradient);
  }

  /** Moves tables at one rate and nets at another. */
  void step(Adam adam, LearningRates rates, int step) {
    parameters.forEach(
        (name, parameter) ->
            parameter.step(
                adam, DeformationField.isTable(name) ? rates.table() : rates.field(), step));
  }

  @Override
  public void close() {
    parameters.values().forEach(Parameter::close);
    for (Batch batch : List.of(answers, inputs)) {
      batch.buffer().close();
    }
  }
}
