package studio.viseme.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import studio.viseme.Version;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.Evaluation.Baseline;

/**
 * The report for people: one page that needs nothing beside itself, with the key figures next to
 * their baselines, curves over time, pictures, and the protocol in words. Several projects begin
 * with a table that compares them.
 */
public final class HtmlReport {
  /** What baselines are compared on. */
  static final List<Metric> COMPARED =
      List.of(
          Metric.LMD_PX,
          Metric.PSNR_MOUTH,
          Metric.LMD_256,
          Metric.JAW_CORRELATION,
          Metric.GAP_SPREAD,
          Metric.CLOSURE_RATE,
          Metric.AUE_LOWER);

  private static final List<Metric> HEADLINES =
      List.of(
          Metric.PSNR_HEAD,
          Metric.PSNR_MOUTH,
          Metric.SSIM_HEAD,
          Metric.LMD_PX,
          Metric.JAW_CORRELATION,
          Metric.CLOSURE_RATE);
  private static final int SHORT_HASH = 10;
  private static final String MISSING = "<span class=\"none\">–</span>";

  private final StringBuilder page = new StringBuilder(1 << 20);

  private HtmlReport() {}

  /** The whole page. */
  public static String of(List<Evaluation> evaluations) {
    return new HtmlReport().write(evaluations);
  }

  private String write(List<Evaluation> evaluations) {
    String title =
        evaluations.size() == 1
            ? evaluations.getFirst().project()
            : evaluations.size() + " projects";
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    page.append(HtmlText.escape(title))
        .append(" · evaluation</title><style>")
        .append(styleSheet())
        .append("</style></head><body>\n");
    page.append("<header><p class=\"brand\">").append(Version.NAME).append(" · evaluation</p><h1>");
    page.append(HtmlText.escape(title)).append("</h1></header>\n<main>\n");
    if (evaluations.size() > 1) {
      comparison(evaluations);
    }
    for (Evaluation evaluation : evaluations) {
      section(evaluation, evaluations.size() > 1);
    }
    protocol();
    page.append("</main></body></html>\n");
    return page.toString();
  }

  private void comparison(List<Evaluation> evaluations) {
    page.append("<section><h2>Side by side</h2><div class=\"scroll\"><table><thead><tr><th></th>");
    for (Evaluation e : evaluations) {
      page.append("<th>").append(HtmlText.escape(e.project())).append("<small>");
      page.append(HtmlText.escape(e.facts().avatar())).append("</small></th>");
    }
    page.append("</tr></thead><tbody>");
    for (Metric metric : Metric.values()) {
      if (evaluations.stream().allMatch(e -> e.metric(metric).isEmpty())) {
        continue;
      }
      metricHead(metric);
      for (Evaluation e : evaluations) {
        cell(metric, e.metric(metric), "");
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div></section>\n");
  }

  private void section(Evaluation e, boolean named) {
    page.append("<section>");
    if (named) {
      page.append("<h2>").append(HtmlText.escape(e.project())).append("</h2>");
    }
    page.append("<p class=\"facts\">").append(facts(e)).append("</p>");
    if (e.metrics().values().isEmpty()) {
      page.append("<p class=\"notice\">Nothing was measured: ")
          .append(reason(e))
          .append("</p></section>\n");
      return;
    }
    headlines(e);
    baselines(e);
    page.append(
        new LineChart(e.curves().frames(), "cm")
            .line("real", "real", e.curves().realGap())
            .line("rendered", "mine", e.curves().gap())
            .figure("Mouth opening"));
    page.append(
        new LineChart(e.curves().frames(), "px")
            .line("closed mouth", "base", e.curves().frozenLmdPx())
            .line("rendered", "mine", e.curves().lmdPx())
            .figure("Lip distance"));
    strips(e);
    everything(e);
    page.append("</section>\n");
  }

  private static String reason(Evaluation e) {
    if (e.heldOutFrames() == 0) {
      return "the clip is too short to hold out 20 frames.";
    }
    return e.facts().trainedOnAll()
        ? "the avatar was trained on the whole clip."
        : "no held-out frame shows a usable face.";
  }

  private static String facts(Evaluation e) {
    ClipInfo clip = e.clip();
    Subject.Facts facts = e.facts();
    String training =
        text(
            "%s, %s steps in %s on %s, seed %d",
            facts.preset(),
            grouped(facts.steps()),
            duration(facts.trainSeconds()),
            facts.device(),
            facts.seed());
    String rendering =
        e.renderFps().isEmpty() ? "" : text(" · renders %.0f fps", e.renderFps().getAsDouble());
    String build =
        e.commit()
            .map(hash -> " · build " + hash.substring(0, Math.min(SHORT_HASH, hash.length())))
            .orElse("");
    return HtmlText.escape(
        text(
            "%s · %d × %d, %s · trained %s%s · %.1f MB%s",
            facts.avatar(),
            clip.width(),
            clip.height(),
            duration(clip.frames() / (double) ClipInfo.FPS),
            training,
            rendering,
            facts.modelBytes() / 1e6,
            build));
  }

  private void headlines(Evaluation e) {
    page.append("<dl class=\"tiles\">");
    for (Metric metric : HEADLINES) {
      page.append("<div><dt>")
          .append(metric.title())
          .append("</dt><dd>")
          .append(value(metric, e.metric(metric)));
      page.append(e.metric(metric).isPresent() ? "<small>" + metric.unit() + "</small>" : "")
          .append("</dd></div>");
    }
    page.append("</dl>");
  }

  private void baselines(Evaluation e) {
    page.append(
        "<h3>Against mouths that don't listen</h3><div class=\"scroll\"><table><thead><tr><th></th><th>Avatar</th>");
    for (Baseline baseline : Baseline.values()) {
      page.append("<th>").append(baseline.title()).append("</th>");
    }
    page.append("</tr></thead><tbody>");
    for (Metric metric : COMPARED) {
      metricHead(metric);
      cell(metric, e.metric(metric), "mine");
      for (Baseline baseline : Baseline.values()) {
        cell(metric, e.baselines().getOrDefault(baseline, MetricSet.NONE).get(metric), "");
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div>");
  }

  private void strips(Evaluation e) {
    page.append("<h3>Pictures</h3><div class=\"strips\"><div class=\"columns\">");
    for (String column :
        new String[] {
          "real", "rendered", "difference × " + StripPainter.GAIN, "mouth, real", "mouth, rendered"
        }) {
      page.append("<span>").append(column).append("</span>");
    }
    page.append("</div>");
    for (Evaluation.Strip strip : e.strips()) {
      String caption =
          text(
              "frame %d, %.2f s: %s",
              strip.frame(), strip.frame() / (double) ClipInfo.FPS, strip.caption());
      page.append("<figure><img loading=\"lazy\" alt=\"")
          .append(HtmlText.escape(caption))
          .append("\" width=\"");
      page.append(StripPainter.TILE * StripPainter.TILES)
          .append("\" height=\"")
          .append(StripPainter.TILE);
      page.append("\" src=\"data:image/jpeg;base64,")
          .append(Base64.getEncoder().encodeToString(strip.jpeg()));
      page.append("\"><figcaption>")
          .append(HtmlText.escape(caption))
          .append("</figcaption></figure>");
    }
    page.append("</div>");
  }

  private void everything(Evaluation e) {
    page.append(
        "<details><summary>Every measure</summary><div class=\"scroll\"><table><thead><tr><th></th>");
    page.append(
        "<th>Avatar</th><th>Real film</th><th class=\"words\">What it is</th></tr></thead><tbody>");
    for (Metric metric : Metric.values()) {
      metricHead(metric);
      cell(metric, e.metric(metric), "mine");
      cell(metric, e.real().get(metric), "");
      page.append("<td class=\"words\">").append(metric.meaning()).append("</td></tr>");
    }
    page.append("</tbody></table></div></details>");
  }

  private void protocol() {
    page.append(
        """
        <section class="protocol"><h2>How this was measured</h2>
        <p>The last tenth of the clip was held out: neither training nor anything that is fitted on a clip has seen it. There
        the avatar is driven by the sound, the tracked head pose, lids and brows; nothing below the nose reaches it. It is laid over the
        frame's own torso and background inside one mask, the parsed head and neck and four pixels more; inside the mask nothing
        comes from the real frame. Pictures are compared as unencoded 8-bit RGB at the clip's resolution, frame by frame, and the
        frames' figures averaged.</p>
        <p>Lips are 40 points of one tracker, unsmoothed, on the real and on the rendered frame alike. Low lip distance alone
        would reward a mouth that hardly moves: read it beside the spread of the opening and the closures kept. The baselines are the
        same avatar with its lips closed, at their mean, or speaking to the wrong moment of the sound. A dash means: not measured.</p>
        </section>
        """);
  }

  private void metricHead(Metric metric) {
    String arrow =
        switch (metric.better()) {
          case HIGHER -> "↑";
          case LOWER -> "↓";
          case NEAR_ONE -> "→ 1";
        };
    page.append("<tr><th scope=\"row\">").append(metric.title());
    page.append(metric.unit().isEmpty() ? "" : " <small>" + metric.unit() + "</small>");
    page.append(" <span class=\"arrow\">").append(arrow).append("</span></th>");
  }

  private void cell(Metric metric, OptionalDouble value, String cssClass) {
    page.append("<td class=\"")
        .append(cssClass)
        .append("\">")
        .append(value(metric, value))
        .append("</td>");
  }

  private static String value(Metric metric, OptionalDouble value) {
    return value.isEmpty() ? MISSING : text("%." + metric.decimals() + "f", value.getAsDouble());
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return text(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return text("%d min %02d s", (long) seconds / 60, (long) seconds % 60);
  }

  private static String grouped(int number) {
    return text("%,d", number);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String styleSheet() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
