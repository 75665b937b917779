package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.stream.IntStream;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;

/**
 * Hears a speech window and says where the lower face is: an ensemble of small nets whose mean is
 * taken, over the moment and, with half the weight, its two neighbours. Besides the code it says
 * how much the moment is speech at all, 0..1.
 */
final class SpeechNet implements AutoCloseable {
  static final int MEMBERS = 3;
  static final List<Integer> HIDDEN = List.of(128, 128);

  /** The moments heard: before, now, after. */
  private static final int MOMENTS = 3;

  private static final float[] MOMENT_WEIGHTS = {0.25f, 0.5f, 0.25f};

  final SpeechTaps taps;
  final int dims;

  /** Of each member, see {@link Perceptron}. */
  final List<Batch> weights;

  private final Perceptron net;
  private final Batch input;
  private final Batch output;

  SpeechNet(Engine engine, SpeechTaps taps, int dims) {
    this.taps = taps;
    this.dims = dims;
    PerceptronSpec spec = spec(taps, dims);
    this.net = engine.perceptron(spec);
    this.weights =
        IntStream.range(0, MEMBERS)
            .mapToObj(m -> Batch.vector(engine.floats(spec.parameters())))
            .toList();
    this.input = Batch.allocate(engine, spec.inputs(), MOMENTS);
    this.output = Batch.allocate(engine, spec.outputs(), MOMENTS);
  }

  /** The code and, last, the share of speech. */
  static PerceptronSpec spec(SpeechTaps taps, int dims) {
    return new PerceptronSpec(taps.size(), 0, HIDDEN, dims + 1, true);
  }

  /**
   * @return dims values of a code, then the share of speech
   */
  float[] hear(float[] window) {
    float[] columns = new float[taps.size() * MOMENTS];
    for (int m = 0; m < MOMENTS; m++) {
      taps.read(window, m - 1, columns, m, MOMENTS);
    }
    input.upload(columns);
    float[] mean = new float[dims + 1];
    for (Batch member : weights) {
      net.forward(member, input, null, output);
      float[] answers = output.download();
      for (int k = 0; k <= dims; k++) {
        for (int m = 0; m < MOMENTS; m++) {
          mean[k] += MOMENT_WEIGHTS[m] * answers[k * MOMENTS + m] / MEMBERS;
        }
      }
    }
    return mean;
  }

  @Override
  public void close() {
    net.close();
    weights.forEach(w -> w.buffer().close());
    input.buffer().close();
    output.buffer().close();
  }
}
