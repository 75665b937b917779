package studio.viseme.cli.bench;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.Splatter;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.LogMel;
import studio.viseme.speech.SpeechEncoder;

/** The operations that can be timed. Their data is random from a fixed seed. */
public final class Benchmarks {
  private static final long SEED = 1;
  private static final int GAUSSIANS = 20_000;
  private static final int SIZE = 512;
  private static final int SPEECH_SECONDS = 60;

  private static final List<Benchmark> ALL =
      List.of(
          new Benchmark(
              "splat", "render 20,000 Gaussians at 512 x 512", e -> new SplatScene(e)::forward),
          new Benchmark(
              "splat-gradient",
              "render 20,000 Gaussians at 512 x 512 and take the gradient",
              e -> new SplatScene(e)::forwardAndBackward),
          new Benchmark(
              "triplane", "encode 20,000 positions by a tri-plane hash grid", Benchmarks::triPlane),
          new Benchmark(
              "perceptron", "a 96+32-64-64-14 net over 20,000 items", Benchmarks::perceptron),
          new Benchmark("logmel", "log-mel features of 60 s of speech", e -> logMel()));

  private Benchmarks() {}

  /**
   * The named ones, or all.
   *
   * @throws JobException (usage) for a name that isn't known
   */
  public static List<Benchmark> named(List<String> names) {
    for (String name : names) {
      if (ALL.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
        List<String> known = ALL.stream().map(Benchmark::name).toList();
        throw JobException.usage(
            "There is no such benchmark", name, "known are " + String.join(", ", known));
      }
    }
    return ALL.stream()
        .filter(benchmark -> names.isEmpty() || names.contains(benchmark.name()))
        .toList();
  }

  /** A ball of Gaussians as large as a head, seen as a head is filmed. */
  private static final class SplatScene {
    private static final double BALL_RADIUS = 11;
    private static final double DEVIATION = 0.25;

    private final Splatter splatter;
    private final Gaussians gaussians;
    private final Gaussians gradients;
    private final SplatView view;
    private final Picture rgba;
    private final Picture rgbaGradient;

    SplatScene(Engine engine) {
      splatter = engine.splatter(SplatSettings.standard());
      Batch parameters = Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS);
      parameters.upload(parameters());
      gaussians = Gaussians.of(parameters);
      gradients = Gaussians.of(Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS));
      PinholeCamera camera = PinholeCamera.centered(SIZE, SIZE, 2.2 * SIZE);
      view =
          SplatView.whole(camera, new RigidTransform(Quaternion.IDENTITY, new Vec3(0, 0, 60)));
      rgba = Picture.allocate(engine, 4, SIZE, SIZE);
      rgbaGradient = Picture.allocate(engine, 4, SIZE, SIZE);
      rgbaGradient.upload(normal(random(), 4 * SIZE * SIZE, 1e-3));
    }

    private static float[] parameters() {
      RandomGenerator random = random();
      float[] values = normal(random, Gaussians.CHANNELS * GAUSSIANS, 1);
      for (int i = 0; i < GAUSSIANS; i++) {
        Vec3 direction =
            new Vec3(values[i], values[GAUSSIANS + i], values[2 * GAUSSIANS + i]).normalized();
        Vec3 place = direction.times(BALL_RADIUS);
        values[i] = (float) place.x();
        values[GAUSSIANS + i] = (float) place.y();
        values[2 * GAUSSIANS + i] = (float) place.z();
      }
      for (int i = 3 * GAUSSIANS; i < 6 * GAUSSIANS; i++) {
        values[i] = (float) (Math.log(DEVIATION) + 0.3 * values[i]);
      }
      return values;
    }

    void forward() {
      splatter.forward(gaussians, view, null, rgba);
    }

    void forwardAndBackward() {
      forward();
      splatter.backward(rgbaGradient, gradients, null, null);
    }
  }

  private static Runnable triPlane(Engine engine) {
    Vec3 extent = new Vec3(30, 30, 30);
    TriPlane encoder =
        engine.triPlane(new TriPlaneSpec(12, 2, 16, 512, 14, Vec3.ZERO, extent));
    Batch positions = Batch.allocate(engine, 3, GAUSSIANS);
    positions.upload(normal(random(), 3 * GAUSSIANS, 5));
    Batch table = Batch.vector(engine.floats(encoder.spec().tableSize()));
    Batch encoding = Batch.allocate(engine, encoder.spec().outputs(), GAUSSIANS);
    return () -> encoder.forward(positions, table, encoding);
  }

  private static Runnable perceptron(Engine engine) {
    PerceptronSpec spec = new PerceptronSpec(96, 32, List.of(64, 64), 14, true);
    Perceptron net = engine.perceptron(spec);
    Batch parameters = Batch.vector(engine.floats(spec.initialize(random(), 1)));
    Batch input = Batch.allocate(engine, spec.inputs(), GAUSSIANS);
    input.upload(normal(random(), spec.inputs() * GAUSSIANS, 1));
    Batch condition = Batch.vector(engine.floats(normal(random(), spec.conditions(), 1)));
    Batch output = Batch.allocate(engine, spec.outputs(), GAUSSIANS);
    return () -> net.forward(parameters, input, condition, output);
  }

  private static Runnable logMel() {
    float[] sound = normal(random(), SPEECH_SECONDS * SpeechEncoder.SAMPLE_RATE, 0.1);
    LogMel encoder = new LogMel();
    return () -> encoder.encode(sound);
  }

  private static RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  }

  private static float[] normal(RandomGenerator random, int size, double deviation) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
