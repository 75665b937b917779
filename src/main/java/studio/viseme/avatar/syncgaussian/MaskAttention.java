package studio.viseme.avatar.syncgaussian;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;

/**
 * The mesh tells who hears what: among a Gaussian's attributes is one mask for speech and one for
 * the upper face, zero where its region must not follow. Nothing is learned.
 */
record MaskAttention(BatchOperations ops, Layout layout) implements RegionAttention {
  @Override
  public void forward(Batch encoding, Batch attributes, Batch condition, Batch rows) {
    int speech = layout.dims();
    Batch speechRows = rows.channels(0, speech);
    Batch upperRows = rows.channels(speech, rows.channels());
    ops.broadcast(condition.items(0, speech), speechRows);
    ops.broadcast(condition.items(speech, condition.count()), upperRows);
    ops.multiply(speechRows, mask(attributes, layout.speechMask()), speechRows);
    ops.multiply(upperRows, mask(attributes, layout.upperMask()), upperRows);
  }

  private static Batch mask(Batch attributes, int channel) {
    return attributes.channels(channel, channel + 1);
  }

  /** Masks stay, and so does what follows from them; nobody asks for the condition's gradient. */
  @Override
  public void backward(
      Batch condition,
      Batch rowsGradient,
      Batch encodingGradient,
      Map<String, Batch> gradients,
      @Nullable Batch conditionGradient) {
    if (conditionGradient != null) {
      throw new UnsupportedOperationException("the condition of masks is given, not learned");
    }
  }

  @Override
  public boolean[] hears(Batch attributes) {
    float[] masks = attributes.channels(layout.speechMask(), layout.upperMask() + 1).download();
    int n = attributes.count();
    boolean[] hears = new boolean[n];
    for (int i = 0; i < n; i++) {
      hears[i] = masks[i] != 0 || masks[n + i] != 0;
    }
    return hears;
  }
}
