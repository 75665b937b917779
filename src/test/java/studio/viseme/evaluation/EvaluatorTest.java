package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.evaluation.Evaluation.Baseline;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.image.FrameSource;
import studio.viseme.image.Layer;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.job.Workers;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.testing.Frames;
import studio.viseme.testing.PaintedPerson;

/** The held-out protocol, on a painted person. */
class EvaluatorTest {
  private static final int FRAMES = PaintedRuns.FRAMES;
  private static final Evaluation REPORT = PaintedRuns.REPORT;

  private static double value(MetricSet set, Metric metric) {
    return set.get(metric).orElseThrow();
  }

  @Test
  void anAvatarThatListensBeatsEveryMouthThatDoesNot() {
    assertThat(REPORT.heldOutFrames()).isEqualTo(40);
    assertThat(REPORT.measuredFrames()).isEqualTo(40);
    double lmd = value(REPORT.metrics(), Metric.LMD_PX);
    double psnr = value(REPORT.metrics(), Metric.PSNR_MOUTH);
    for (Baseline baseline : Baseline.values()) {
      MetricSet measured = REPORT.baselines().get(baseline);
      assertThat(value(measured, Metric.LMD_PX)).as(baseline.key()).isGreaterThan(3 * lmd);
      assertThat(value(measured, Metric.PSNR_MOUTH)).as(baseline.key()).isLessThan(psnr - 3);
    }
    assertThat(value(REPORT.metrics(), Metric.JAW_CORRELATION)).isGreaterThan(.97);
    assertThat(value(REPORT.metrics(), Metric.GAP_SPREAD)).isBetween(.9, 1.1);
    assertThat(value(REPORT.metrics(), Metric.CLOSURE_RATE)).isGreaterThan(.9);
    assertThat(value(REPORT.metrics(), Metric.EYE_AREA_ERROR)).isLessThan(1e-6);
    assertThat(value(REPORT.metrics(), Metric.SEAM)).isLessThan(2);
    assertThat(value(REPORT.metrics(), Metric.POSE_DIVERSITY))
        .isEqualTo(value(REPORT.real(), Metric.POSE_DIVERSITY));
    assertThat(value(REPORT.metrics(), Metric.PSNR_HEAD))
        .isLessThan(value(REPORT.metrics(), Metric.PSNR_FULL));
  }

  @Test
  void aMouthThatStandsStillIsFoundOut() {
    MetricSet frozen = REPORT.baselines().get(Baseline.FROZEN_MOUTH);
    assertThat(value(frozen, Metric.CLOSURE_RATE)).isEqualTo(1);
    assertThat(value(frozen, Metric.GAP_SPREAD)).isLessThan(.05);
    assertThat(frozen.get(Metric.JAW_CORRELATION)).isEmpty();
    assertThat(value(REPORT.baselines().get(Baseline.MEAN_MOUTH), Metric.CLOSURE_RATE)).isZero();
    assertThat(value(REPORT.baselines().get(Baseline.SHUFFLED_AUDIO), Metric.JAW_CORRELATION))
        .isLessThan(.6);
  }

  @Test
  void whatHasNoMeaningOnTheRealFilmIsMissingThere() {
    assertThat(REPORT.real().values())
        .containsKeys(
            Metric.CPBD_MOUTH, Metric.CLOSURE_RATE, Metric.LIP_JITTER_PX, Metric.POSE_JITTER_DEG)
        .doesNotContainKeys(
            Metric.PSNR_FULL, Metric.LMD_PX, Metric.SSIM_HEAD, Metric.GAP_SPREAD, Metric.SEAM);
  }

  @Test
  void theFiguresDoNotDependOnTheNumberOfThreads() {
    try (Workers workers = Workers.of(3)) {
      Subject subject =
          PaintedRuns.subject(
              new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar());
      Evaluation again = new Evaluator(subject, JobContext.silent(workers)).evaluate();
      assertThat(again.metrics().values()).isEqualTo(REPORT.metrics().values());
      assertThat(again.baselines().get(Baseline.MEAN_MOUTH).values())
          .isEqualTo(REPORT.baselines().get(Baseline.MEAN_MOUTH).values());
    }
  }

  /** Keeps every layer that the avatar rendered. */
  private static final class Witness implements Avatar {
    final List<Layer> layers = new ArrayList<>();
    private final Avatar avatar = new PaintedPerson.PaintedAvatar();

    @Override
    public String id() {
      return avatar.id();
    }

    @Override
    public PinholeCamera camera() {
      return avatar.camera();
    }

    @Override
    public RigidTransform restPose() {
      return avatar.restPose();
    }

    @Override
    public SpeechWindow speechWindow() {
      return avatar.speechWindow();
    }

    @Override
    public Layer render(FrameState state) {
      Layer layer = avatar.render(state);
      layers.add(layer);
      return layer;
    }

    /** Before darkness. */
    @Override
    public Optional<Layer> renderWhole(FrameState state) {
      Layer whole = avatar.render(state);
      for (int i = 3; i < whole.rgba().length; i += 4) {
        whole.rgba()[i] = 1;
      }
      layers.add(whole);
      return Optional.of(whole);
    }

    @Override
    public void close() {}
  }

  /** Noise for every held-out pixel below the nose and every held-out lip landmark. */
  private static final class ScrambledCapture extends PaintedPerson.PaintedCapture {
    private static final int NOSE_ROW = 60;

    ScrambledCapture() {
      super(FRAMES);
    }

    @Override
    public FrameSource frames() {
      FrameSource real = super.frames();
      int first = clip().firstHeldOutFrame();
      return Frames.like(
          real,
          index -> {
            RgbImage picture = real.frame(index);
            if (index >= first) {
              byte[] noise = new byte[picture.data().length - NOSE_ROW * real.width() * 3];
              new Random(index).nextBytes(noise);
              System.arraycopy(noise, 0, picture.data(), NOSE_ROW * real.width() * 3, noise.length);
            }
            return picture;
          });
    }

    @Override
    public LandmarkTrack landmarks() {
      LandmarkTrack track = super.landmarks();
      Random random = new Random(1);
      for (int frame = clip().firstHeldOutFrame(); frame < FRAMES; frame++) {
        for (int point = 0; point < LandmarkTrack.POINTS; point++) {
          int y = frame * LandmarkTrack.STRIDE + point * 3 + 1;
          if (track.points()[y] > NOSE_ROW) {
            track.points()[y] += random.nextFloat() * 30;
          }
        }
      }
      return track;
    }
  }

  @Test
  void nothingBelowTheNoseOfAHeldOutFrameReachesTheRenderer() {
    Witness clean = new Witness();
    Witness scrambled = new Witness();
    Evaluation report = PaintedRuns.evaluate(new PaintedPerson.PaintedCapture(FRAMES), clean);
    Evaluation spoilt = PaintedRuns.evaluate(new ScrambledCapture(), scrambled);
    assertThat(value(spoilt.metrics(), Metric.PSNR_MOUTH))
        .as("the scrambling must be felt where it is measured")
        .isLessThan(value(report.metrics(), Metric.PSNR_MOUTH) - 10);
    assertThat(value(report.metricsOwnCanvas(), Metric.PSNR_FULL))
        .as("a person before darkness")
        .isLessThan(value(report.metrics(), Metric.PSNR_FULL) - 10);
    assertThat(scrambled.layers).hasSameSizeAs(clean.layers).hasSizeGreaterThan(160);
    for (int i = 0; i < clean.layers.size(); i++) {
      assertThat(scrambled.layers.get(i).rgba()).isEqualTo(clean.layers.get(i).rgba());
    }
  }

  @Test
  void aClipTooShortToHoldOutHasNoFigures() {
    Witness avatar = new Witness();
    Evaluation report = PaintedRuns.evaluate(new PaintedPerson.PaintedCapture(150), avatar);
    assertThat(report.metrics().values()).isEmpty();
    assertThat(report.heldOutFrames()).isZero();
    assertThat(avatar.layers).isEmpty();
  }

  @Test
  void theWorstMomentsLieApart() {
    List<Integer> worst = REPORT.worstFrames();
    assertThat(worst).hasSize(3);
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < i; k++) {
        assertThat(Math.abs(worst.get(i) - worst.get(k))).isGreaterThanOrEqualTo(12);
      }
    }
  }

  @Test
  void picturesOfChosenFramesAreOfThoseFrames() {
    Evaluator evaluator =
        new Evaluator(
            PaintedRuns.subject(
                new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar()),
            JobContext.silent());
    List<Evaluation.Strip> strips = evaluator.pictures(List.of(365, 10, 399));
    assertThat(strips).extracting(Evaluation.Strip::frame).containsExactly(365, 399);
    assertThat(strips.getFirst().lmdPx()).isEqualTo(REPORT.curves().lmdPx()[5]);
  }
}
