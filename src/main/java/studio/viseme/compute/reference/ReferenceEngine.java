package studio.viseme.compute.reference;

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

/**
 * The oracle of the other engines: every operation as its definition reads, in double precision,
 * one element after the other. Its gradients are checked against finite differences, and the fast
 * engines against it. Nothing here is clever; keep it so.
 */
public final class ReferenceEngine implements Engine {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Floats floats(long size) {
    return new ReferenceFloats(size);
  }

  @Override
  public Ints ints(long size) {
    return new ReferenceInts(size);
  }

  @Override
  public Splatter splatter(SplatSettings settings) {
    return new ReferenceSplatter(settings);
  }

  @Override
  public TriPlane triPlane(TriPlaneSpec spec) {
    return new ReferenceTriPlane(spec);
  }

  @Override
  public Perceptron perceptron(PerceptronSpec spec) {
    return new ReferencePerceptron(spec);
  }

  @Override
  public Convolution convolution(ConvolutionSpec spec) {
    return new ReferenceConvolution(spec);
  }

  @Override
  public Gru gru(GruSpec spec) {
    return new ReferenceGru(spec);
  }

  @Override
  public Normalization normalization(int channels) {
    return new ReferenceNormalization(channels);
  }

  @Override
  public AttentionPool attentionPool(int moments) {
    return new ReferenceAttentionPool(moments);
  }

  @Override
  public PointLoss pointLoss() {
    return new ReferencePointLoss();
  }

  @Override
  public PictureLoss pictureLoss(PictureLossSettings settings) {
    return new ReferencePictureLoss(settings);
  }

  @Override
  public ContrastLoss contrastLoss(ContrastLossSettings settings) {
    return new ReferenceContrastLoss(settings);
  }

  @Override
  public BatchOperations batches() {
    return new ReferenceBatchOperations();
  }

  @Override
  public Adam adam(AdamSettings settings) {
    return new ReferenceAdam(settings);
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

  @Override
  public void close() {}
}
