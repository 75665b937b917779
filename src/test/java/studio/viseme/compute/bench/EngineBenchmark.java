package studio.viseme.compute.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.RandomKey;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.image.Rectangle;
import studio.viseme.job.Workers;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * The parts of a training step, each on its own. Not run by the build: {@code java --add-modules
 * jdk.incubator.vector -cp … org.openjdk.jmh.Main EngineBenchmark -p threads=1,2}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EngineBenchmark {
  private static final double MEAN_SCALE = 0.14;

  @Param({"1", "2"})
  private int threads;

  @Param({"256", "512"})
  private int size;

  @Param({"12000", "20000"})
  private int gaussianCount;

  private Workers workers;
  private Engine engine;
  private Splatter splatter;
  private Gaussians gaussians;
  private Batch gaussianGradients;
  private Batch moments;
  private SplatView view;
  private Picture rgba;
  private Picture rgbaGradient;
  private SplatView part;
  private Picture lower;
  private Picture background;
  private Picture target;
  private PictureLoss rgbLoss;
  private PictureLoss lumaLoss;
  private Batch losses;
  private TriPlane triPlane;
  private Batch table;
  private Batch tableGradient;
  private Batch encoding;
  private Batch encodingGradient;
  private Perceptron perceptron;
  private Batch weights;
  private Batch weightGradients;
  private Batch condition;
  private Batch output;
  private Adam adam;

  @Setup
  public void setUp() {
    workers = Workers.of(threads);
    engine = Engines.cpu(workers);
    setUpSplatting();
    background = Picture.allocate(engine, 3, size, size);
    target = Picture.allocate(engine, 3, size, size);
    engine.batches().randomUniform(new RandomKey(1, 2, 0), 0, 1, target.asBatch());
    rgbLoss = engine.pictureLoss(PictureLossSettings.standard());
    lumaLoss = engine.pictureLoss(new PictureLossSettings(0.8f, 0.2f, true));
    losses = Batch.allocate(engine, 1, 3);
    setUpNets();
    adam = engine.adam(AdamSettings.standard());
    moments = Batch.allocate(engine, 2 * Gaussians.CHANNELS, gaussianCount);
  }

  /** A thick shell of Gaussians, seen as a head fills a frame. */
  private void setUpSplatting() {
    Random random = new Random(1);
    Batch all = Batch.allocate(engine, Gaussians.CHANNELS, gaussianCount);
    float[] v = new float[Gaussians.CHANNELS * gaussianCount];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < gaussianCount; i++) {
      Vec3 direction = new Vec3(v[i], v[gaussianCount + i], v[2 * gaussianCount + i]).normalized();
      double radius = 10 * (1 - 0.15 * random.nextDouble());
      v[i] = (float) (0.75 * radius * direction.x());
      v[gaussianCount + i] = (float) (radius * direction.y());
      v[2 * gaussianCount + i] = (float) (0.85 * radius * direction.z());
      for (int c = 3; c < 6; c++) {
        int at = c * gaussianCount + i;
        v[at] = (float) (Math.log(MEAN_SCALE) + 0.5 * v[at] - (c == 5 ? 0.7 : 0));
      }
      v[10 * gaussianCount + i] = 0.5f + 1.5f * v[10 * gaussianCount + i];
    }
    all.upload(v);
    gaussians = Gaussians.of(all);
    gaussianGradients = Batch.allocate(engine, Gaussians.CHANNELS, gaussianCount);
    view =
        SplatView.whole(
            PinholeCamera.centered(size, size, 1.5 * size),
            new RigidTransform(new HeadAngles(0, 0, 0).toRotation(), new Vec3(0, 0, 40)));
    rgba = Picture.allocate(engine, 4, size, size);
    part = new SplatView(view.camera(), view.pose(), new Rectangle(0, size / 2, size, size / 2));
    lower = Picture.allocate(engine, 4, size, size / 2);
    rgbaGradient = Picture.allocate(engine, 4, size, size);
    engine.batches().randomNormal(new RandomKey(1, 1, 0), 0, 1, rgbaGradient.asBatch());
    splatter = engine.splatter(SplatSettings.standard());
    splatter.forward(gaussians, view, null, rgba);
  }

  private void setUpNets() {
    triPlane =
        engine.triPlane(new TriPlaneSpec(12, 1, 16, 128, 14, Vec3.ZERO, new Vec3(28, 28, 28)));
    table = Batch.vector(engine.floats(triPlane.spec().tableSize()));
    engine.batches().randomNormal(new RandomKey(1, 3, 0), 0, 1, table);
    tableGradient = Batch.vector(engine.floats(triPlane.spec().tableSize()));
    encoding = Batch.allocate(engine, triPlane.spec().outputs(), gaussianCount);
    encodingGradient = Batch.allocate(engine, triPlane.spec().outputs(), gaussianCount);
    PerceptronSpec spec =
        new PerceptronSpec(triPlane.spec().outputs(), 20, List.of(64, 64), 14, true);
    perceptron = engine.perceptron(spec);
    weights = Batch.vector(engine.floats(spec.initialize(new Random(2), 1)));
    weightGradients = Batch.allocate(engine, 1, spec.parameters());
    condition = Batch.allocate(engine, 1, spec.conditions());
    output = Batch.allocate(engine, spec.outputs(), gaussianCount);
    triPlane.forward(gaussians.means(), table, encoding);
    perceptron.forward(weights, encoding, condition, output);
  }

  @TearDown
  public void tearDown() {
    engine.close();
    workers.close();
  }

  @Benchmark
  public void splatForward() {
    splatter.forward(gaussians, view, null, rgba);
  }

  /** The lower half, as a dub that keeps its pose wants it. */
  @Benchmark
  public void splatForwardOfAPart() {
    splatter.forward(gaussians, part, null, lower);
  }

  @Benchmark
  public void splatForwardAndBackward() {
    splatter.forward(gaussians, view, null, rgba);
    splatter.backward(rgbaGradient, Gaussians.of(gaussianGradients), null, null);
  }

  @Benchmark
  public void lossRgb() {
    rgbLoss.evaluate(rgba, background, target, null, rgbaGradient, losses);
  }

  @Benchmark
  public void lossLuma() {
    lumaLoss.evaluate(rgba, background, target, null, rgbaGradient, losses);
  }

  @Benchmark
  public void triPlaneForward() {
    triPlane.forward(gaussians.means(), table, encoding);
  }

  @Benchmark
  public void triPlaneBackward() {
    triPlane.backward(gaussians.means(), encodingGradient, tableGradient);
  }

  @Benchmark
  public void perceptronForward() {
    perceptron.forward(weights, encoding, condition, output);
  }

  @Benchmark
  public void perceptronBackward() {
    perceptron.backward(output, weightGradients, encodingGradient, null);
  }

  @Benchmark
  public void adam() {
    adam.step(
        output,
        gaussianGradients,
        moments.channels(0, Gaussians.CHANNELS),
        moments.channels(Gaussians.CHANNELS, 2 * Gaussians.CHANNELS),
        1e-6,
        1,
        null);
  }
}
