package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.compute.Engine;
import studio.viseme.compute.SplatView;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.face.FaceRegion;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/** A head whose film is green for two pixels inside of its outline. */
class OwnColoursTest {
  private static final int SIZE = 64;
  private static final int FRAME = 12;
  private static final Capture PLAIN = FakeCapture.builder().size(SIZE).frames(60).build();

  private final Capture capture =
      FakeCapture.builder().size(SIZE).frames(60).picture(OwnColoursTest::greenAtTheRim).build();

  private static boolean isHead(GrayImage labels, int x, int y) {
    int u = Math.clamp(x, 0, SIZE - 1);
    int v = Math.clamp(y, 0, SIZE - 1);
    return FaceRegion.of(labels.get(u, v)).isHead();
  }

  /** How many pixels inside of the outline, up to three; −1 outside. */
  private static int depth(GrayImage labels, int x, int y) {
    for (int d = 0; d < 3; d++) {
      for (int k = 0; k < 16; k++) {
        int u = x + (int) Math.round(d * Math.cos(k * Math.PI / 8));
        int v = y + (int) Math.round(d * Math.sin(k * Math.PI / 8));
        if (!isHead(labels, u, v)) {
          return d - 1;
        }
      }
    }
    return 3;
  }

  private static RgbImage greenAtTheRim(int frame) {
    RgbImage picture = PLAIN.frames().frame(frame).copy();
    GrayImage labels = PLAIN.parsing(frame).labels();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int depth = depth(labels, x, y);
        if (depth == 0 || depth == 1) {
          picture.set(x, y, 90, 220, 90);
        }
      }
    }
    return picture;
  }

  /** A head that was given its own colours, and what tells how a frame of it looks. */
  private interface Look {
    void at(HeadModel model, float[] own, StateEncoder states);
  }

  /**
   * @param more adds what the head has besides its surface
   */
  private void giveOwnColours(Consumer<Seeds> more, Look look) {
    int[] frames = TrainingSet.usableFrames(capture);
    FaceModel face = FaceModel.fit(capture, frames);
    PoseSpace poses =
        PoseSpace.fit(Arrays.stream(frames).mapToObj(capture.head().poses()::get).toList());
    Layout layout = new Layout(face.dims());
    StateEncoder states = new StateEncoder(layout, face, poses);
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      Seeds seeds = onTheBall(layout);
      more.accept(seeds);
      Branch head = Branch.of(engine, seeds, layout.headAttributes(), seeds.count());
      Seeding seeding = new Seeding(capture, face, poses, frames, 3);
      Branch mouth = Branch.of(engine, seeding.mouth(60), layout.mouthAttributes(), 60);
      try (HeadModel model = new HeadModel(engine, layout, Surface.NONE, head, mouth)) {
        model.initialize(new SplittableRandom(5));
        float[] before = model.head.parameters().download();
        float[] own =
            OwnColours.of(
                model,
                capture,
                frames,
                frame -> state(states, frame),
                set -> set,
                JobContext.silent(Workers.sameThread()));
        assertThat(model.head.parameters().download()).as("what is learnt").isEqualTo(before);
        look.at(model, own, states);
      }
    }
  }

  @Test
  void rimsAreWithoutTheWallAndTheRestIsAsLearnt() {
    giveOwnColours(
        seeds -> {},
        (model, own, states) -> {
          model.ownColours(own);
          float[] filmed = new float[4 * SIZE * SIZE];
          float[] cutOut = new float[4 * SIZE * SIZE];
          SplatView view =
              SplatView.whole(capture.head().camera(), capture.head().poses().get(FRAME));
          model.scale(1);
          model.paint(state(states, FRAME), view, true, filmed);
          model.paintInOwnColours(state(states, FRAME), view, cutOut);
          double[] greenFilmed = green(filmed);
          double[] greenCutOut = green(cutOut);
          assertThat(greenFilmed[0]).as("green at the rim of the film").isGreaterThan(.1);
          assertThat(greenCutOut[0]).as("green at the rim").isLessThan(.4 * greenFilmed[0]);
          assertThat(Math.abs(greenCutOut[1] - greenFilmed[1])).as("inside").isLessThan(.01);

          model.freeze();
          float[] frozen = new float[4 * SIZE * SIZE];
          model.paintInOwnColours(state(states, FRAME), view, frozen);
          assertThat(frozen).as("whatever the order of the Gaussians").isEqualTo(cutOut);
        });
  }

  @Test
  void whatIsHiddenTakesTheColourThatIsSeenBeforeIt() {
    giveOwnColours(
        seeds -> seeds.add(new Vec3(0, 0, 4), new float[] {0, 0, 1}, .8, 3),
        (model, own, states) -> {
          int n = model.head.count();
          float[] learnt = model.head.gaussians().colorLogits().download();
          double[] rgb = new double[3];
          for (int c = 0; c < 3; c++) {
            int last = c * n + n - 1;
            rgb[c] = Palette.sigmoid(learnt[last] + own[last]);
          }
          assertThat(rgb[2]).as("blue of what lies behind a face").isLessThan(rgb[0]);
        });
  }

  /** A Gaussian for every pixel of a frame's head, in its colour. */
  private Seeds onTheBall(Layout layout) {
    Seeds seeds = new Seeds(layout.headAttributes());
    PinholeCamera camera = capture.head().camera();
    RigidTransform toHead = capture.head().poses().get(FRAME).inverse();
    FloatPlane depth = capture.depth(FRAME);
    RgbImage picture = capture.frames().frame(FRAME);
    GrayImage labels = capture.parsing(FRAME).labels();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (!isHead(labels, x, y)) {
          continue;
        }
        double z = depth.get(x, y);
        double right = (x + .5 - camera.centerX()) / camera.focal();
        double down = (y + .5 - camera.centerY()) / camera.focal();
        float[] rgb = new float[3];
        for (int c = 0; c < 3; c++) {
          rgb[c] = picture.get(x, y, c) / 255f;
        }
        Vec3 place = toHead.apply(new Vec3(right * z, down * z, z));
        seeds.add(place, rgb, .5 * z / camera.focal(), 3);
      }
    }
    return seeds;
  }

  private float[] state(StateEncoder states, int frame) {
    float[] code = FaceModel.clip(capture.expression().code(frame));
    return states.of(capture.head().poses().get(frame), code, capture.upperFace(frame));
  }

  /** How much greener than it should be a picture is: at the rim, and well inside. */
  private static double[] green(float[] rgba) {
    GrayImage labels = PLAIN.parsing(FRAME).labels();
    RgbImage plain = PLAIN.frames().frame(FRAME);
    double[] sum = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      int depth = depth(labels, x, y);
      if (depth >= 0 && depth != 2) {
        int where = depth == 3 ? 1 : 0;
        double right = (plain.get(x, y, 1) - plain.get(x, y, 0)) / 255.0;
        sum[where] += rgba[4 * i + 1] - rgba[4 * i] - rgba[4 * i + 3] * right;
        count[where]++;
      }
    }
    return new double[] {sum[0] / count[0], sum[1] / count[1]};
  }
}
