package studio.viseme.cli.bench;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
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
import studio.viseme.job.JobException;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.LogMel;
import studio.viseme.speech.PhonePosteriors;
import studio.viseme.speech.SpeechEncoder;
import studio.viseme.viewport.RendererChoice;

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
              "triplane-gradient", "the gradient of its table", Benchmarks::triPlaneGradient),
          new Benchmark(
              "perceptron", "a 96+32-64-64-14 net over 20,000 items", Benchmarks::perceptron),
          new Benchmark(
              "perceptron-gradient",
              "the gradient of its weights and inputs",
              Benchmarks::perceptronGradient),
          new Benchmark(
              "picture-loss",
              "L1 and SSIM of 512 x 512 pixels with their gradient",
              Benchmarks::pictureLoss),
          new Benchmark("adam", "a step for 20,000 Gaussians", Benchmarks::adam),
          new Benchmark(
              "logmel", "log-mel features of 60 s of speech", e -> features(new LogMel())),
          new Benchmark(
              "phones", "phone posteriors of 60 s of speech", e -> features(new PhonePosteriors())),
          new Benchmark(
              "viewport-image",
              "from a new 512 x 512 picture to its frame",
              e -> ViewportBench.pictures(RendererChoice.AUTOMATIC)),
          new Benchmark(
              "viewport-mesh",
              "the same with the face mesh over it",
              e -> ViewportBench.mesh(RendererChoice.AUTOMATIC)),
          new Benchmark(
              "viewport-image-processor",
              "from a new 512 x 512 picture to its frame, without OpenGL",
              e -> ViewportBench.pictures(RendererChoice.PROCESSOR)),
          new Benchmark(
              "viewport-mesh-processor",
              "the same with the face mesh over it, without OpenGL",
              e -> ViewportBench.mesh(RendererChoice.PROCESSOR)));

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
      view = SplatView.whole(camera, new RigidTransform(Quaternion.IDENTITY, new Vec3(0, 0, 60)));
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

  private static TriPlane encoder(Engine engine) {
    Vec3 extent = new Vec3(30, 30, 30);
    return engine.triPlane(new TriPlaneSpec(12, 2, 16, 512, 14, Vec3.ZERO, extent));
  }

  private static Batch positions(Engine engine) {
    Batch positions = Batch.allocate(engine, 3, GAUSSIANS);
    positions.upload(normal(random(), 3 * GAUSSIANS, 5));
    return positions;
  }

  private static Runnable triPlane(Engine engine) {
    TriPlane encoder = encoder(engine);
    Batch positions = positions(engine);
    Batch table = Batch.vector(engine.floats(encoder.spec().tableSize()));
    Batch encoding = Batch.allocate(engine, encoder.spec().outputs(), GAUSSIANS);
    return () -> encoder.forward(positions, table, encoding);
  }

  private static Runnable triPlaneGradient(Engine engine) {
    TriPlane encoder = encoder(engine);
    Batch positions = positions(engine);
    Batch tableGradient = Batch.vector(engine.floats(encoder.spec().tableSize()));
    Batch encodingGradient = Batch.allocate(engine, encoder.spec().outputs(), GAUSSIANS);
    return () -> encoder.backward(positions, encodingGradient, tableGradient);
  }

  /** A net as it deforms Gaussians, with all that forward and backward need. */
  private static final class Net {
    private final Perceptron net;
    private final Batch parameters;
    private final Batch parameterGradient;
    private final Batch input;
    private final Batch inputGradient;
    private final Batch condition;
    private final Batch output;

    Net(Engine engine) {
      PerceptronSpec spec = new PerceptronSpec(96, 32, List.of(64, 64), 14, true);
      net = engine.perceptron(spec);
      parameters = Batch.vector(engine.floats(spec.initialize(random(), 1)));
      parameterGradient = Batch.allocate(engine, 1, spec.parameters());
      input = Batch.allocate(engine, spec.inputs(), GAUSSIANS);
      input.upload(normal(random(), spec.inputs() * GAUSSIANS, 1));
      inputGradient = Batch.allocate(engine, spec.inputs(), GAUSSIANS);
      condition = Batch.vector(engine.floats(normal(random(), spec.conditions(), 1)));
      output = Batch.allocate(engine, spec.outputs(), GAUSSIANS);
    }

    void forward() {
      net.forward(parameters, input, condition, output);
    }

    void backward() {
      net.backward(output, parameterGradient, inputGradient, null);
    }
  }

  private static Runnable perceptron(Engine engine) {
    return new Net(engine)::forward;
  }

  private static Runnable perceptronGradient(Engine engine) {
    Net net = new Net(engine);
    net.forward();
    return net::backward;
  }

  private static Runnable pictureLoss(Engine engine) {
    PictureLoss loss = engine.pictureLoss(PictureLossSettings.standard());
    Picture rgba = Picture.allocate(engine, 4, SIZE, SIZE);
    rgba.upload(normal(random(), 4 * SIZE * SIZE, 0.3));
    Picture background = Picture.allocate(engine, 3, SIZE, SIZE);
    Picture target = Picture.allocate(engine, 3, SIZE, SIZE);
    Picture rgbaGradient = Picture.allocate(engine, 4, SIZE, SIZE);
    Batch losses = Batch.allocate(engine, 1, 3);
    return () -> loss.evaluate(rgba, background, target, null, rgbaGradient, losses);
  }

  private static Runnable adam(Engine engine) {
    Adam adam = engine.adam(AdamSettings.standard());
    Batch parameters = Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS);
    Batch gradients = Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS);
    gradients.upload(normal(random(), Gaussians.CHANNELS * GAUSSIANS, 1));
    Batch first = Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS);
    Batch second = Batch.allocate(engine, Gaussians.CHANNELS, GAUSSIANS);
    return () -> adam.step(parameters, gradients, first, second, 1e-3, 1, null);
  }

  private static Runnable features(SpeechEncoder encoder) {
    float[] sound = normal(random(), SPEECH_SECONDS * SpeechEncoder.SAMPLE_RATE, 0.1);
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
