package studio.viseme.avatar.syncgaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.viseme.avatar.PoseAlignment;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingSettings;
import studio.viseme.avatar.TrainingWatcher;
import studio.viseme.capture.Capture;
import studio.viseme.capture.FakeCapture;
import studio.viseme.compute.Engine;
import studio.viseme.compute.cpu.CpuEngine;
import studio.viseme.face.FaceRegion;
import studio.viseme.face.HeadTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.LogMel;
import studio.viseme.store.SafeTensors;
import studio.viseme.testing.ChangedCapture;
import studio.viseme.testing.Frames;

/** A small head, trained on true poses, is put back over frames whose poses are wrong. */
class PoseRefinerTest {
  private static final int FRAMES = 220;
  private static final int LOOKS = 20;
  private static final Capture CAPTURE = FakeCapture.builder().size(64).frames(FRAMES).build();

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    TrainingSettings settings =
        new TrainingSettings(Preset.DRAFT, OptionalInt.of(240), "logmel", 5);
    Recipe recipe =
        new Recipe(
            240,
            Recipe.Pace.SHORT,
            new Recipe.Pictures(64, 60, false),
            new Recipe.Stages(0, 0, 0.1),
            new Recipe.Refinement(0.9, 10, 0, LOOKS),
            new Sharpness(0, 0, 0),
            new Recipe.Population(900, 400, 300, 0, 20));
    try (Engine engine = new CpuEngine(Workers.sameThread())) {
      SyncGaussianBackend.of(name -> new LogMel())
          .train(
              CAPTURE,
              settings,
              recipe,
              IntStream.range(0, 440).flatMap(i -> IntStream.of(i, i + 13, i + 21)).toArray(),
              folder,
              engine,
              JobContext.silent(Workers.sameThread()),
              TrainingWatcher.NOBODY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPoseIsPutRight(FilmedHead.Sight sight) {
    float[] wrong = {0.03f, -0.02f, 0.015f, 0.4f, -0.3f, 0};
    Capture misled =
        ChangedCapture.with(
            CAPTURE,
            "head",
            args -> {
              HeadTrack head = CAPTURE.head();
              List<RigidTransform> poses =
                  head.poses().stream().map(p -> PoseCorrections.moved(p, wrong, 0)).toList();
              return new HeadTrack(head.camera(), poses, head.shape(), 0.5);
            });
    PoseCorrections found = refine(misled, sight);
    double before = 0;
    double after = 0;
    for (int frame = 0; frame < 198; frame++) {
      RigidTransform truth = CAPTURE.head().poses().get(frame);
      RigidTransform tracked = misled.head().poses().get(frame);
      before += offset(truth, tracked);
      after += offset(truth, found.apply(frame, tracked));
    }
    assertThat(after).as("mean distance of points on the head").isLessThan(0.35 * before);
  }

  /** Centimetres by which a point on the forehead is off on screen. */
  private static double offset(RigidTransform truth, RigidTransform pose) {
    Vec3 point = new Vec3(3, 6, 7);
    Vec3 d = truth.apply(point).minus(pose.apply(point));
    return Math.hypot(d.x(), d.y());
  }

  private static PoseCorrections refine(Capture capture, FilmedHead.Sight sight) {
    Path weights = folder.resolve("weights.safetensors");
    SafeTensors in = SafeTensors.read(weights);
    Knowledge knowledge = ModelFile.readKnowledge(in, weights);
    try (Engine engine = new CpuEngine(Workers.sameThread());
        HeadModel model = ModelFile.readModel(in, weights, engine, knowledge);
        PoseObjectives fit =
            new PoseObjectives(
                model,
                knowledge,
                capture,
                sight,
                frame -> FaceModel.clip(capture.expression().code(frame)),
                knowledge.camera(),
                Workers.sameThread())) {
      PoseRefiner refiner = new PoseRefiner(capture, fit, JobContext.silent(Workers.sameThread()));
      PoseCorrections none = new PoseCorrections(new float[6 * FRAMES]);
      return refiner.refine(none, 0, 198, LOOKS, refiner.curvature(none, 0, 198));
    }
  }

  @Test
  void noHeldOutFrameIsSeenWhole() {
    int heldOut = CAPTURE.clip().firstHeldOutFrame();
    assertThatThrownBy(() -> filmed(CAPTURE, heldOut, FilmedHead.Sight.WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("held out");
    assertThat(filmed(CAPTURE, heldOut, FilmedHead.Sight.ABOVE_NOSE).weights()).contains(1f);
  }

  @Test
  void aWholeHeadIsSeenDownToItsChinAndNotItsNeck() {
    FilmedHead above = filmed(CAPTURE, 7, FilmedHead.Sight.ABOVE_NOSE);
    FilmedHead whole = filmed(CAPTURE, 7, FilmedHead.Sight.WHOLE);
    GrayImage labels = CAPTURE.parsing(7).labels();
    int more = 0;
    for (int y = 0; y < labels.height(); y++) {
      for (int x = 0; x < labels.width(); x++) {
        if (sees(above, x, y)) {
          assertThat(sees(whole, x, y)).as("%d, %d", x, y).isTrue();
        } else if (sees(whole, x, y)) {
          more++;
          assertThat(FaceRegion.of(labels.get(x, y)).isHead()).as("%d, %d", x, y).isTrue();
        }
      }
    }
    assertThat(more).as("pixels below the nose").isGreaterThan(100);
  }

  private static boolean sees(FilmedHead head, int x, int y) {
    int column = x - head.box().x();
    int row = y - head.box().y();
    boolean inside =
        column >= 0 && row >= 0 && column < head.box().width() && row < head.box().height();
    return inside && head.weights()[row * head.box().width() + column] > 0;
  }

  private static FilmedHead filmed(Capture capture, int frame, FilmedHead.Sight sight) {
    return FilmedHead.of(capture, frame, sight, capture.head().camera(), capture.plate());
  }

  @Test
  void trainingFramesKeepThePosesThatWereLearntFrom() {
    Path weights = folder.resolve("weights.safetensors");
    float[] learnt = ModelFile.readPoses(SafeTensors.read(weights), weights).values();
    float[] refined = align(CAPTURE).refined().values();
    assertThat(Arrays.copyOf(refined, learnt.length)).isEqualTo(learnt);
  }

  @Test
  void nothingBelowTheNoseOfAHeldOutFrameIsRead() {
    PoseAlignment plain = align(CAPTURE);
    assertThat(align(scrambled(true)).refined().values()).isEqualTo(plain.refined().values());
    PoseAlignment other = align(scrambled(false));
    assertThat(other.refined().values())
        .as("above the nose is read")
        .isNotEqualTo(plain.refined().values());
    assertThat(Arrays.copyOf(other.refined().values(), 198 * 6))
        .as("but training frames don't hear of it")
        .isEqualTo(Arrays.copyOf(plain.refined().values(), 198 * 6));
    assertThat(other.expected().values()).isEqualTo(plain.expected().values());
  }

  @Test
  void headsAreComparedAtTheSizeTheyLearntFrom(@TempDir Path old) {
    Path weights = folder.resolve("weights.safetensors");
    assertThat(ClipAligner.width(SafeTensors.read(weights), weights)).isEqualTo(64);
    Path silent = old.resolve("weights.safetensors");
    SafeTensors.writer().floats("anything", new float[] {1}).write(silent);
    assertThat(ClipAligner.width(SafeTensors.read(silent), silent)).isEqualTo(256);
  }

  @Test
  void anyNumberOfThreadsFindsTheSameBits() {
    PoseAlignment alone = align(CAPTURE);
    assertThat(alone.isRefined()).isTrue();
    for (int threads : new int[] {2, 3, 7}) {
      try (Workers workers = Workers.of(threads)) {
        PoseAlignment together = align(CAPTURE, workers);
        assertThat(together.refined().values())
            .as("%d threads", threads)
            .isEqualTo(alone.refined().values());
      }
    }
  }

  private static PoseAlignment align(Capture capture) {
    return align(capture, Workers.sameThread());
  }

  private static PoseAlignment align(Capture capture, Workers workers) {
    try (Engine engine = new CpuEngine(workers)) {
      return ClipAligner.align(
          capture, folder.resolve("weights.safetensors"), engine, JobContext.silent(workers));
    }
  }

  /** Held-out frames with noise below the nose tip, or with a bright stripe above it. */
  private static Capture scrambled(boolean below) {
    FrameSource frames = CAPTURE.frames();
    FrameSource other =
        Frames.like(
            frames,
            index -> {
              RgbImage picture = frames.frame(index).copy();
              if (index < 198) {
                return picture;
              }
              HeadTrack head = CAPTURE.head();
              Vec3 up = head.poses().get(index).rotation().rotate(new Vec3(0, 1, 0));
              float[] tip = Arrays.copyOfRange(head.shape(), 12, 15);
              Vec3 nose = head.poses().get(index).apply(new Vec3(tip[0], tip[1], tip[2]));
              for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                  double above =
                      (x + .5 - head.camera().projectX(nose)) * up.x()
                          + (y + .5 - head.camera().projectY(nose)) * up.y();
                  if (below ? above < 0 : above > 8 && above < 12) {
                    picture.set(x, y, 31 * x % 256, 57 * y % 256, 91 * (x + y) % 256);
                  }
                }
              }
              return picture;
            });
    return ChangedCapture.with(CAPTURE, "frames", args -> other);
  }

  @Test
  void smoothingKeepsWhatIsConstantAndSpreadsAPeak() {
    double[][] level = new double[9][6];
    double[][] peak = new double[9][6];
    for (double[] six : level) {
      Arrays.fill(six, 0.7);
    }
    peak[4][2] = 1;
    for (double[] six : PoseRefiner.smoothed(level)) {
      assertThat(six).containsOnly(new double[] {0.7}, within(1e-12));
    }
    double[][] spread = PoseRefiner.smoothed(peak);
    double sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += spread[i][2];
      assertThat(spread[i][2]).isCloseTo(spread[8 - i][2], within(1e-12));
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(spread[4][2]).isBetween(0.85, 0.95);
  }
}
