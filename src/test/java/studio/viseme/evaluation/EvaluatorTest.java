package studio.viseme.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import studio.viseme.avatar.Avatar;
import studio.viseme.avatar.FrameState;
import studio.viseme.avatar.SpeechWindow;
import studio.viseme.capture.Capture;
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

/** The held-out protocol, from a painted person to both reports. */
class EvaluatorTest {
  private static final int FRAMES = 400;

  private static final RawTracking TRACKING =
      new RawTracking() {
        @Override
        public float[] landmarks(RgbImage picture) {
          return PaintedPerson.track(picture);
        }

        @Override
        public RigidTransform pose(float[] landmarks) {
          return PaintedPerson.pose(landmarks[0], landmarks[1]);
        }
      };

  private static Subject subject(Capture capture, Avatar avatar) {
    Subject.Facts facts =
        new Subject.Facts(
            "painted-1",
            "painted",
            null,
            "cpu",
            12.5,
            20.25,
            3000,
            "draft",
            "studio",
            "loudness",
            7,
            false,
            1234);
    return new Subject(
        "Painted <person>",
        "painted",
        capture,
        avatar,
        new PaintedPerson.Loudness(),
        TRACKING,
        Instruments.NONE,
        facts);
  }

  private static Evaluation evaluate(Capture capture, Avatar avatar) {
    return new Evaluator(subject(capture, avatar), JobContext.silent()).evaluate();
  }

  private static final Evaluation REPORT =
      evaluate(new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar());

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
          subject(new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar());
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
    Evaluation report = evaluate(new PaintedPerson.PaintedCapture(FRAMES), clean);
    Evaluation spoilt = evaluate(new ScrambledCapture(), scrambled);
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
    Evaluation report = evaluate(new PaintedPerson.PaintedCapture(150), avatar);
    assertThat(report.metrics().values()).isEmpty();
    assertThat(report.heldOutFrames()).isZero();
    assertThat(avatar.layers).isEmpty();
    assertThat(HtmlReport.of(List.of(report))).contains("too short to hold out");
  }

  @Test
  void theJsonKeepsTheContract() throws Exception {
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(List.of(REPORT)));
    assertThat(json.get("schema").asInt()).isEqualTo(1);
    assertThat(json.at("/clip/width").asInt()).isEqualTo(128);
    assertThat(json.at("/clip/fps").asInt()).isEqualTo(25);
    assertThat(json.at("/heldOut/firstFrame").asInt()).isEqualTo(360);
    assertThat(json.at("/heldOut/frames").asInt()).isEqualTo(40);
    for (Metric metric : Metric.values()) {
      assertThat(json.get("metrics").has(metric.key())).as(metric.key()).isTrue();
      assertThat(json.get("metricsOwnCanvas").get(metric.key()).isNull()).isTrue();
    }
    assertThat(json.at("/metrics/lmdPx").isDouble()).isTrue();
    assertThat(json.at("/metrics/lpips").isNull()).isTrue();
    assertThat(json.at("/baselines/frozenMouth/lmdPx").isDouble()).isTrue();
    assertThat(json.at("/baselines/frozenMouth/jawCorrelation").isNull()).isTrue();
    assertThat(json.at("/baselines/shuffledAudio/psnrMouth").isDouble()).isTrue();
    assertThat(json.at("/train/seconds").asDouble()).isEqualTo(12.5);
    assertThat(json.at("/render/fps").asDouble()).isPositive();
    assertThat(json.at("/modelBytes").asLong()).isEqualTo(1234);
    assertThat(json.get("commit").isNull()).isTrue();
    assertThat(json.toString()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void thePageStandsAloneAndHoldsItsPictures() throws Exception {
    String page =
        HtmlReport.of(
            List.of(REPORT, evaluate(new PaintedPerson.PaintedCapture(150), new Witness())));
    assertThat(page).contains("Painted &lt;person&gt;").doesNotContain("Painted <person>");
    assertThat(page)
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("NaN")
        .doesNotContain("<script");
    var pictures = Pattern.compile("data:image/jpeg;base64,([^\"]+)").matcher(page);
    int count = 0;
    while (pictures.find()) {
      byte[] jpeg = Base64.getDecoder().decode(pictures.group(1));
      assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(5 * 256);
      count++;
    }
    // Six spread over the film, the best, and three of the worst.
    assertThat(count).isEqualTo(10);
    assertThat(page).contains("<path class=\"curve mine\"");
  }

  private static Evaluation run(String avatar, double lmd, double jitter, int... worstFrames) {
    MetricSet metrics =
        MetricSet.builder()
            .put(Metric.LMD_PX, lmd)
            .put(Metric.LIP_JITTER_PX, jitter)
            .put(Metric.GAP_SPREAD, 1 / lmd)
            .build();
    MetricSet real = MetricSet.builder().put(Metric.LIP_JITTER_PX, .5).build();
    List<Evaluation.Strip> strips = new ArrayList<>();
    for (int frame : worstFrames) {
      strips.add(strip(frame, Evaluation.Choice.WORST));
    }
    Subject.Facts facts =
        new Subject.Facts(
            avatar, "painted", null, "cpu", 1, 1, 10, "draft", "studio", "logmel", 1, false, 1000);
    return new Evaluation(
        "person",
        "clip",
        facts,
        REPORT.clip(),
        40,
        40,
        metrics,
        MetricSet.NONE,
        MetricSet.NONE,
        Map.of(),
        real,
        Map.of(Metric.SYNC_CONFIDENCE, "the judge is <deaf>"),
        OptionalDouble.of(30),
        REPORT.curves(),
        strips);
  }

  private static Evaluation.Strip strip(int frame, Evaluation.Choice choice) {
    return new Evaluation.Strip(frame, choice, frame / 100., REPORT.strips().getFirst().jpeg());
  }

  @Test
  void theBestOfRunsOnOneClipIsWhatTheMetricCallsBest() {
    Evaluation a = run("a", 1.50, .2);
    Evaluation b = run("b", 1.501, .45);
    Evaluation c = run("c", 2, .9);
    Comparison comparison = Comparison.of(List.of(a, b, c)).getFirst();
    assertThat(comparison.best(Metric.LMD_PX)).as("equal as shown").containsExactlyInAnyOrder(a, b);
    assertThat(comparison.best(Metric.LIP_JITTER_PX)).as("nearest to .5").containsExactly(b);
    assertThat(comparison.best(Metric.GAP_SPREAD)).containsExactlyInAnyOrder(a, b);
    assertThat(comparison.best(Metric.CSIM)).isEmpty();
    assertThat(Comparison.of(List.of(a)).getFirst().best(Metric.LMD_PX)).isEmpty();
  }

  @Test
  void momentsAreThoseThatEveryRunShows() {
    Evaluation a = run("a", 1, .2, 370, 390);
    Evaluation b = run("b", 2, .2, 380);
    assertThat(Comparison.of(List.of(a, b)).getFirst().worstFrames()).isEmpty();
    Evaluation more = b.withMore(List.of(strip(370, Evaluation.Choice.COMPARED)));
    assertThat(Comparison.of(List.of(a, more)).getFirst().worstFrames()).containsExactly(370);
    String page = HtmlReport.of(List.of(a, more));
    assertThat(page).contains("href=\"#c0-370\"").contains("id=\"c0-370\"");
    assertThat(page).doesNotContain("c0-380").contains("the judge is &lt;deaf&gt;");
    assertThat(page).contains("person, 2 avatars").contains("td class=\"best\"");
    assertThat(page).contains("SyncGaussian, IJCAI 2025").contains("35.21").doesNotContain("NaN");
  }

  @Test
  void runsOnDifferentClipsAreNotRanked() {
    String page = HtmlReport.of(List.of(REPORT, run("a", 1, .2)));
    assertThat(page).contains("Across clips").doesNotContain("td class=\"best\"");
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
            subject(new PaintedPerson.PaintedCapture(FRAMES), new PaintedPerson.PaintedAvatar()),
            JobContext.silent());
    List<Evaluation.Strip> strips = evaluator.pictures(List.of(365, 10, 399));
    assertThat(strips).extracting(Evaluation.Strip::frame).containsExactly(365, 399);
    assertThat(strips.getFirst().lmdPx()).isEqualTo(REPORT.curves().lmdPx()[5]);
  }

  @Test
  void everyPublishedFigureIsANumber() {
    assertThat(PaperSection.tables()).hasSizeGreaterThan(2);
    for (PaperSection.Table table : PaperSection.tables()) {
      for (PaperSection.Row row : table.rows()) {
        for (String figure :
            new String[] {
              row.psnr(), row.ssim(), row.lpips(), row.lmd(), row.syncConfidence(), row.fps()
            }) {
          assertThat(figure == null ? 1 : Double.parseDouble(figure)).isPositive();
        }
      }
    }
  }
}
