package studio.viseme.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.compute.reference.ReferenceEngine;
import studio.viseme.job.Workers;
import studio.viseme.math.Vec3;

/** Nets, grids, losses, Adam and the small change: the CPU against the reference. */
class OperationsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 33, 511, 513, 1200})
  void perceptron(int n) {
    for (boolean biased : new boolean[] {true, false}) {
      PerceptronSpec spec = new PerceptronSpec(36, biased ? 20 : 0, List.of(64, 33), 13, biased);
      Comparison.check(
          2e-5,
          engine -> {
            Random random = new Random(3);
            Perceptron net = engine.perceptron(spec);
            Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.2);
            Batch input = Comparison.random(engine, random, 36, n, 1);
            Batch condition = Comparison.randomVector(engine, random, spec.conditions(), 1);
            Batch output = Comparison.random(engine, random, 13, n, 1);
            Batch byOutput = Comparison.random(engine, random, 13, n, 1);
            Batch byParameters = Comparison.randomVector(engine, random, spec.parameters(), 1);
            Batch byInput = Comparison.random(engine, random, 36, n, 1);
            Batch byCondition = Comparison.randomVector(engine, random, spec.conditions(), 1);
            net.forward(parameters, input, condition, output);
            net.backward(byOutput, byParameters, byInput, byCondition);
            return new Comparison.Results()
                .add("output", output)
                .add("parameters", byParameters)
                .add("input", byInput)
                .add("condition", byCondition);
          });
    }
  }

  /** Items that hear all, nothing, or a share of each part; and answers without a way back. */
  @ParameterizedTest
  @ValueSource(ints = {1, 37, 513, 1100})
  void perceptronWhoseItemsHearShares(int n) {
    PerceptronSpec spec = new PerceptronSpec(36, 20, List.of(64, 33), 13, true);
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(5);
          Perceptron net = engine.perceptron(spec);
          Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.2);
          Batch input = Comparison.random(engine, random, 36, n, 1);
          Batch condition = Comparison.randomVector(engine, random, 20, 1);
          Batch shares = Comparison.random(engine, random, 2, n, 1);
          float[] values = shares.download();
          for (int i = 0; i < values.length; i += 3) {
            values[i] = i % 2;
          }
          shares.upload(values);
          ConditionGates gates = new ConditionGates(shares, 15, 5);
          Batch answers = Comparison.random(engine, random, 13, n, 1);
          Batch output = Comparison.random(engine, random, 13, n, 1);
          Batch byOutput = Comparison.random(engine, random, 13, n, 1);
          Batch byParameters = Batch.allocate(engine, 1, spec.parameters());
          Batch byInput = Comparison.random(engine, random, 36, n, 1);
          Batch byCondition = Batch.allocate(engine, 1, 20);
          net.answer(parameters, input, condition, gates, answers);
          net.forward(parameters, input, condition, gates, output);
          net.backward(byOutput, byParameters, byInput, byCondition);
          assertThat(answers.download()).isEqualTo(output.download());
          return new Comparison.Results()
              .add("output", output)
              .add("parameters", byParameters)
              .add("input", byInput)
              .add("condition", byCondition);
        });
  }

  @Test
  void refusesGatesForAnotherCondition() {
    try (Engine engine = Engines.cpu(Workers.sameThread())) {
      PerceptronSpec spec = new PerceptronSpec(4, 5, List.of(6), 2, true);
      Batch parameters = Batch.allocate(engine, 1, spec.parameters());
      Batch condition = Batch.allocate(engine, 1, 5);
      ConditionGates gates = new ConditionGates(Batch.allocate(engine, 2, 3), 2, 2);
      Batch input = Batch.allocate(engine, 4, 3);
      Batch output = Batch.allocate(engine, 2, 3);
      Perceptron net = engine.perceptron(spec);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> net.forward(parameters, input, condition, gates, output));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ConditionGates(Batch.allocate(engine, 2, 3), 5));
    }
  }

  @ParameterizedTest
  @CsvSource({"840, 12", "1, 1", "5, 3"})
  void perceptronOfOddWidths(int inputs, int outputs) {
    PerceptronSpec spec = new PerceptronSpec(inputs, 0, List.of(), outputs, true);
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(4);
          Perceptron net = engine.perceptron(spec);
          Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.2);
          Batch input = Comparison.random(engine, random, inputs, 21, 1);
          Batch output = Batch.allocate(engine, outputs, 21);
          Batch byOutput = Comparison.random(engine, random, outputs, 21, 1);
          Batch byParameters = Batch.allocate(engine, 1, spec.parameters());
          net.forward(parameters, input, null, output);
          net.backward(byOutput, byParameters, null, null);
          return new Comparison.Results().add("output", output).add("parameters", byParameters);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "15, 32, 20, 11, 7, 7, 1, 1, 3, 3, 3",
    "3, 5, 13, 9, 5, 5, 2, 1, 1, 1, 2",
    "64, 70, 6, 5, 3, 3, 2, 2, 1, 1, 5",
    "33, 40, 3, 3, 3, 3, 1, 4, 0, 0, 4",
    "7, 1, 1, 1, 1, 1, 1, 1, 0, 0, 9",
    "4, 6, 25, 1, 3, 1, 2, 1, 1, 0, 3",
    "2, 3, 40, 30, 3, 3, 1, 1, 1, 1, 1",
    "2, 3, 5, 5, 3, 3, 1, 1, 1, 1, 0"
  })
  void convolution(
      int inputs,
      int outputs,
      int width,
      int height,
      int kernelWidth,
      int kernelHeight,
      int strideX,
      int strideY,
      int padX,
      int padY,
      int pictures) {
    ConvolutionSpec spec =
        new ConvolutionSpec(
            inputs,
            outputs,
            width,
            height,
            kernelWidth,
            kernelHeight,
            strideX,
            strideY,
            padX,
            padY);
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(7);
          Convolution convolution = engine.convolution(spec);
          Comparison.Results results = new Comparison.Results();
          // Two sizes by one object: what lies outside the second must not be seen.
          for (int n : new int[] {pictures, pictures / 2}) {
            int in = n * spec.inputPixels();
            int out = n * spec.outputPixels();
            Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.2);
            Batch input = Comparison.random(engine, random, inputs, in, 1);
            Batch output = Comparison.random(engine, random, outputs, out, 1);
            Batch byOutput = Comparison.random(engine, random, outputs, out, 1);
            Batch byParameters = Comparison.randomVector(engine, random, spec.parameters(), 1);
            Batch byInput = Comparison.random(engine, random, inputs, in, 1);
            convolution.forward(parameters, input, output);
            convolution.backward(byOutput, byParameters, byInput);
            results.add("output", output).add("parameters", byParameters).add("input", byInput);
          }
          return results;
        });
  }

  @Test
  void convolutionKnowsABlur() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Convolution blur = engine.convolution(ConvolutionSpec.line(1, 1, 5, 3, 1, 1));
              Batch parameters = Batch.vector(engine.floats(new float[] {1, 2, 3, 0.5f}));
              Batch input = Batch.vector(engine.floats(new float[] {0, 0, 1, 0, 2}));
              Batch output = Batch.allocate(engine, 1, 5);
              blur.forward(parameters, input, output);
              return new Comparison.Results().add("output", output);
            });
    assertThat(results.getFirst()).containsExactly(0.5f, 3.5f, 2.5f, 7.5f, 4.5f);
  }

  @ParameterizedTest
  @CsvSource({
    "257, 64, 2, 25, 13",
    "64, 50, 1, 3, 7",
    "5, 33, 3, 4, 25",
    "1, 1, 1, 1, 1",
    "9, 8, 2, 6, 0"
  })
  void gru(int inputs, int hidden, int layers, int moments, int sequences) {
    GruSpec spec = new GruSpec(inputs, hidden, layers);
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(8);
          Gru gru = engine.gru(spec);
          Comparison.Results results = new Comparison.Results();
          // Two sizes by one object: what lies outside the second must not be seen.
          for (int n : new int[] {sequences, sequences / 2}) {
            int items = moments * n;
            Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.2);
            Batch input = Comparison.random(engine, random, inputs, items, 1);
            Batch output = Comparison.random(engine, random, hidden, items, 1);
            Batch byOutput = Comparison.random(engine, random, hidden, items, 1);
            Batch byParameters = Comparison.randomVector(engine, random, spec.parameters(), 1);
            Batch byInput = Comparison.random(engine, random, inputs, items, 1);
            gru.forward(parameters, moments, input, output);
            gru.backward(byOutput, byParameters, byInput);
            results.add("output", output).add("parameters", byParameters).add("input", byInput);
          }
          return results;
        });
  }

  /** Windows that overlap, lie apart, or are the same. */
  @Test
  void gruOfWindowsEndsAsThoseCutOut() {
    GruSpec spec = new GruSpec(7, 33, 2);
    int moments = 5;
    int[] starts = {0, 1, 3, 3, 12, 9, 4, 0, 2, 5, 6, 7, 8, 1};
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(10);
          Gru gru = engine.gru(spec);
          Batch parameters = Comparison.randomVector(engine, random, spec.parameters(), 0.3);
          Batch sequence = Comparison.random(engine, random, 7, 17, 1);
          Batch ends = Comparison.random(engine, random, 33, starts.length, 1);
          gru.last(parameters, moments, sequence, starts, ends);
          assertThatThrownBy(() -> gru.backward(ends, parameters, null))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> gru.last(parameters, 6, sequence, starts, ends))
              .isInstanceOf(IllegalArgumentException.class);

          Batch cut = Batch.allocate(engine, 7, moments * starts.length);
          for (int t = 0; t < moments; t++) {
            for (int n = 0; n < starts.length; n++) {
              int from = starts[n] + t;
              int to = t * starts.length + n;
              engine.batches().copy(sequence.items(from, from + 1), cut.items(to, to + 1));
            }
          }
          Batch states = Batch.allocate(engine, 33, moments * starts.length);
          gru.forward(parameters, moments, cut, states);
          Batch last = states.items((moments - 1) * starts.length, moments * starts.length);
          assertThat(ends.download()).isEqualTo(last.download());
          // Other parameters in the same place are seen.
          engine.batches().accumulate(0.5f, parameters, parameters);
          gru.last(parameters, moments, sequence, starts, ends);
          return new Comparison.Results().add("ends", ends).add("states", states);
        });
  }

  /** A gate that is shut keeps the state, one that is open takes the candidate. */
  @Test
  void gruKeepsAndTakes() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Gru gru = engine.gru(new GruSpec(1, 1, 1));
              // W of z, r, c; U of z, r, c; b of z, r, c: the input alone opens and fills.
              Batch parameters =
                  Batch.vector(engine.floats(new float[] {200, 0, 1, 0, 0, 0, -100, 0, 0}));
              Batch input = Batch.vector(engine.floats(new float[] {0, 1, 0, -1, 2}));
              Batch output = Batch.allocate(engine, 1, 5);
              gru.forward(parameters, 5, input, output);
              return new Comparison.Results().add("output", output);
            });
    float one = (float) Math.tanh(1);
    assertThat(results.getFirst())
        .containsExactly(new float[] {0, one, one, one, (float) Math.tanh(2)}, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 257, 1200})
  void normalization(int n) {
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(31);
          Normalization normalization = engine.normalization(13);
          Batch parameters = Comparison.randomVector(engine, random, normalization.parameters(), 1);
          Batch input = Comparison.random(engine, random, 13, n, 3);
          Batch output = Comparison.random(engine, random, 13, n, 1);
          Batch by = Comparison.random(engine, random, 13, n, 1);
          Batch byParameters =
              Comparison.randomVector(engine, random, normalization.parameters(), 1);
          normalization.forward(parameters, input, output);
          normalization.backward(by, byParameters, by);
          return new Comparison.Results()
              .add("output", output)
              .add("parameters", byParameters)
              .add("input", by);
        });
  }

  @ParameterizedTest
  @CsvSource({"8, 0, 3", "8, 1, 5", "1, 70, 2", "8, 150, 32"})
  void attentionPool(int moments, int sequences, int channels) {
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(32);
          AttentionPool pool = engine.attentionPool(moments);
          Batch scores = Comparison.random(engine, random, moments, sequences, 2);
          Batch values = Comparison.random(engine, random, channels, sequences * moments, 1);
          Batch output = Comparison.random(engine, random, channels, sequences, 1);
          Batch by = Comparison.random(engine, random, channels, sequences, 1);
          Batch byScores = Comparison.random(engine, random, moments, sequences, 1);
          Batch byValues = Comparison.random(engine, random, channels, sequences * moments, 1);
          pool.forward(scores, values, output);
          pool.backward(by, byScores, byValues);
          Comparison.Results results =
              new Comparison.Results().add("output", output).add("values", byValues);
          return moments == 1 ? results : results.add("scores", byScores);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 1200})
  void pointLoss(int n) {
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(33);
          PointLoss loss = engine.pointLoss();
          Batch a = Comparison.random(engine, random, 7, n, 1);
          Batch b = Comparison.random(engine, random, 7, n, 1);
          Batch weights = Comparison.randomVector(engine, random, 7, 1);
          Batch byA = Comparison.random(engine, random, 7, n, 1);
          Batch byB = Comparison.random(engine, random, 7, n, 1);
          Batch value = Batch.allocate(engine, 1, 1);
          Comparison.Results results = new Comparison.Results();
          loss.squaredDistance(a, b, weights, byA, value);
          results.add("squared by a", byA).add("squared", value);
          loss.cosine(0.7f, a, b, byA, byB, value);
          return results.add("cosine by a", byA).add("cosine by b", byB).add("cosine", value);
        });
  }

  /** Equal directions, a right angle, opposite directions, and none. */
  @Test
  void cosineKnowsTheAngle() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Batch a = Batch.allocate(engine, 2, 4);
              a.upload(new float[] {1, 1, 1, 0, 0, 0, 0, 0});
              Batch b = Batch.allocate(engine, 2, 4);
              b.upload(new float[] {3, 0, -2, 1, 0, 5, 0, 1});
              Batch by = Batch.allocate(engine, 2, 4);
              Batch value = Batch.allocate(engine, 1, 1);
              engine.pointLoss().cosine(4, a, b, by, null, value);
              return new Comparison.Results().add("loss", value).add("gradient", by);
            });
    assertThat(results.getFirst()[0]).isCloseTo(0 + 1 + 2 + 1, within(1e-6f));
    assertThat(results.getLast())
        .containsExactly(new float[] {0, 0, 0, 0, 0, -1, 0, 0}, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "12, 1, 16, 128, 14, 700",
    "5, 2, 3, 90, 8, 1000",
    "1, 3, 1, 1, 4, 17",
    "3, 1, 4, 9, 10, 0"
  })
  void triPlane(int levels, int features, int base, int finest, int logTable, int n) {
    TriPlaneSpec spec =
        new TriPlaneSpec(
            levels, features, base, finest, logTable, new Vec3(0, -2, 3), new Vec3(28, 26, 30));
    Comparison.check(
        1e-4,
        engine -> {
          Random random = new Random(5);
          TriPlane encoder = engine.triPlane(spec);
          Batch positions = Comparison.random(engine, random, 3, n, 8);
          Batch table = Comparison.randomVector(engine, random, spec.tableSize(), 1);
          Batch encoding = Comparison.random(engine, random, spec.outputs(), n, 1);
          Batch byEncoding = Comparison.random(engine, random, spec.outputs(), n, 1);
          Batch byTable = Comparison.randomVector(engine, random, spec.tableSize(), 1);
          encoder.forward(positions, table, encoding);
          encoder.backward(positions, byEncoding, byTable);
          return new Comparison.Results().add("encoding", encoding).add("table", byTable);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "16, 16", "37, 29", "64, 5"})
  void pictureLoss(int width, int height) {
    for (PictureLossSettings settings :
        List.of(
            PictureLossSettings.standard(),
            new PictureLossSettings(0.5f, 0.5f, true),
            new PictureLossSettings(1, 0, false))) {
      Comparison.check(
          3e-4,
          engine -> {
            Random random = new Random(6);
            PictureLoss loss = engine.pictureLoss(settings);
            Comparison.Results results = new Comparison.Results();
            // Two sizes by one object: what lies outside the second must not be seen.
            for (int shrink = 0; shrink < 2; shrink++) {
              int w = Math.max(1, width - 3 * shrink);
              int h = Math.max(1, height - 2 * shrink);
              Picture rgba = Comparison.randomPicture(engine, random, 4, w, h);
              Picture background = Comparison.randomPicture(engine, random, 3, w, h);
              Picture target = Comparison.randomPicture(engine, random, 3, w, h);
              Picture weights =
                  shrink == 0 ? null : Comparison.randomPicture(engine, random, 1, w, h);
              Picture by = Picture.allocate(engine, 4, w, h);
              Batch losses = Batch.allocate(engine, 1, 3);
              loss.evaluate(rgba, background, target, weights, by, losses);
              results.add("gradient", by.asBatch()).add("losses", losses);
            }
            return results;
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "16, 16", "37, 29", "64, 5"})
  void contrastLoss(int width, int height) {
    for (int levels : new int[] {1, 3}) {
      Comparison.check(
          3e-4,
          engine -> {
            Random random = new Random(8);
            ContrastLoss loss = engine.contrastLoss(new ContrastLossSettings(0.4f, levels));
            Comparison.Results results = new Comparison.Results();
            for (int shrink = 0; shrink < 2; shrink++) {
              int w = Math.max(1, width - 3 * shrink);
              int h = Math.max(1, height - 2 * shrink);
              Picture rgba = Comparison.randomPicture(engine, random, 4, w, h);
              Picture background = Comparison.randomPicture(engine, random, 3, w, h);
              Picture target = Comparison.randomPicture(engine, random, 3, w, h);
              Picture by = Comparison.randomPicture(engine, random, 4, w, h);
              Batch value = Batch.allocate(engine, 1, 1);
              loss.accumulate(rgba, background, target, by, value);
              results.add("gradient", by.asBatch()).add("loss", value);
            }
            return results;
          });
    }
  }

  /** A line beside its place costs nothing; a soft one does, though it is nearer pixel by pixel. */
  @Test
  void contrastLossMindsBlurAndNotPlace() {
    for (Engine engine : List.of(new CpuEngine(Workers.sameThread()), new ReferenceEngine())) {
      float moved = contrastOfLine(engine, 21, 0);
      float blurred = contrastOfLine(engine, 20, 1);
      assertThat(contrastOfLine(engine, 20, 0)).isLessThan(1e-6f);
      assertThat(moved).isLessThan(blurred);
    }
  }

  /** The loss of a column of light against one at 20. */
  private static float contrastOfLine(Engine engine, int column, int softness) {
    Picture shown = Picture.allocate(engine, 4, 40, 30);
    shown.upload(column(4, column, softness));
    Picture target = Picture.allocate(engine, 3, 40, 30);
    target.upload(column(3, 20, 0));
    Batch value = Batch.allocate(engine, 1, 1);
    engine
        .contrastLoss(new ContrastLossSettings(1, 1))
        .accumulate(
            shown,
            Picture.allocate(engine, 3, 40, 30),
            target,
            Picture.allocate(engine, 4, 40, 30),
            value);
    return value.download()[0];
  }

  private static float[] column(int channels, int column, int softness) {
    float[] planes = new float[channels * 40 * 30];
    for (int i = 0; i < planes.length; i++) {
      boolean lit = Math.abs(i % 40 - column) <= softness;
      planes[i] = i >= 3 * 40 * 30 ? 1 : lit ? 1f / (2 * softness + 1) : 0;
    }
    return planes;
  }

  @Test
  void pictureLossKnowsTheMeanDifference() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Picture rgba = Picture.allocate(engine, 4, 10, 7);
              Picture background = Picture.allocate(engine, 3, 10, 7);
              engine.batches().fill(background.asBatch(), 0.75f);
              Picture target = Picture.allocate(engine, 3, 10, 7);
              engine.batches().fill(target.asBatch(), 0.25f);
              Batch losses = Batch.allocate(engine, 1, 3);
              engine
                  .pictureLoss(new PictureLossSettings(2, 0, false))
                  .evaluate(
                      rgba, background, target, null, Picture.allocate(engine, 4, 10, 7), losses);
              return new Comparison.Results().add("losses", losses);
            });
    assertThat(results.getFirst()).containsExactly(new float[] {1, 0.5f, 0}, within(1e-6f));
  }

  @Test
  void adamFollowsTheReference() {
    Comparison.check(
        1e-5,
        engine -> {
          Random random = new Random(7);
          Adam adam = engine.adam(AdamSettings.standard());
          Batch p = Comparison.random(engine, random, 3, 1037, 1);
          Batch m = Comparison.random(engine, random, 3, 1037, 0);
          Batch v = Comparison.random(engine, random, 3, 1037, 0);
          Batch mask = Batch.allocate(engine, 1, 1037);
          mask.upload(bits(random, 1037));
          for (int step = 1; step <= 5; step++) {
            adam.step(
                p,
                Comparison.random(engine, random, 3, 1037, 1e-4),
                m,
                v,
                0.01,
                step,
                step == 3 ? mask : null);
          }
          return new Comparison.Results().add("parameters", p).add("first", m).add("second", v);
        });
  }

  private static float[] bits(Random random, int n) {
    float[] bits = new float[n];
    for (int i = 0; i < n; i++) {
      bits[i] = random.nextInt(2);
    }
    return bits;
  }

  @Test
  void adamsFirstStepIsTheRate() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Batch p = Batch.allocate(engine, 1, 2);
              Batch g = Batch.allocate(engine, 1, 2);
              g.upload(new float[] {1e-5f, -3});
              engine
                  .adam(AdamSettings.standard())
                  .step(
                      p,
                      g,
                      Batch.allocate(engine, 1, 2),
                      Batch.allocate(engine, 1, 2),
                      0.25,
                      1,
                      null);
              return new Comparison.Results().add("parameters", p);
            });
    assertThat(results.getFirst()).containsExactly(new float[] {-0.25f, 0.25f}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 40000})
  void smallChange(int n) {
    Comparison.check(
        2e-5,
        engine -> {
          Random random = new Random(8);
          BatchOperations batches = engine.batches();
          Batch a = Comparison.random(engine, random, 4, n, 1);
          Batch b = Comparison.random(engine, random, 4, n, 1);
          Batch mask = Comparison.random(engine, random, 1, n, 1);
          batches.apply(BatchOperations.Function.RELU, mask, mask);
          Batch one = Comparison.random(engine, random, 1, n, 1);
          Batch out = Comparison.random(engine, random, 4, n, 1);
          Comparison.Results results = new Comparison.Results();
          batches.multiply(a, b, out);
          batches.accumulate(-0.3f, b, out);
          batches.multiplyAccumulate(out, mask, out);
          results.add("multiply", out);
          batches.channelDots(a, b, one);
          results.add("dots", one);
          batches.clamp(a, -0.5f, 0.7f, out);
          results.add("clamp", out);
          for (BatchOperations.Function function : BatchOperations.Function.values()) {
            batches.apply(function, a, out);
            results.add(function.name(), out);
            batches.applyBackward(function, out, b, out);
            results.add(function + " backward", out);
          }
          Batch four = Batch.allocate(engine, 1, 4);
          batches.channelSums(a, four);
          results.add("sums", four);
          batches.broadcast(four, out);
          results.add("broadcast", out);
          batches.dot(a, b, four.items(1, 2));
          results.add("dot", four);
          Batch basis = Comparison.random(engine, random, 20, n, 1);
          Batch code = Comparison.randomVector(engine, random, 5, 1);
          Batch byBasis = Comparison.random(engine, random, 20, n, 1);
          Batch byCode = Batch.allocate(engine, 1, 5);
          batches.blend(a, basis, code, out);
          results.add("blend", out);
          batches.blendBackward(basis, code, b, mask, byBasis, byCode);
          results.add("basis", byBasis).add("code", byCode);
          batches.copy(a, out);
          batches.fill(out.channels(1, 3), 2.5f);
          return results.add("copy and fill", out);
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 150, 37", "2, 64, 16", "5, 7, 1045"})
  void matrixVectorsFollowTheReference(int vectors, int rows, int columns) {
    Comparison.check(
        1e-5,
        engine -> {
          Random random = new Random(9);
          Batch matrix = Comparison.randomVector(engine, random, (long) rows * columns, 1);
          Batch factors = Comparison.random(engine, random, vectors, columns, 1);
          Batch results = Comparison.random(engine, random, vectors, rows, 1);
          engine.batches().matrixVectors(matrix, factors, results);
          return new Comparison.Results().add("products", results);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 1024, 2500})
  void stretchFollowsTheReference(int n) {
    Comparison.check(
        1e-5,
        engine -> {
          Random random = new Random(12);
          Batch strains = Comparison.random(engine, random, 6, 9, 0.5);
          Batch patches = Batch.allocate(engine, 1, n);
          float[] on = new float[n];
          for (int i = 0; i < n; i++) {
            on[i] = random.nextInt(9);
          }
          patches.upload(on);
          Batch rotations = Comparison.random(engine, random, 4, n, 1);
          Batch logScales = Comparison.random(engine, random, 3, n, 1);
          Batch byLogScales = Comparison.random(engine, random, 3, n, 1);
          Batch byRotations = Comparison.random(engine, random, 4, n, 1);
          engine.batches().stretch(strains, patches, rotations, logScales);
          engine.batches().stretchBackward(strains, patches, rotations, byLogScales, byRotations);
          return new Comparison.Results()
              .add("log scales", logScales)
              .add("rotations", byRotations);
        });
  }

  /** A Gaussian whose first axis points up, on what is pulled to e² its height. */
  @Test
  void whatLiesAlongAPullBecomesLongerByIt() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Batch strains = Batch.allocate(engine, 6, 2);
              strains.upload(new float[] {0, -.5f, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0});
              Batch patches = Batch.vector(engine.floats(new float[] {1, 0}));
              Batch rotations = Batch.allocate(engine, 4, 2);
              rotations.upload(new float[] {3, 1, 0, 0, 0, 0, 3, 0});
              Batch logScales = Batch.allocate(engine, 3, 2);
              engine.batches().stretch(strains, patches, rotations, logScales);
              return new Comparison.Results().add("log scales", logScales);
            });
    assertThat(results.getFirst())
        .containsExactly(new float[] {2, 0, -.5f, 0, 0, 0}, within(1e-6f));
  }

  @Test
  void aPatchThatDoesNotExistIsRefused() {
    for (Engine engine : List.of(Engines.reference(), Engines.cpu(Workers.sameThread()))) {
      Batch strains = Batch.allocate(engine, 6, 2);
      Batch patches = Batch.vector(engine.floats(new float[] {2}));
      Batch rotations = Batch.allocate(engine, 4, 1);
      engine.batches().fill(rotations, 1);
      Batch logScales = Batch.allocate(engine, 3, 1);
      assertThatThrownBy(
              () -> {
                engine.batches().stretch(strains, patches, rotations, logScales);
                engine.finish();
              })
          .isInstanceOf(IndexOutOfBoundsException.class);
      engine.close();
    }
  }

  @Test
  void poseMapIsAMatrix() {
    Comparison.check(
        1e-6,
        engine -> {
          Random random = new Random(9);
          Batch matrix = Comparison.randomVector(engine, random, 6 * 26, 1);
          Batch vector = Comparison.randomVector(engine, random, 26, 1);
          Batch result = Batch.allocate(engine, 1, 6);
          Batch byMatrix = Batch.allocate(engine, 1, 6 * 26);
          Batch byVector = Batch.allocate(engine, 1, 26);
          engine.batches().matrixVector(matrix, vector, result);
          engine.batches().matrixVectorBackward(matrix, vector, result, byMatrix, byVector);
          return new Comparison.Results()
              .add("result", result)
              .add("matrix", byMatrix)
              .add("vector", byVector);
        });
  }

  @Test
  void gatherMovesItemsAndMakesNewcomersZero() {
    List<float[]> results =
        Comparison.check(
            0,
            engine -> {
              Batch in = Batch.allocate(engine, 2, 3);
              in.upload(new float[] {1, 2, 3, 10, 20, 30});
              Batch out = Batch.allocate(engine, 2, 8).first(5);
              engine.batches().gather(in, engine.ints(new int[] {2, -1, 0, 0, 1}), out);
              return new Comparison.Results().add("out", out);
            });
    assertThat(results.getFirst()).containsExactly(3, 0, 1, 1, 2, 30, 0, 10, 10, 20);
    for (Engine engine : List.of(Engines.reference(), Engines.cpu(Workers.sameThread()))) {
      Batch in = Batch.allocate(engine, 2, 3);
      Batch out = Batch.allocate(engine, 2, 1);
      assertThatThrownBy(
              () -> {
                engine.batches().gather(in, engine.ints(new int[] {3}), out);
                engine.finish();
              })
          .isInstanceOf(IndexOutOfBoundsException.class);
      engine.close();
    }
  }

  @Test
  void enginesDrawTheSameNumbers() {
    List<float[]> results =
        Comparison.check(
            1e-6,
            engine -> {
              Batch uniform = Batch.allocate(engine, 3, 20001);
              Batch normal = Batch.allocate(engine, 3, 20001);
              engine.batches().randomUniform(new RandomKey(99, 1, 2), -1, 3, uniform);
              engine.batches().randomNormal(new RandomKey(99, 1, 3), 5, 2, normal);
              return new Comparison.Results().add("uniform", uniform).add("normal", normal);
            });
    assertThat(mean(results.get(0))).isCloseTo(1, within(0.02));
    assertThat(mean(results.get(1))).isCloseTo(5, within(0.04));
    double variance = 0;
    for (float x : results.get(1)) {
      variance += (x - 5) * (x - 5) / results.get(1).length;
    }
    assertThat(variance).isCloseTo(4, within(0.1));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float x : values) {
      sum += x;
    }
    return sum / values.length;
  }
}
