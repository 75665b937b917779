package studio.viseme.compute.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Shapes;
import studio.viseme.job.Workers;

/**
 * Adam, a channel at a time, straight on the buffers' memory.
 *
 * <p>The loop over vectors is short on purpose, and no loop works under masks. With both loops in
 * one method, the virtual machine's first compiler ran out of numbers for its values. It then
 * leaves out the version that counts how a method is used, and without counts the second compiler
 * never takes over: on a busy machine a whole training ran a hundred times slower here.
 */
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
    int whole = mask == null ? count / Lanes.WIDTH * Lanes.WIDTH : 0;
    updateWhole(p, g, m, v, whole, stepSize, rootScale);
    updateEach(p, g, m, v, mask, whole, count, stepSize, rootScale);
  }

  private void updateWhole(
      MemorySegment p,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      int count,
      float stepSize,
      float rootScale) {
    final ByteOrder order = ByteOrder.nativeOrder();
    final float beta1 = settings.beta1();
    final float beta2 = settings.beta2();
    final float epsilon = settings.epsilon();
    for (int i = 0; i < count; i += Lanes.WIDTH) {
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
  }

  /** The same item by item: where a mask leaves some alone, and for the last few. */
  private void updateEach(
      MemorySegment p,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      @Nullable MemorySegment mask,
      int from,
      int count,
      float stepSize,
      float rootScale) {
    for (int i = from; i < count; i++) {
      if (mask != null && mask.getAtIndex(JAVA_FLOAT, i) == 0) {
        continue;
      }
      float gradient = g.getAtIndex(JAVA_FLOAT, i);
      float first =
          m.getAtIndex(JAVA_FLOAT, i) * settings.beta1() + gradient * (1 - settings.beta1());
      float second =
          v.getAtIndex(JAVA_FLOAT, i) * settings.beta2()
              + gradient * gradient * (1 - settings.beta2());
      m.setAtIndex(JAVA_FLOAT, i, first);
      v.setAtIndex(JAVA_FLOAT, i, second);
      float root = (float) Math.sqrt(second) * rootScale + settings.epsilon();
      p.setAtIndex(JAVA_FLOAT, i, p.getAtIndex(JAVA_FLOAT, i) - first * stepSize / root);
    }
  }
}
