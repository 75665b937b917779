package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatSettings;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.image.Rectangle;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

class HeadModelTest {
  private static final int SIZE = 100;
  private static final Layout LAYOUT = new Layout(3);
  private static final PinholeCamera CAMERA =
      new PinholeCamera(SIZE, SIZE, 160, SIZE / 2.0, SIZE / 2.0);

  /** A half turn about x: y up in head space is down in the camera's. */
  private static final RigidTransform POSE =
      new RigidTransform(Quaternion.exp(new Vec3(Math.PI, 0, 0)), new Vec3(0, 0, 60));

  private final SplittableRandom random = new SplittableRandom(7);

  private static float normal(RandomGenerator random, double deviation) {
    return (float) (deviation * random.nextGaussian());
  }

  private float[] gaussians(int n, double centerY, double spread) {
    float[] rows = new float[Gaussians.CHANNELS * n];
    for (int i = 0; i < n; i++) {
      rows[i] = normal(random, spread);
      rows[n + i] = (float) centerY + normal(random, spread);
      rows[2 * n + i] = normal(random, spread);
      for (int c = 3; c < 6; c++) {
        rows[c * n + i] = -1 + normal(random, .4);
      }
      for (int c = 6; c < Gaussians.CHANNELS; c++) {
        rows[c * n + i] = normal(random, 1.5);
      }
    }
    return rows;
  }

  private HeadModel model(Engine engine) {
    int n = 400;
    Branch head = new Branch(engine, LAYOUT.headAttributes(), n);
    float[] attributes = new float[LAYOUT.headAttributes() * n];
    for (int i = 0; i < LAYOUT.speechMask() * n; i++) {
      attributes[i] = normal(random, .05);
    }
    for (int i = 0; i < n; i++) {
      attributes[LAYOUT.speechMask() * n + i] = i % 3 == 0 ? 1 : 0;
      attributes[LAYOUT.upperMask() * n + i] = i % 5 == 0 ? 1 : 0;
    }
    head.set(n, gaussians(n, 0, 5), attributes);
    int inside = 40;
    Branch mouth = new Branch(engine, LAYOUT.mouthAttributes(), inside);
    float[] shapes = new float[LAYOUT.mouthAttributes() * inside];
    mouth.set(inside, gaussians(inside, -4, .7), shapes);
    HeadModel model = new HeadModel(engine, LAYOUT, head, mouth);
    model.initialize(random);
    return model;
  }

  private float[] state() {
    float[] state = new float[LAYOUT.state()];
    state[0] = 1;
    for (int i = 1; i < state.length; i++) {
      state[i] = normal(random, 1);
    }
    return state;
  }

  @Test
  void aFrozenModelDrawsTheSameBits() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
      float[][] states = {state(), state(), state()};
      float[][] before = new float[states.length][];
      for (int i = 0; i < states.length; i++) {
        model.forward(states[i], SplatView.whole(CAMERA, POSE), true, picture);
        before[i] = picture.download();
      }
      assertThat(before[0]).isNotEqualTo(before[1]);
      model.freeze();
      for (int i = 0; i < states.length; i++) {
        model.forward(states[i], SplatView.whole(CAMERA, POSE), true, picture);
        assertThat(picture.download()).as("state %d", i).isEqualTo(before[i]);
      }
    }
  }

  @Test
  void noMouthIsDrawnOutsideItsBand() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      for (double tilt : new double[] {-.8, 0, .8}) {
        RigidTransform pose =
            new RigidTransform(
                Quaternion.exp(new Vec3(0, tilt, tilt)).times(POSE.rotation()), POSE.translation());
        Rectangle region = new Rectangle(-3, 5, SIZE, 90);
        SplatView view = new SplatView(CAMERA, pose, region);
        model.deform(state(), true);
        Picture whole = Picture.allocate(engine, 4, region.width(), region.height());
        model.mouthSplatter().forward(model.deformedMouth(), view, model.poseShift, whole);
        float[] drawn = whole.download();
        Rectangle band =
            MouthBand.of(model.deformedMouth(), view, model.poseShift, SplatSettings.standard());
        assertThat(band.height()).isBetween(16, 80);
        int pixels = region.width() * region.height();
        double inside = 0;
        for (int i = 0; i < pixels; i++) {
          int y = region.y() + i / region.width();
          float opacity = drawn[3 * pixels + i];
          if (y < band.y() || y >= band.bottom()) {
            assertThat(opacity).as("row %d, tilt %f", y, tilt).isZero();
          }
          inside += opacity;
        }
        assertThat(inside).as("what is drawn at all").isGreaterThan(50);
      }
    }
  }

  @Test
  void aMouthOutOfSightLeavesABandOfOneTile() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      model.deform(state(), true);
      for (int y : new int[] {-400, 400}) {
        SplatView view = new SplatView(CAMERA, POSE, new Rectangle(0, y, SIZE, 40));
        Rectangle band =
            MouthBand.of(model.deformedMouth(), view, model.poseShift, SplatSettings.standard());
        assertThat(band.height()).isBetween(1, 16);
        assertThat(band.y()).isBetween(y, y + 39);
        assertThat(band.bottom()).isLessThanOrEqualTo(y + 40);
      }
    }
  }
}
