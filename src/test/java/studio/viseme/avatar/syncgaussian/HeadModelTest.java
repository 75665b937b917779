package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.cpu.CpuEngine;
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
    HeadModel model = new HeadModel(engine, LAYOUT, Surface.NONE, head, mouth);
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
  void aFrozenModelsInsideStaysAsItWasPut() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      int n = model.head.count();
      float[] attributes = model.head.attributes().download();
      for (int row = 0; row < LAYOUT.headAttributes(); row++) {
        attributes[row * n + n - 1] = 0;
      }
      attributes[LAYOUT.setBack() * n + n - 1] = Deformation.CORE_SET_BACK;
      model.head.attributes().upload(attributes);
      float[] put = model.head.parameters().items(n - 1, n).download();
      model.freeze();
      model.deform(state(), true);
      Gaussians moved = model.deformedHead();
      assertThat(moved.means().items(n - 1, n).download()).isEqualTo(Arrays.copyOf(put, 3));
      assertThat(moved.colorLogits().items(n - 1, n).download())
          .isEqualTo(Arrays.copyOfRange(put, 11, 14));
      assertThat(moved.colorLogits().items(0, 1).download())
          .as("what was taught hears the field")
          .isNotEqualTo(model.head.gaussians().colorLogits().items(0, 1).download());
    }
  }

  @Test
  void paintsWhatItLearnsFrom() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
      float[] state = state();
      SplatView view = SplatView.whole(CAMERA, POSE);
      model.forward(state, view, true, picture);
      float[] planes = picture.download();
      float[] painted = new float[4 * SIZE * SIZE];
      model.paint(state, view, true, painted);
      for (int i = 0; i < painted.length; i++) {
        assertThat(painted[i]).isEqualTo(planes[i % 4 * SIZE * SIZE + i / 4]);
      }
    }
  }

  @Test
  void whatRecedesIsDrawnByAShareAndNothingElseChanges() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      int n = model.head.count();
      float[] recedes = new float[n];
      Arrays.fill(recedes, 0, n / 2, 1);
      model.head.attributes().channels(LAYOUT.recedes(), LAYOUT.recedes() + 1).upload(recedes);
      float[] state = state();
      SplatView view = SplatView.whole(CAMERA, POSE);
      float[] whole = new float[4 * SIZE * SIZE];
      model.paint(state, view, true, whole);
      float[] none = new float[whole.length];
      model.paintBeforeCanvas(state, view, 0, none);
      assertThat(none).isEqualTo(whole);
      float[] before = model.deformedHead().opacityLogits().download();
      model.paintBeforeCanvas(state, view, .75, new float[whole.length]);
      float[] after = model.deformedHead().opacityLogits().download();
      for (int i = 0; i < n; i++) {
        double opacity = 1 / (1 + Math.exp(-before[i]));
        double shown = 1 / (1 + Math.exp(-after[i]));
        assertThat(shown).isCloseTo(i < n / 2 ? opacity / 4 : opacity, within(1e-6));
      }
      float[] gone = new float[whole.length];
      model.paintBeforeCanvas(state, view, 1, gone);
      float[] parameters = model.head.parameters().download();
      Arrays.fill(parameters, 10 * n, 10 * n + n / 2, -30);
      model.head.parameters().upload(parameters);
      float[] without = new float[whole.length];
      model.paint(state, view, true, without);
      assertThat(gone).isEqualTo(without).isNotEqualTo(whole);
    }
  }

  /** An opaque ball. */
  private static void ball(float[] rows, int n, int i, double y, double z, float... rgb) {
    rows[n + i] = (float) y;
    rows[2 * n + i] = (float) z;
    rows[6 * n + i] = 1;
    rows[10 * n + i] = 9;
    for (int c = 0; c < 3; c++) {
      rows[(3 + c) * n + i] = 0;
      rows[(11 + c) * n + i] = rgb[c];
    }
  }

  /**
   * A head that looks down has brought its mouth behind its neck. Red lips above, a blue neck
   * before both, green teeth, which lie before the lips and behind the neck.
   */
  private float[] openMouth(Engine engine, float neckSetBack) {
    int n = 2;
    Branch head = new Branch(engine, LAYOUT.headAttributes(), n);
    float[] rows = new float[Gaussians.CHANNELS * n];
    ball(rows, n, 0, 4, 6, 9, -9, -9);
    ball(rows, n, 1, 0, 7, -9, -9, 9);
    float[] attributes = new float[LAYOUT.headAttributes() * n];
    attributes[LAYOUT.setBack() * n + 1] = neckSetBack;
    head.set(n, rows, attributes);
    Branch mouth = new Branch(engine, LAYOUT.mouthAttributes(), 2);
    float[] teeth = new float[Gaussians.CHANNELS * 2];
    ball(teeth, 2, 0, 4, 6.5, -9, 9, -9);
    ball(teeth, 2, 1, 0, 6.5, -9, 9, -9);
    mouth.set(2, teeth, new float[LAYOUT.mouthAttributes() * 2]);
    try (HeadModel model = new HeadModel(engine, LAYOUT, Surface.NONE, head, mouth)) {
      Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
      model.forward(new float[LAYOUT.state()], SplatView.whole(CAMERA, POSE), false, picture);
      return picture.download();
    }
  }

  private static int row(double y, double z) {
    return (int) CAMERA.projectY(POSE.apply(new Vec3(0, y, z)));
  }

  @Test
  void aCopyDrawsTheSameBitsAndKeepsThem() {
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = model(engine)) {
      Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
      float[] state = state();
      model.forward(state, SplatView.whole(CAMERA, POSE), true, picture);
      float[] drawn = picture.download();
      try (HeadModel copy = model.copy()) {
        engine.batches().fill(model.head.parameters(), 0);
        model.vectors().values().forEach(vector -> engine.batches().fill(vector, 0));
        copy.forward(state, SplatView.whole(CAMERA, POSE), true, picture);
        assertThat(picture.download()).isEqualTo(drawn);
      }
      model.forward(state, SplatView.whole(CAMERA, POSE), true, picture);
      assertThat(picture.download()).isNotEqualTo(drawn);
    }
  }

  @Test
  void aMouthLiesBehindLipsAndBeforeTheNeck() {
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      float[] picture = openMouth(engine, Deformation.INSIDE_SET_BACK);
      int lips = row(4, 6) * SIZE + SIZE / 2;
      int opening = row(0, 7) * SIZE + SIZE / 2;
      int plane = SIZE * SIZE;
      assertThat(picture[lips]).as("lips hide the teeth before them").isGreaterThan(.9f);
      assertThat(picture[plane + opening]).as("teeth hide the neck").isGreaterThan(.9f);
      assertThat(picture[2 * plane + opening]).as("no neck is seen").isLessThan(.1f);
      float[] before = openMouth(engine, 0);
      assertThat(before[2 * plane + opening]).as("as it would lie").isGreaterThan(.9f);
    }
  }

  @Test
  void withoutAnInsideThisIsEquation6() {
    Layout layout = new Layout(3, Deformation.LEARNED);
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      int n = 300;
      Branch head = new Branch(engine, layout.headAttributes(), n);
      head.set(n, gaussians(n, 0, 4), new float[layout.headAttributes() * n]);
      Branch mouth = new Branch(engine, layout.mouthAttributes(), n);
      mouth.set(n, gaussians(n, 0, 4), new float[layout.mouthAttributes() * n]);
      try (HeadModel model = new HeadModel(engine, layout, Surface.NONE, head, mouth)) {
        SplatView view = SplatView.whole(CAMERA, POSE);
        float[] state = new float[layout.state()];
        Picture picture = Picture.allocate(engine, 4, SIZE, SIZE);
        model.forward(state, view, false, picture);
        float[] both = picture.download();
        model.forwardHead(state, view, false, picture);
        float[] front = picture.download();
        model.forwardMouth(state, view, false, picture);
        float[] behind = picture.download();
        int plane = SIZE * SIZE;
        double seen = 0;
        for (int i = 0; i < 4 * plane; i++) {
          float through = 1 - front[3 * plane + i % plane];
          assertThat(both[i]).isEqualTo(front[i] + through * behind[i], within(2e-3f));
          seen += through * behind[i];
        }
        assertThat(seen).as("what is seen of the mouth").isGreaterThan(50);
      }
    }
  }
}
