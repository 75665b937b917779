package studio.viseme.compute.cpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/** Adam, a channel at a time, straight on the buffers' memory. */
final class CpuAdam implements Adam {
  private static final int BLOCK = 1 << 14;

  private final AdamSettings settings;
  private final Workers workers;

  CpuAdam(AdamSettings settings, Workers workers) {
    this.settings = settings;
    this.workers = workers;
  }

  @Override
  public void step(
      Batch parameters,
      Batch gradients,
      Batch firstMoment,
      Batch secondMoment,
      double rate,
      int step,
      @Nullable Batch mask) {
    Shapes.adam(parameters, gradients, firstMoment, secondMoment, step, mask);
    float stepSize = (float) (rate / (1 - Math.pow(settings.beta1(), step)));
    float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), step)));
    int blocks = Parts.blocks(parameters.count(), BLOCK);
    workers.forEach(
        blocks * parameters.channels(),
        piece -> {
          int channel = piece / blocks;
          int from = piece % blocks * BLOCK;
          int count = Math.min(parameters.count() - from, BLOCK);
          update(
              CpuFloats.slice(parameters, channel, from, count),
              CpuFloats.slice(gradients, channel, from, count),
              CpuFloats.slice(firstMoment, channel, from, count),
              CpuFloats.slice(secondMoment, channel, from, count),
              mask == null ? null : CpuFloats.slice(mask, 0, from, count),
              count,
              stepSize,
              rootScale);
        });
  }

  private void update(
      MemorySegment p,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      @Nullable MemorySegment mask,
      int count,
      float stepSize,
      float rootScale) {
    final ByteOrder order = ByteOrder.nativeOrder();
    final float beta1 = settings.beta1();
    final float beta2 = settings.beta2();
    final float epsilon = settings.epsilon();
    int i = 0;
    // The same as below without masks, which cost more than all the arithmetic.
    for (; mask == null && i <= count - Lanes.WIDTH; i += Lanes.WIDTH) {
      long at = (long) i * Float.BYTES;
      FloatVector gradient = FloatVector.fromMemorySegment(Lanes.FLOAT, g, at, order);
      FloatVector first =
          FloatVector.fromMemorySegment(Lanes.FLOAT, m, at, order)
              .mul(beta1)
              .add(gradient.mul(1 - beta1));
      FloatVector second =
          FloatVector.fromMemorySegment(Lanes.FLOAT, v, at, order)
              .mul(beta2)
              .add(gradient.mul(gradient).mul(1 - beta2));
      first.intoMemorySegment(m, at, order);
      second.intoMemorySegment(v, at, order);
      FloatVector move = first.mul(stepSize).div(second.sqrt().mul(rootScale).add(epsilon));
      FloatVector.fromMemorySegment(Lanes.FLOAT, p, at, order)
          .sub(move)
          .intoMemorySegment(p, at, order);
    }
    for (; i < count; i += Lanes.WIDTH) {
      long at = (long) i * Float.BYTES;
      VectorMask<Float> on = Lanes.FLOAT.indexInRange(i, count);
      if (mask != null) {
        on =
            on.and(
                FloatVector.fromMemorySegment(Lanes.FLOAT, mask, at, order, on)
                    .compare(VectorOperators.NE, 0f));
      }
      FloatVector gradient = FloatVector.fromMemorySegment(Lanes.FLOAT, g, at, order, on);
      FloatVector first =
          FloatVector.fromMemorySegment(Lanes.FLOAT, m, at, order, on)
              .mul(beta1)
              .add(gradient.mul(1 - beta1));
      FloatVector second =
          FloatVector.fromMemorySegment(Lanes.FLOAT, v, at, order, on)
              .mul(beta2)
              .add(gradient.mul(gradient).mul(1 - beta2));
      first.intoMemorySegment(m, at, order, on);
      second.intoMemorySegment(v, at, order, on);
      FloatVector move = first.mul(stepSize).div(second.sqrt().mul(rootScale).add(epsilon));
      FloatVector.fromMemorySegment(Lanes.FLOAT, p, at, order, on)
          .sub(move)
          .intoMemorySegment(p, at, order, on);
    }
  }
}
