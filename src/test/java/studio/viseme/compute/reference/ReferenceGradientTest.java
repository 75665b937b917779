package studio.viseme.compute.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.AttentionPool;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ConditionGates;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.Normalization;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.image.Rectangle;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** Every gradient of the oracle against central differences. */
class ReferenceGradientTest {
  private final Engine engine = new ReferenceEngine();
  private final Random random = new Random(11);

  private Batch random(int channels, int count, double scale) {
    Batch batch = Batch.allocate(engine, channels, count);
    FiniteDifferences.randomize(batch, random, scale);
    return batch;
  }

  @Test
  void splattingDifferentiatesAllParametersAndThePose() {
    int n = 24;
    Gaussians g = Gaussians.of(random(14, n, 1));
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 3; c++) {
        ReferenceFloats.set(g.means(), c, i, 4 * random.nextGaussian());
        ReferenceFloats.set(g.logScales(), c, i, 0.3 + 0.4 * random.nextGaussian());
      }
    }
    PinholeCamera camera = new PinholeCamera(40, 30, 60, 19, 16);
    RigidTransform pose =
        new RigidTransform(new HeadAngles(20, -10, 5).toRotation(), new Vec3(1, -0.5, 45));
    SplatView view = new SplatView(camera, pose, new Rectangle(7, 5, 22, 19));
    Batch shift = random(1, 6, 0.3);
    Batch setBack = random(1, n, 6);
    Picture rgba = Picture.allocate(engine, 4, 22, 19);
    Picture byRgba = Picture.allocate(engine, 4, 22, 19);
    FiniteDifferences.randomize(byRgba.asBatch(), random, 1);
    Splatter splatter = engine.splatter(SplatSettings.smooth());
    DoubleSupplier loss =
        () -> {
          splatter.forward(g, view, shift, setBack, rgba);
          return FiniteDifferences.dot(rgba.asBatch(), byRgba.asBatch());
        };
    assertThat(loss.getAsDouble()).isNotZero();
    Gaussians by = Gaussians.of(Batch.allocate(engine, 14, n));
    Batch byShift = Batch.allocate(engine, 1, 6);
    splatter.backward(byRgba, by, byShift, null);

    FiniteDifferences.check("mean", g.means(), by.means(), loss, 1e-5, 1e-6);
    FiniteDifferences.check("log scale", g.logScales(), by.logScales(), loss, 1e-5, 1e-6);
    FiniteDifferences.check("rotation", g.rotations(), by.rotations(), loss, 1e-5, 1e-6);
    FiniteDifferences.check("opacity", g.opacityLogits(), by.opacityLogits(), loss, 1e-5, 1e-6);
    FiniteDifferences.check("colour", g.colorLogits(), by.colorLogits(), loss, 1e-5, 1e-6);
    FiniteDifferences.check("pose", shift, byShift, loss, 1e-5, 1e-6);
  }

  @Test
  void cutOffsChangeSplattingLittle() {
    int n = 24;
    Gaussians g = Gaussians.of(random(14, n, 1));
    SplatView view =
        SplatView.whole(
            PinholeCamera.centered(32, 32, 60),
            new RigidTransform(new HeadAngles(0, 0, 0).toRotation(), new Vec3(0, 0, 20)));
    Picture smooth = Picture.allocate(engine, 4, 32, 32);
    Picture cut = Picture.allocate(engine, 4, 32, 32);
    engine.splatter(SplatSettings.smooth()).forward(g, view, null, smooth);
    engine.splatter(SplatSettings.standard()).forward(g, view, null, cut);
    float[] a = smooth.download();
    float[] b = cut.download();
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    assertThat(most).isPositive().isLessThan(0.05);
  }

  @Test
  void triPlaneDifferentiatesItsTable() {
    TriPlaneSpec spec = new TriPlaneSpec(4, 2, 3, 40, 6, new Vec3(1, 2, 3), new Vec3(8, 9, 10));
    assertThat(spec.isDense(0)).isTrue();
    assertThat(spec.isDense(3)).isFalse();
    TriPlane encoder = engine.triPlane(spec);
    Batch positions = random(3, 30, 3);
    Batch table = random(1, (int) spec.tableSize(), 1);
    Batch encoding = Batch.allocate(engine, spec.outputs(), 30);
    Batch byEncoding = random(spec.outputs(), 30, 1);
    Batch byTable = Batch.allocate(engine, 1, (int) spec.tableSize());
    encoder.backward(positions, byEncoding, byTable);
    DoubleSupplier loss =
        () -> {
          encoder.forward(positions, table, encoding);
          return FiniteDifferences.dot(encoding, byEncoding);
        };
    FiniteDifferences.check("table", table, byTable, loss, 1e-3, 1e-8);
  }

  @Test
  void perceptronDifferentiatesParametersInputsAndCondition() {
    for (boolean biased : new boolean[] {true, false}) {
      PerceptronSpec spec = new PerceptronSpec(5, 3, List.of(7, 6), 4, biased);
      ConditionGates gates = biased ? new ConditionGates(random(2, 9, 1), 2, 1) : null;
      Perceptron net = engine.perceptron(spec);
      Batch parameters = random(1, spec.parameters(), 0.5);
      Batch input = random(5, 9, 1);
      Batch condition = random(1, 3, 1);
      Batch output = Batch.allocate(engine, 4, 9);
      Batch byOutput = random(4, 9, 1);
      Batch byParameters = Batch.allocate(engine, 1, spec.parameters());
      Batch byInput = Batch.allocate(engine, 5, 9);
      Batch byCondition = Batch.allocate(engine, 1, 3);
      DoubleSupplier loss =
          () -> {
            net.forward(parameters, input, condition, gates, output);
            return FiniteDifferences.dot(output, byOutput);
          };
      assertThat(loss.getAsDouble()).isNotZero();
      net.backward(byOutput, byParameters, byInput, byCondition);
      // A small step: a ReLU that changes sides within it would spoil the difference.
      FiniteDifferences.check("parameters", parameters, byParameters, loss, 1e-6, 1e-6);
      FiniteDifferences.check("input", input, byInput, loss, 1e-6, 1e-6);
      FiniteDifferences.check("condition", condition, byCondition, loss, 1e-6, 1e-6);
    }
  }

  @Test
  void convolutionDifferentiatesParametersAndInput() {
    for (ConvolutionSpec spec :
        List.of(
            new ConvolutionSpec(3, 4, 7, 6, 5, 3, 2, 1, 2, 1),
            ConvolutionSpec.line(5, 3, 9, 3, 2, 1))) {
      Convolution convolution = engine.convolution(spec);
      Batch parameters = random(1, spec.parameters(), 0.5);
      Batch input = random(spec.inputs(), 2 * spec.inputPixels(), 1);
      Batch output = Batch.allocate(engine, spec.outputs(), 2 * spec.outputPixels());
      Batch byOutput = random(spec.outputs(), 2 * spec.outputPixels(), 1);
      Batch byParameters = Batch.allocate(engine, 1, spec.parameters());
      Batch byInput = Batch.allocate(engine, spec.inputs(), 2 * spec.inputPixels());
      DoubleSupplier loss =
          () -> {
            convolution.forward(parameters, input, output);
            return FiniteDifferences.dot(output, byOutput);
          };
      assertThat(loss.getAsDouble()).isNotZero();
      convolution.backward(byOutput, byParameters, byInput);
      FiniteDifferences.check("parameters", parameters, byParameters, loss, 1e-4, 1e-8);
      FiniteDifferences.check("input", input, byInput, loss, 1e-4, 1e-8);
    }
  }

  @Test
  void gruDifferentiatesParametersAndInputThroughTime() {
    GruSpec spec = new GruSpec(4, 5, 3);
    Gru gru = engine.gru(spec);
    int items = 6 * 2;
    Batch parameters = random(1, spec.parameters(), 0.6);
    Batch input = random(4, items, 1);
    Batch output = Batch.allocate(engine, 5, items);
    Batch byOutput = random(5, items, 1);
    Batch byParameters = Batch.allocate(engine, 1, spec.parameters());
    Batch byInput = Batch.allocate(engine, 4, items);
    DoubleSupplier loss =
        () -> {
          gru.forward(parameters, 6, input, output);
          return FiniteDifferences.dot(output, byOutput);
        };
    assertThat(loss.getAsDouble()).isNotZero();
    gru.backward(byOutput, byParameters, byInput);
    FiniteDifferences.check("parameters", parameters, byParameters, loss, 1e-5, 1e-7);
    FiniteDifferences.check("input", input, byInput, loss, 1e-5, 1e-7);
  }

  @Test
  void pictureLossDifferentiatesColourAndOpacity() {
    for (boolean luma : new boolean[] {true, false}) {
      Picture rgba = Picture.allocate(engine, 4, 13, 9);
      Picture background = Picture.allocate(engine, 3, 13, 9);
      Picture target = Picture.allocate(engine, 3, 13, 9);
      Picture weights = Picture.allocate(engine, 1, 13, 9);
      for (Picture p : List.of(rgba, background, target, weights)) {
        for (int c = 0; c < p.channels(); c++) {
          for (int i = 0; i < p.pixels(); i++) {
            ReferenceFloats.set(p.asBatch(), c, i, random.nextDouble());
          }
        }
      }
      Picture byRgba = Picture.allocate(engine, 4, 13, 9);
      Batch losses = Batch.allocate(engine, 1, 3);
      PictureLoss picture = engine.pictureLoss(new PictureLossSettings(0.7f, 0.4f, luma));
      Picture unused = Picture.allocate(engine, 4, 13, 9);
      picture.evaluate(rgba, background, target, weights, byRgba, losses);
      DoubleSupplier loss =
          () -> {
            picture.evaluate(rgba, background, target, weights, unused, losses);
            return ReferenceFloats.get(losses, 0, 0);
          };
      FiniteDifferences.check("rgba", rgba.asBatch(), byRgba.asBatch(), loss, 1e-6, 1e-6);
    }
  }

  @Test
  void contrastLossDifferentiatesColoursAndAlpha() {
    Picture rgba = randomPicture(4, 14, 11);
    Picture background = randomPicture(3, 14, 11);
    Picture target = randomPicture(3, 14, 11);
    Picture byRgba = Picture.allocate(engine, 4, 14, 11);
    Batch value = Batch.allocate(engine, 1, 1);
    ContrastLoss contrast = engine.contrastLoss(new ContrastLossSettings(0.7f, 3));
    Picture unused = Picture.allocate(engine, 4, 14, 11);
    contrast.accumulate(rgba, background, target, byRgba, value);
    DoubleSupplier loss =
        () -> {
          contrast.accumulate(rgba, background, target, unused, value);
          return ReferenceFloats.get(value, 0, 0);
        };
    FiniteDifferences.check("rgba", rgba.asBatch(), byRgba.asBatch(), loss, 1e-6, 1e-6);
  }

  private Picture randomPicture(int channels, int width, int height) {
    Picture picture = Picture.allocate(engine, channels, width, height);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < picture.pixels(); i++) {
        ReferenceFloats.set(picture.asBatch(), c, i, random.nextDouble());
      }
    }
    return picture;
  }

  @Test
  void aPictureIsLikeItself() {
    Picture rgba = Picture.allocate(engine, 4, 17, 15);
    Picture target = Picture.allocate(engine, 3, 17, 15);
    FiniteDifferences.randomize(target.asBatch(), random, 0.3);
    engine.batches().copy(target.asBatch(), rgba.asBatch().channels(0, 3));
    engine.batches().fill(rgba.asBatch().channels(3, 4), 1);
    Picture by = Picture.allocate(engine, 4, 17, 15);
    Batch losses = Batch.allocate(engine, 1, 3);
    engine
        .pictureLoss(PictureLossSettings.standard())
        .evaluate(rgba, Picture.allocate(engine, 3, 17, 15), target, null, by, losses);
    assertThat(ReferenceFloats.vector(losses))
        .containsExactly(new double[] {0, 0, 0}, within(1e-12));
  }

  @Test
  void blendDifferentiatesBasisAndCode() {
    BatchOperations batches = engine.batches();
    Batch base = random(3, 7, 1);
    Batch basis = random(12, 7, 1);
    Batch code = random(1, 4, 1);
    Batch out = Batch.allocate(engine, 3, 7);
    Batch byOut = random(3, 7, 1);
    Batch byBasis = Batch.allocate(engine, 12, 7);
    Batch byCode = Batch.allocate(engine, 1, 4);
    batches.blendBackward(basis, code, byOut, null, byBasis, byCode);
    DoubleSupplier loss =
        () -> {
          batches.blend(base, basis, code, out);
          return FiniteDifferences.dot(out, byOut);
        };
    FiniteDifferences.check("basis", basis, byBasis, loss, 1e-3, 1e-9);
    FiniteDifferences.check("code", code, byCode, loss, 1e-3, 1e-9);
    FiniteDifferences.check("base", base, byOut, loss, 1e-3, 1e-9);
  }

  @Test
  void stretchDifferentiatesRotationsAndLogScales() {
    BatchOperations batches = engine.batches();
    int n = 9;
    Batch strains = random(6, 4, 0.7);
    Batch patches = Batch.allocate(engine, 1, n);
    for (int i = 0; i < n; i++) {
      ReferenceFloats.set(patches, 0, i, i % 4);
    }
    Batch rotations = random(4, n, 1);
    Batch logScales = random(3, n, 1);
    Batch out = Batch.allocate(engine, 3, n);
    Batch byOut = random(3, n, 1);
    Batch byRotations = Batch.allocate(engine, 4, n);
    batches.stretchBackward(strains, patches, rotations, byOut, byRotations);
    DoubleSupplier loss =
        () -> {
          batches.copy(logScales, out);
          batches.stretch(strains, patches, rotations, out);
          return FiniteDifferences.dot(out, byOut);
        };
    FiniteDifferences.check("rotations", rotations, byRotations, loss, 1e-5, 1e-6);
    FiniteDifferences.check("log scales", logScales, byOut, loss, 1e-3, 1e-9);
  }

  @Test
  void matrixVectorDifferentiatesBoth() {
    BatchOperations batches = engine.batches();
    Batch matrix = random(1, 6 * 4, 1);
    Batch vector = random(1, 4, 1);
    Batch result = Batch.allocate(engine, 1, 6);
    Batch byResult = random(1, 6, 1);
    Batch byMatrix = Batch.allocate(engine, 1, 24);
    Batch byVector = Batch.allocate(engine, 1, 4);
    batches.matrixVectorBackward(matrix, vector, byResult, byMatrix, byVector);
    DoubleSupplier loss =
        () -> {
          batches.matrixVector(matrix, vector, result);
          return FiniteDifferences.dot(result, byResult);
        };
    FiniteDifferences.check("matrix", matrix, byMatrix, loss, 1e-3, 1e-9);
    FiniteDifferences.check("vector", vector, byVector, loss, 1e-3, 1e-9);
  }

  @Test
  void normalizationDifferentiatesParametersAndInputs() {
    Normalization normalization = engine.normalization(6);
    Batch parameters = random(1, normalization.parameters(), 1);
    Batch input = random(6, 7, 2);
    Batch output = Batch.allocate(engine, 6, 7);
    Batch byOutput = random(6, 7, 1);
    Batch byParameters = Batch.allocate(engine, 1, normalization.parameters());
    Batch byInput = Batch.allocate(engine, 6, 7);
    DoubleSupplier loss =
        () -> {
          normalization.forward(parameters, input, output);
          return FiniteDifferences.dot(output, byOutput);
        };
    assertThat(loss.getAsDouble()).isNotZero();
    normalization.backward(byOutput, byParameters, byInput);
    FiniteDifferences.check("parameters", parameters, byParameters, loss, 1e-4, 1e-7);
    FiniteDifferences.check("input", input, byInput, loss, 1e-5, 1e-7);
  }

  @Test
  void attentionPoolDifferentiatesScoresAndValues() {
    AttentionPool pool = engine.attentionPool(5);
    Batch scores = random(5, 6, 1);
    Batch values = random(3, 30, 1);
    Batch output = Batch.allocate(engine, 3, 6);
    Batch byOutput = random(3, 6, 1);
    Batch byScores = Batch.allocate(engine, 5, 6);
    Batch byValues = Batch.allocate(engine, 3, 30);
    DoubleSupplier loss =
        () -> {
          pool.forward(scores, values, output);
          return FiniteDifferences.dot(output, byOutput);
        };
    assertThat(loss.getAsDouble()).isNotZero();
    pool.backward(byOutput, byScores, byValues);
    FiniteDifferences.check("scores", scores, byScores, loss, 1e-5, 1e-7);
    FiniteDifferences.check("values", values, byValues, loss, 1e-3, 1e-9);
  }

  @Test
  void pointLossesDifferentiate() {
    Batch a = random(4, 6, 1);
    Batch b = random(4, 6, 1);
    Batch weights = random(1, 4, 1);
    Batch byA = Batch.allocate(engine, 4, 6);
    Batch byB = Batch.allocate(engine, 4, 6);
    Batch value = Batch.allocate(engine, 1, 1);
    Batch spare = Batch.allocate(engine, 4, 6);
    DoubleSupplier squared =
        () -> {
          engine.pointLoss().squaredDistance(a, b, weights, spare, value);
          return ReferenceFloats.get(value, 0, 0);
        };
    engine.pointLoss().squaredDistance(a, b, weights, byA, value);
    FiniteDifferences.check("a", a, byA, squared, 1e-4, 1e-8);
    DoubleSupplier cosine =
        () -> {
          engine.pointLoss().cosine(0.5f, a, b, spare, null, value);
          return ReferenceFloats.get(value, 0, 0);
        };
    engine.pointLoss().cosine(0.5f, a, b, byA, byB, value);
    FiniteDifferences.check("a", a, byA, cosine, 1e-5, 1e-7);
    FiniteDifferences.check("b", b, byB, cosine, 1e-5, 1e-7);
  }

  @Test
  void functionsDifferentiate() {
    BatchOperations batches = engine.batches();
    for (BatchOperations.Function function : BatchOperations.Function.values()) {
      Batch in = random(2, 9, 1);
      Batch out = Batch.allocate(engine, 2, 9);
      Batch byOut = random(2, 9, 1);
      Batch byIn = Batch.allocate(engine, 2, 9);
      DoubleSupplier loss =
          () -> {
            batches.apply(function, in, out);
            return FiniteDifferences.dot(out, byOut);
          };
      assertThat(loss.getAsDouble()).isNotZero();
      batches.applyBackward(function, out, byOut, byIn);
      FiniteDifferences.check(function.name(), in, byIn, loss, 1e-6, 1e-7);
    }
  }
}
