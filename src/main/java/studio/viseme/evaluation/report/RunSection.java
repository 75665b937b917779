package studio.viseme.evaluation.report;

import java.util.List;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Evaluation.Baseline;
import studio.viseme.evaluation.Evaluation.Choice;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.evaluation.Metric;
import studio.viseme.evaluation.MetricSet;
import studio.viseme.evaluation.Subject;

/** What a page says of one avatar: key figures, baselines, curves, pictures, every measure. */
final class RunSection {
  private static final List<Metric> HEADLINES =
      List.of(
          Metric.PSNR_HEAD,
          Metric.PSNR_MOUTH,
          Metric.SSIM_HEAD,
          Metric.LMD_PX,
          Metric.JAW_CORRELATION,
          Metric.CLOSURE_RATE);
  private static final int SHORT_HASH = 10;

  private final Evaluation run;
  private final StripSheet sheet;
  private final StringBuilder page = new StringBuilder();

  RunSection(Evaluation run, StripSheet sheet) {
    this.run = run;
    this.sheet = sheet;
  }

  String html() {
    page.append("<p class=\"facts\">").append(facts(run)).append("</p>");
    if (run.metrics().values().isEmpty()) {
      page.append("<p class=\"notice\">Nothing was measured: ").append(reason()).append("</p>\n");
      return page.toString();
    }
    headlines();
    baselines();
    page.append(
        new LineChart(run.curves().frames(), "cm")
            .line("real", "real", run.curves().realGap())
            .line("rendered", "mine", run.curves().gap())
            .figure("Mouth opening"));
    page.append(
        new LineChart(run.curves().frames(), "px")
            .line("closed mouth", "base", run.curves().frozenLmdPx())
            .line("rendered", "mine", run.curves().lmdPx())
            .figure("Lip distance"));
    strips();
    everything();
    return page.toString();
  }

  private String reason() {
    if (run.heldOutFrames() == 0) {
      return "the clip is too short to hold out 20 frames.";
    }
    return run.facts().trainedOnAll()
        ? "the avatar was trained on the whole clip."
        : "no held-out frame shows a usable face.";
  }

  /** A run in a line. */
  static String facts(Evaluation run) {
    ClipInfo clip = run.clip();
    Subject.Facts facts = run.facts();
    String training =
        HtmlText.format(
            "%s (%s) by %s, %s steps in %s on %s, seed %d",
            facts.preset(),
            facts.method(),
            facts.encoder(),
            HtmlText.grouped(facts.steps()),
            HtmlText.duration(facts.trainSeconds()),
            facts.device(),
            facts.seed());
    String rendering =
        run.renderFps().isEmpty()
            ? ""
            : HtmlText.format(" · renders %.0f fps", run.renderFps().getAsDouble());
    String build =
        run.commit()
            .map(hash -> " · build " + hash.substring(0, Math.min(SHORT_HASH, hash.length())))
            .orElse("");
    return HtmlText.escape(
        HtmlText.format(
            "%s · %d × %d, %s · trained %s%s · %.1f MB%s",
            facts.avatar(),
            clip.width(),
            clip.height(),
            HtmlText.duration(clip.frames() / (double) ClipInfo.FPS),
            training,
            rendering,
            facts.modelBytes() / 1e6,
            build));
  }

  private void headlines() {
    page.append("<dl class=\"tiles\">");
    for (Metric metric : HEADLINES) {
      page.append("<div><dt>")
          .append(metric.title())
          .append("</dt><dd>")
          .append(HtmlText.value(metric, run.metric(metric)))
          .append(run.metric(metric).isPresent() ? "<small>" + metric.unit() + "</small>" : "")
          .append("</dd></div>");
    }
    page.append("</dl>");
  }

  private void baselines() {
    page.append(
        "<h3>Against mouths that don't listen</h3><div class=\"scroll\"><table><thead><tr><th></th><th>Avatar</th>");
    for (Baseline baseline : Baseline.values()) {
      page.append("<th>").append(baseline.title()).append("</th>");
    }
    page.append("</tr></thead><tbody>");
    for (Metric metric : HtmlReport.COMPARED) {
      page.append(HtmlText.rowHead(metric))
          .append(HtmlText.cell(metric, run.metric(metric), "mine"));
      for (Baseline baseline : Baseline.values()) {
        MetricSet measured = run.baselines().getOrDefault(baseline, MetricSet.NONE);
        page.append(HtmlText.cell(metric, measured.get(metric), ""));
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div>");
  }

  private void strips() {
    page.append("<h3>Pictures</h3><div class=\"strips\"><div class=\"columns\">");
    for (String column :
        new String[] {
          "real", "rendered", "difference × " + Strip.GAIN, "mouth, real", "mouth, rendered"
        }) {
      page.append("<span>").append(column).append("</span>");
    }
    page.append("</div>");
    for (Strip strip : run.strips()) {
      if (strip.choice() != Choice.COMPARED) {
        String caption = moment(strip.frame()) + ": " + words(strip);
        page.append("<figure>")
            .append(sheet.whole(strip, caption))
            .append("<figcaption>")
            .append(HtmlText.escape(caption))
            .append("</figcaption></figure>");
      }
    }
    page.append("</div>");
  }

  /** A frame and its second. */
  static String moment(int frame) {
    return HtmlText.format("frame %d, %.2f s", frame, frame / (double) ClipInfo.FPS);
  }

  /** The lip distance of a strip in words. */
  static String words(Strip strip) {
    String distance =
        Double.isNaN(strip.lmdPx()) ? "no face found" : HtmlText.format("%.2f px", strip.lmdPx());
    return switch (strip.choice()) {
      case BEST -> "best lips, " + distance;
      case WORST -> "worst lips, " + distance;
      case EVEN, COMPARED -> distance;
    };
  }

  private void everything() {
    page.append(
        "<details><summary>Every measure</summary><div class=\"scroll\"><table><thead><tr><th></th>");
    page.append(
        "<th>Avatar</th><th>Real film</th><th class=\"words\">What it is</th></tr></thead><tbody>");
    for (Metric metric : Metric.values()) {
      String missing = run.missing().get(metric);
      page.append(HtmlText.rowHead(metric))
          .append(HtmlText.cell(metric, run.metric(metric), "mine"))
          .append(HtmlText.cell(metric, run.real().get(metric), ""))
          .append("<td class=\"words\">")
          .append(HtmlText.escape(missing == null ? metric.meaning() : "Not measured: " + missing))
          .append("</td></tr>");
    }
    page.append("</tbody></table></div></details>");
  }
}
