package studio.viseme.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Metric;
import studio.viseme.evaluation.MetricSet;
import studio.viseme.evaluation.PaintedRuns;
import studio.viseme.evaluation.Subject;
import studio.viseme.testing.PaintedPerson;

/** What is told of a painted person's evaluations, as JSON and as a page. */
class ReportTest {
  private static final Evaluation REPORT = PaintedRuns.REPORT;
  private static final Evaluation SHORT =
      PaintedRuns.evaluate(
          new PaintedPerson.PaintedCapture(150), new PaintedPerson.PaintedAvatar());

  @Test
  void aClipTooShortToHoldOutSaysSo() {
    assertThat(HtmlReport.of(List.of(SHORT))).contains("too short to hold out");
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
    String page = HtmlReport.of(List.of(REPORT, SHORT));
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
