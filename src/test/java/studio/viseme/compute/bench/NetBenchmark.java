package studio.viseme.compute.bench;

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
import studio.viseme.compute.Batch;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Engines;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.RandomKey;
import studio.viseme.job.Workers;

/**
 * Convolutions and recurrent units as SE4Lip has them. Not run by the build: {@code java
 * --add-modules jdk.incubator.vector -cp … org.openjdk.jmh.Main NetBenchmark -p threads=1,2}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class NetBenchmark {
  private static final int PICTURES = 16;
  private static final int MOMENTS = 25;
  private static final int SEQUENCES = 48;

  @Param({"1", "2"})
  private int threads;

  private Workers workers;
  private Engine engine;
  private Convolution convolution;
  private Batch kernel;
  private Batch kernelGradient;
  private Batch pictures;
  private Batch picturesGradient;
  private Batch maps;
  private Gru gru;
  private Batch weights;
  private Batch weightGradients;
  private Batch sounds;
  private Batch states;

  @Setup
  public void setUp() {
    workers = Workers.of(threads);
    engine = Engines.cpu(workers);
    convolution = engine.convolution(ConvolutionSpec.square(64, 64, 47, 46, 3, 1, 1));
    ConvolutionSpec spec = convolution.spec();
    kernel = random(1, spec.parameters());
    kernelGradient = random(1, spec.parameters());
    pictures = random(spec.inputs(), PICTURES * spec.inputPixels());
    picturesGradient = random(spec.inputs(), PICTURES * spec.inputPixels());
    maps = random(spec.outputs(), PICTURES * spec.outputPixels());
    gru = engine.gru(new GruSpec(257, 256, 2));
    weights = random(1, gru.spec().parameters());
    weightGradients = random(1, gru.spec().parameters());
    sounds = random(gru.spec().inputs(), MOMENTS * SEQUENCES);
    states = random(gru.spec().hidden(), MOMENTS * SEQUENCES);
    convolutionForward();
    gruForward();
  }

  private Batch random(int channels, int count) {
    Batch batch = Batch.allocate(engine, channels, count);
    engine.batches().randomNormal(new RandomKey(1, channels, count), 0, 0.05f, batch);
    return batch;
  }

  @TearDown
  public void tearDown() {
    engine.close();
    workers.close();
  }

  @Benchmark
  public void convolutionForward() {
    convolution.forward(kernel, pictures, maps);
  }

  @Benchmark
  public void convolutionBackward() {
    convolution.backward(maps, kernelGradient, picturesGradient);
  }

  @Benchmark
  public void gruForward() {
    gru.forward(weights, MOMENTS, sounds, states);
  }

  @Benchmark
  public void gruBackward() {
    gru.backward(states, weightGradients, null);
  }
}
