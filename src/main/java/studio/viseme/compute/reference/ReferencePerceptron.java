package studio.viseme.compute.reference;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.ConditionGates;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Shapes;

/** The net item by item. */
final class ReferencePerceptron implements Perceptron {
  private final PerceptronSpec spec;
  private double[] parameters = new double[0];
  private double[] condition = new double[0];
  private @Nullable Batch input;
  private @Nullable ConditionGates gates;

  ReferencePerceptron(PerceptronSpec spec) {
    this.spec = spec;
  }

  @Override
  public PerceptronSpec spec() {
    return spec;
  }

  @Override
  public void forward(
      Batch parameterVector,
      Batch input,
      @Nullable Batch conditionVector,
      @Nullable ConditionGates gates,
      Batch output) {
    Shapes.perceptron(spec, parameterVector, input, conditionVector, gates, output);
    this.input = input;
    this.gates = gates;
    parameters = ReferenceFloats.vector(parameterVector);
    condition = conditionVector == null ? new double[0] : ReferenceFloats.vector(conditionVector);
    for (int i = 0; i < input.count(); i++) {
      ReferenceFloats.setItem(output, i, activations(i)[spec.layers()]);
    }
  }

  @Override
  public void answer(
      Batch parameterVector,
      Batch input,
      @Nullable Batch conditionVector,
      @Nullable ConditionGates gates,
      Batch output) {
    forward(parameterVector, input, conditionVector, gates, output);
    this.input = null;
  }

  /** What an item hears of each number of the condition, 1 = all. */
  private double[] shares(int item) {
    double[] shares = new double[spec.conditions()];
    if (gates == null) {
      Arrays.fill(shares, 1);
      return shares;
    }
    int k = 0;
    for (int part = 0; part < gates.count(); part++) {
      double share = ReferenceFloats.item(gates.shares(), item)[part];
      for (int end = k + gates.length(part); k < end; k++) {
        shares[k] = share;
      }
    }
    return shares;
  }

  /** Of an item: element 0 is the input with the condition, element l the output of layer l − 1. */
  private double[][] activations(int item) {
    double[][] activations = new double[spec.layers() + 1][];
    activations[0] = new double[spec.inputs() + spec.conditions()];
    System.arraycopy(
        ReferenceFloats.item(Objects.requireNonNull(input), item),
        0,
        activations[0],
        0,
        spec.inputs());
    double[] shares = shares(item);
    for (int k = 0; k < spec.conditions(); k++) {
      activations[0][spec.inputs() + k] = shares[k] * condition[k];
    }
    for (int l = 0; l < spec.layers(); l++) {
      double[] in = activations[l];
      double[] out = new double[spec.fanOut(l)];
      for (int o = 0; o < out.length; o++) {
        out[o] = spec.biased() ? parameters[spec.biasOffset(l) + o] : 0;
        for (int i = 0; i < in.length; i++) {
          out[o] += parameters[spec.weightOffset(l) + o * in.length + i] * in[i];
        }
        if (l < spec.layers() - 1) {
          out[o] = Math.max(0, out[o]);
        }
      }
      activations[l + 1] = out;
    }
    return activations;
  }

  @Override
  public void backward(
      Batch outputGradient,
      Batch parameterGradient,
      @Nullable Batch inputGradient,
      @Nullable Batch conditionGradient) {
    Batch forward = input;
    if (forward == null) {
      throw new IllegalStateException("backward before forward");
    }
    Shapes.perceptronBackward(
        spec, forward.count(), outputGradient, parameterGradient, inputGradient, conditionGradient);
    double[] byParameters = new double[spec.parameters()];
    double[] byCondition = new double[spec.conditions()];
    for (int item = 0; item < forward.count(); item++) {
      double[] by = itemBackward(item, ReferenceFloats.item(outputGradient, item), byParameters);
      for (int i = 0; i < spec.inputs() && inputGradient != null; i++) {
        ReferenceFloats.set(inputGradient, i, item, by[i]);
      }
      double[] shares = shares(item);
      for (int k = 0; k < spec.conditions(); k++) {
        byCondition[k] += shares[k] * by[spec.inputs() + k];
      }
    }
    ReferenceFloats.setVector(parameterGradient, byParameters);
    if (conditionGradient != null) {
      ReferenceFloats.setVector(conditionGradient, byCondition);
    }
  }

  /** Adds to the parameters' gradient and gives that of input and condition. */
  private double[] itemBackward(int item, double[] by, double[] byParameters) {
    double[][] activations = activations(item);
    for (int l = spec.layers() - 1; l >= 0; l--) {
      double[] in = activations[l];
      double[] byIn = new double[in.length];
      for (int o = 0; o < by.length; o++) {
        if (l < spec.layers() - 1 && activations[l + 1][o] <= 0) {
          continue;
        }
        if (spec.biased()) {
          byParameters[spec.biasOffset(l) + o] += by[o];
        }
        for (int i = 0; i < in.length; i++) {
          int w = spec.weightOffset(l) + o * in.length + i;
          byParameters[w] += by[o] * in[i];
          byIn[i] += by[o] * parameters[w];
        }
      }
      by = byIn;
    }
    return by;
  }

  @Override
  public void close() {
    input = null;
  }
}
