package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Batch;
import studio.viseme.compute.ConditionGates;

/**
 * The mesh tells who hears what: among a Gaussian's attributes is one mask for speech and one for
 * the upper face, zero where its region must not follow. Nothing is learned.
 */
record MaskAttention(Layout layout) implements RegionAttention {
  @Override
  public boolean isGivenOnce() {
    return true;
  }

  @Override
  public ConditionGates gates(Batch attributes) {
    return new ConditionGates(masks(attributes), layout.dims(), Layout.UPPER);
  }

  private Batch masks(Batch attributes) {
    return attributes.channels(layout.speechMask(), layout.upperMask() + 1);
  }

  @Override
  public boolean[] hears(Batch attributes) {
    float[] shares = masks(attributes).download();
    int n = attributes.count();
    boolean[] hears = new boolean[n];
    for (int i = 0; i < n; i++) {
      hears[i] = shares[i] != 0 || shares[n + i] != 0;
    }
    return hears;
  }
}
