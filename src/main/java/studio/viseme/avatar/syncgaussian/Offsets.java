package studio.viseme.avatar.syncgaussian;

import java.util.List;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;

/**
 * What the answers of a {@link DeformationField} are added to: runs of the fourteen parameters of
 * {@link studio.viseme.compute.Gaussians}, answer after answer.
 */
record Offsets(List<Run> runs) {
  /**
   * @param from the first parameter
   * @param to the one after the last
   * @param factor by which the answers are multiplied
   */
  record Run(int from, int to, float factor) {
    int channels() {
      return to - from;
    }
  }

  /** Place (cm), size (log) and colour (logit): a lip that moves changes its light, too. */
  static final Offsets PLACE_SIZE_COLOR =
      new Offsets(List.of(new Run(0, 3, 1), new Run(3, 6, 0.5f), new Run(11, 14, 1)));

  /** Place and shape; colour and opacity are left alone (the paper's face branch). */
  static final Offsets PLACE_AND_SHAPE = new Offsets(List.of(new Run(0, 10, 1)));

  /** Place and colour: teeth are dark where lips nearly shut over them. */
  static final Offsets PLACE_AND_COLOR = new Offsets(List.of(new Run(0, 3, 1), new Run(11, 14, 1)));

  /**
   * Place, but five times less sideways and in depth than up and down: TalkingGaussian's mouth
   * branch, which shall move vertically before it does anything else.
   */
  static final Offsets PLACE_UP_AND_DOWN =
      new Offsets(List.of(new Run(0, 1, 0.2f), new Run(1, 2, 1), new Run(2, 3, 0.2f)));

  Offsets {
    runs = List.copyOf(runs);
  }

  /** Answers for a Gaussian. */
  int channels() {
    return runs.stream().mapToInt(Run::channels).sum();
  }

  /** parameters += answers. */
  void addTo(BatchOperations ops, Batch answers, Batch parameters) {
    int at = 0;
    for (Run run : runs) {
      Batch part = answers.channels(at, at + run.channels());
      ops.accumulate(run.factor, part, parameters.channels(run.from, run.to));
      at += run.channels();
    }
  }

  /** The gradient of the answers from that of the parameters. */
  void backward(BatchOperations ops, Batch parameterGradient, Batch answerGradient) {
    int at = 0;
    for (Run run : runs) {
      Batch part = answerGradient.channels(at, at + run.channels());
      Batch from = parameterGradient.channels(run.from, run.to);
      if (run.factor == 1) {
        ops.copy(from, part);
      } else {
        ops.fill(part, 0);
        ops.accumulate(run.factor, from, part);
      }
      at += run.channels();
    }
  }
}
