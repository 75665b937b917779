package studio.viseme.compute.cpu;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.AttentionPool;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Convolution;
import studio.viseme.compute.ConvolutionSpec;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Gru;
import studio.viseme.compute.GruSpec;
import studio.viseme.compute.Ints;
import studio.viseme.compute.Normalization;
import studio.viseme.compute.Perceptron;
import studio.viseme.compute.PerceptronSpec;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.PictureLossSettings;
import studio.viseme.compute.PointLoss;
import studio.viseme.compute.Readback;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.Splatter;
import studio.viseme.compute.TriPlane;
import studio.viseme.compute.TriPlaneSpec;
import studio.viseme.job.Workers;

/**
 * The CPU as an engine. Each operation is done when its method returns, on the workers' threads.
 *
 * <p>How its kernels are built: work is cut into pieces whose borders don't depend on the number of
 * threads (tiles of a picture, blocks of items, levels of a table); a piece owns what it writes;
 * sums over pieces are taken in the pieces' order. So there are no atomics, and the bits are the
 * same for any number of threads. Sums over the lanes of a vector go through {@link Lanes#sum},
 * because the order of {@code reduceLanes(ADD)} differs between the interpreter and compiled code.
 */
public final class CpuEngine implements Engine {
  private final Workers workers;
  private final Set<AutoCloseable> open =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final BatchOperations batches;

  public CpuEngine(Workers workers) {
    this.workers = workers;
    this.batches = new CpuBatchOperations(workers);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Floats floats(long size) {
    CpuFloats buffer = new CpuFloats(this, size);
    open.add(buffer);
    return buffer;
  }

  @Override
  public Ints ints(long size) {
    CpuInts buffer = new CpuInts(this, size);
    open.add(buffer);
    return buffer;
  }

  @Override
  public Splatter splatter(SplatSettings settings) {
    return new CpuSplatter(settings, workers);
  }

  @Override
  public TriPlane triPlane(TriPlaneSpec spec) {
    return new CpuTriPlane(spec, workers);
  }

  @Override
  public Perceptron perceptron(PerceptronSpec spec) {
    return new CpuPerceptron(spec, workers);
  }

  @Override
  public Convolution convolution(ConvolutionSpec spec) {
    return new CpuConvolution(spec, workers);
  }

  @Override
  public Gru gru(GruSpec spec) {
    return new CpuGru(spec, workers);
  }

  @Override
  public Normalization normalization(int channels) {
    return new CpuNormalization(channels, workers);
  }

  @Override
  public AttentionPool attentionPool(int moments) {
    return new CpuAttentionPool(moments, workers);
  }

  @Override
  public PointLoss pointLoss() {
    return new CpuPointLoss(workers);
  }

  @Override
  public PictureLoss pictureLoss(PictureLossSettings settings) {
    return new CpuPictureLoss(settings, workers);
  }

  @Override
  public ContrastLoss contrastLoss(ContrastLossSettings settings) {
    return new CpuContrastLoss(settings, workers);
  }

  @Override
  public BatchOperations batches() {
    return batches;
  }

  @Override
  public Adam adam(AdamSettings settings) {
    return new CpuAdam(settings, workers);
  }

  @Override
  public Readback readLater(Batch vector) {
    float[] values = vector.download();
    return new Readback() {
      @Override
      public boolean isDone() {
        return true;
      }

      @Override
      public float[] values() {
        return values.clone();
      }
    };
  }

  @Override
  public void finish() {}

  void forget(AutoCloseable buffer) {
    open.remove(buffer);
  }

  @Override
  public void close() {
    for (Object buffer : open.toArray()) {
      switch (buffer) {
        case CpuFloats floats -> floats.close();
        case CpuInts ints -> ints.close();
        default -> throw new IllegalStateException("not a buffer: " + buffer);
      }
    }
  }
}
