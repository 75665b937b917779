package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.job.Workers;

/** How far Gaussians get under gradients that are known beforehand. */
class BranchTrainingTest {
  private static final int COUNT = 40;
  private static final int STEPS = 600;

  @AutoClose private final Engine engine = new CpuEngine(Workers.sameThread());

  /** Trains a branch by gradients of the positions, the same in x, y and z. */
  private float[] moved(Gradient gradient) {
    try (Branch branch = new Branch(engine, 1, COUNT)) {
      float[] start = new float[Gaussians.CHANNELS * COUNT];
      for (int i = 0; i < COUNT; i++) {
        for (int c = 0; c < 3; c++) {
          start[c * COUNT + i] = i - 20;
        }
        start[6 * COUNT + i] = 1;
      }
      branch.set(COUNT, start, new float[COUNT]);
      Adam adam = engine.adam(AdamSettings.standard());
      try (BranchTraining training = new BranchTraining(engine, branch)) {
        float[] values = new float[3 * COUNT];
        Batch means = training.gradient().means();
        for (int step = 1; step <= STEPS; step++) {
          for (int i = 0; i < COUNT; i++) {
            float g = gradient.of(i, step);
            for (int c = 0; c < 3; c++) {
              values[c * COUNT + i] = g;
            }
          }
          means.upload(values);
          training.step(adam, LearningRates.standard(), step, false);
        }
        float[] end = branch.parameters().download();
        for (int i = 0; i < 3 * COUNT; i++) {
          end[i] -= start[i];
        }
        return end;
      }
    }
  }

  private interface Gradient {
    float of(int gaussian, int step);
  }

  private static double most(float[] moved, int channel) {
    double most = 0;
    for (int i = 0; i < COUNT; i++) {
      most = Math.max(most, Math.abs(moved[channel * COUNT + i]));
    }
    return most;
  }

  @Test
  void depthThatIsPulledOneWayGetsSoFarAndNoFarther() {
    float[] moved = moved((i, step) -> 1e-6f);
    assertThat(most(moved, 0)).as("across").isGreaterThan(5);
    assertThat(most(moved, 2)).as("in depth").isBetween(.4, .5001);
  }

  @Test
  void depthThatIsTornToAndFroStaysWhereItBegan() {
    SplittableRandom random = new SplittableRandom(5);
    float[] moved = moved((i, step) -> (float) (1e-9 * random.nextGaussian()));
    assertThat(most(moved, 2)).isLessThan(.2).isLessThan(.7 * most(moved, 0));
  }
}
