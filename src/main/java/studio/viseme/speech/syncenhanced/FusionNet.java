package studio.viseme.speech.syncenhanced;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.speech.learning.ConvNet;
import studio.viseme.speech.learning.ConvNet.Layer;

/**
 * The net of the sync-enhanced encoder, over eight moments around each frame (the paper's Figure
 * 3):
 *
 * <pre>
 * t = FC(Conv1d(text)),  v = FC(visual)            32 values a moment
 * x = t;  three times  x = SyncEncoder(x − v) ⊙ v
 * a = Match-ATT(x),  a_visual = Match-ATT(v)       32 values a frame; one set of weights
 * </pre>
 *
 * <p>One object serves one forward/backward pair at a time.
 */
final class FusionNet implements AutoCloseable {
  /** Values a frame. */
  static final int WIDTH = 32;

  /** Pairs of vectors of the text features heard of a moment: 320 ms. */
  static final int TEXT_SAMPLES = 16;

  private static final int ROUNDS = 3;
  private static final int MOMENTS = MomentWindows.MOMENTS;

  private final Fusion fusion;
  private final BatchOperations ops;
  private final Layout layout;
  private final ConvNet text;
  private final ConvNet visual;
  private final List<SyncAdaption> rounds = new ArrayList<>();
  private final MatchAttention match;
  private final MatchAttention matchVisual;
  private final Batch textInput;
  private final Batch visualInput;
  private final Batch subtracted;
  private final Batch byFused;
  private final Batch byVisual;
  private final Batch byMatchVisual;

  /** Where each part's parameters lie in one vector. */
  private record Layout(List<Layer> text, List<Layer> visual) {
    static Layout of(int textWidth, int visualWidth) {
      return new Layout(
          List.of(
              Layer.leaky(ConvolutionSpec.line(textWidth, 32, TEXT_SAMPLES, 3, 2, 1)),
              Layer.leaky(ConvolutionSpec.line(32, 32, TEXT_SAMPLES / 2, 3, 2, 1)),
              Layer.leaky(ConvolutionSpec.line(32, 64, TEXT_SAMPLES / 4, 3, 2, 1)),
              Layer.leaky(ConvolutionSpec.line(64, 64, TEXT_SAMPLES / 8, 3, 2, 1)),
              Layer.leaky(ConvolutionSpec.line(64, 64, 1, 1, 1, 0)),
              Layer.linear(ConvolutionSpec.line(64, WIDTH, 1, 1, 1, 0))),
          List.of(
              Layer.leaky(ConvolutionSpec.line(visualWidth, 64, 1, 1, 1, 0)),
              Layer.linear(ConvolutionSpec.line(64, WIDTH, 1, 1, 1, 0))));
    }

    /** The stacks of convolutions, in their order; the normalisations follow. */
    List<List<Layer>> stacks() {
      List<List<Layer>> stacks = new ArrayList<>(List.of(text, visual, MatchAttention.LAYERS));
      for (int round = 0; round < ROUNDS; round++) {
        stacks.add(SyncAdaption.LAYERS);
      }
      return stacks;
    }

    int parameters() {
      return stacks().stream().mapToInt(ConvNet::parameters).sum() + ROUNDS * 2 * WIDTH;
    }

    private Batch stack(Batch parameters, int index) {
      int from = stacks().stream().limit(index).mapToInt(ConvNet::parameters).sum();
      return parameters.items(from, from + ConvNet.parameters(stacks().get(index)));
    }

    Batch text(Batch parameters) {
      return stack(parameters, 0);
    }

    Batch visual(Batch parameters) {
      return stack(parameters, 1);
    }

    Batch match(Batch parameters) {
      return stack(parameters, 2);
    }

    Batch convolved(Batch parameters, int round) {
      return stack(parameters, 3 + round);
    }

    Batch normed(Batch parameters, int round) {
      int from = parameters() - (ROUNDS - round) * 2 * WIDTH;
      return parameters.items(from, from + 2 * WIDTH);
    }
  }

  /**
   * @param textWidth values of an audio-to-text vector
   * @param visualWidth values of an audio-to-visual vector
   * @param most frames at once
   */
  FusionNet(Engine engine, Fusion fusion, int textWidth, int visualWidth, int most) {
    int items = most * MOMENTS;
    this.fusion = fusion;
    this.ops = engine.batches();
    this.layout = Layout.of(textWidth, visualWidth);
    this.text = new ConvNet(engine, layout.text(), items);
    this.visual = new ConvNet(engine, layout.visual(), items);
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(new SyncAdaption(engine, most));
    }
    this.match = new MatchAttention(engine, most);
    this.matchVisual = new MatchAttention(engine, most);
    this.textInput = Batch.allocate(engine, textWidth, items * TEXT_SAMPLES);
    this.visualInput = Batch.allocate(engine, visualWidth, items);
    this.subtracted = Batch.allocate(engine, WIDTH, items);
    this.byFused = Batch.allocate(engine, WIDTH, items);
    this.byVisual = Batch.allocate(engine, WIDTH, items);
    this.byMatchVisual = Batch.allocate(engine, 1, ConvNet.parameters(MatchAttention.LAYERS));
  }

  /** Floats of the net of two sources, whatever the fusion. */
  static int parameters(int textWidth, int visualWidth) {
    return Layout.of(textWidth, visualWidth).parameters();
  }

  float[] initialize(RandomGenerator random) {
    float[] values = new float[layout.parameters()];
    int at = 0;
    for (List<Layer> layers : layout.stacks()) {
      boolean isMatch = layers == MatchAttention.LAYERS;
      float[] stack =
          isMatch ? MatchAttention.initialize(random) : ConvNet.initialize(layers, random);
      System.arraycopy(stack, 0, values, at, stack.length);
      at += stack.length;
    }
    for (; at < values.length; at += 2 * WIDTH) {
      Arrays.fill(values, at, at + WIDTH, 1);
    }
    return values;
  }

  /**
   * What was heard of frames.
   *
   * @param fused a, {@value #WIDTH} × frames
   * @param visual a of the visual features alone; null where no loss draws to it
   */
  record Heard(Batch fused, @Nullable Batch visual) {}

  /**
   * Hears frames.
   *
   * @param textWindows {@link MomentWindows#cut}, {@value #TEXT_SAMPLES} samples a moment
   * @param visualWindows the same with one
   * @param frames how many
   * @return holds until the next call
   */
  Heard forward(Batch parameters, float[] textWindows, float[] visualWindows, int frames) {
    int items = frames * MOMENTS;
    Batch visualIn = visualInput.first(items);
    visualIn.upload(visualWindows);
    Batch v = visual.forward(layout.visual(parameters), visualIn);
    Batch x = v;
    if (fusion.hearsText()) {
      Batch textIn = textInput.first(items * TEXT_SAMPLES);
      textIn.upload(textWindows);
      x = text.forward(layout.text(parameters), textIn);
    }
    if (fusion.isAdapted()) {
      for (int round = 0; round < ROUNDS; round++) {
        x =
            rounds
                .get(round)
                .forward(
                    layout.convolved(parameters, round), layout.normed(parameters, round), x, v);
      }
    } else if (fusion.hearsText() && fusion.hearsVisual()) {
      Batch d = subtracted.first(items);
      ops.copy(x, d);
      ops.accumulate(-1, v, d);
      x = d;
    }
    Batch a = match.forward(layout.match(parameters), x);
    return new Heard(a, fusion.isDrawn() ? matchVisual.forward(layout.match(parameters), v) : null);
  }

  /**
   * The gradient of the latest {@link #forward}.
   *
   * @param byA of the fused features
   * @param byVisualA of the visual ones; null where there were none
   * @param parameterGradient overwritten
   */
  void backward(Batch byA, @Nullable Batch byVisualA, Batch parameterGradient) {
    int items = byA.count() * MOMENTS;
    Batch byX = byFused.first(items);
    Batch byV = byVisual.first(items);
    ops.fill(parameterGradient, 0);
    ops.fill(byX, 0);
    ops.fill(byV, 0);
    Batch byMatch = layout.match(parameterGradient);
    match.backward(byA, byMatch, byX);
    if (byVisualA != null) {
      matchVisual.backward(byVisualA, byMatchVisual, byV);
      ops.accumulate(1, byMatchVisual, byMatch);
    }
    if (fusion.isAdapted()) {
      for (int round = ROUNDS - 1; round >= 0; round--) {
        rounds
            .get(round)
            .backward(
                byX,
                layout.convolved(parameterGradient, round),
                layout.normed(parameterGradient, round),
                byV);
      }
    } else if (fusion.hearsVisual()) {
      ops.accumulate(fusion.hearsText() ? -1 : 1, byX, byV);
    }
    if (fusion.hearsText()) {
      text.backward(byX, layout.text(parameterGradient), null);
    }
    if (fusion.hearsVisual()) {
      visual.backward(byV, layout.visual(parameterGradient), null);
    }
  }

  @Override
  public void close() {
    text.close();
    visual.close();
    rounds.forEach(SyncAdaption::close);
    match.close();
    matchVisual.close();
    for (Batch batch :
        new Batch[] {textInput, visualInput, subtracted, byFused, byVisual, byMatchVisual}) {
      batch.buffer().close();
    }
  }
}
