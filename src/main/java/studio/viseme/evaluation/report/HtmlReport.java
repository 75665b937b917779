package studio.viseme.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import studio.viseme.Version;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Metric;

/**
 * The report for people: one page that needs nothing beside itself, with the key figures next to
 * their baselines, curves over time, pictures, and the protocol in words. Several runs begin side
 * by side, those on one clip frame by frame, and the papers' figures come with them.
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

  private final StringBuilder page = new StringBuilder(1 << 20);
  private final StripSheet sheet = new StripSheet();

  private HtmlReport() {}

  /** The whole page. */
  public static String of(List<Evaluation> evaluations) {
    return new HtmlReport().write(evaluations);
  }

  private String write(List<Evaluation> evaluations) {
    String title = title(evaluations);
    StringBuilder sections = new StringBuilder(1 << 20);
    if (evaluations.size() > 1) {
      comparisons(evaluations, sections);
    }
    each(evaluations, sections);
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    page.append(HtmlText.escape(title))
        .append(" · evaluation</title><style>")
        .append(styleSheet())
        .append(sheet.rules())
        .append("</style></head><body>\n");
    page.append("<header><p class=\"brand\">").append(Version.NAME).append(" · evaluation</p><h1>");
    page.append(HtmlText.escape(title)).append("</h1></header>\n<main>\n").append(sections);
    page.append(new PaperSection(evaluations).html());
    protocol();
    page.append("</main></body></html>\n");
    return page.toString();
  }

  private static String title(List<Evaluation> evaluations) {
    List<String> projects = evaluations.stream().map(Evaluation::project).distinct().toList();
    if (projects.size() > 1) {
      return projects.size() + " projects";
    }
    return evaluations.size() == 1
        ? projects.getFirst()
        : projects.getFirst() + ", " + evaluations.size() + " avatars";
  }

  private void comparisons(List<Evaluation> evaluations, StringBuilder sections) {
    List<Comparison> clips = Comparison.of(evaluations);
    for (int i = 0; i < clips.size(); i++) {
      Comparison clip = clips.get(i);
      if (clip.runs().size() > 1) {
        String name = clip.runs().getFirst().project();
        sections.append("<section><h2>Side by side");
        sections.append(clips.size() > 1 ? " on " + HtmlText.escape(name) : "").append("</h2>");
        sections.append("<p class=\"facts\">").append(facts(clip.runs().getFirst())).append("</p>");
        sections.append(new ComparisonSection(clip, sheet, "c" + i).html()).append("</section>\n");
      }
    }
    if (clips.size() > 1) {
      differentClips(clips.stream().map(clip -> clip.runs().getFirst()).toList(), sections);
    }
  }

  /** The clip in a line. */
  private static String facts(Evaluation run) {
    return HtmlText.format(
        "%d × %d, %s; %d of the last %d frames measured, which no training saw",
        run.clip().width(),
        run.clip().height(),
        HtmlText.duration(run.clip().frames() / (double) ClipInfo.FPS),
        run.measuredFrames(),
        run.heldOutFrames());
  }

  /** The first run of each clip; no best is marked, as the people differ. */
  private static void differentClips(List<Evaluation> runs, StringBuilder sections) {
    sections.append(
        "<section><h2>Across clips</h2><p class=\"facts\">Different people in different");
    sections.append(" light: what is higher here need not be better.</p>");
    sections.append("<div class=\"scroll\"><table class=\"side\"><thead><tr><th></th>");
    for (Evaluation run : runs) {
      sections.append("<th>").append(HtmlText.escape(run.project())).append("<small>");
      sections.append(HtmlText.escape(run.facts().avatar())).append("</small></th>");
    }
    sections.append("</tr></thead><tbody>");
    for (Metric metric : Metric.values()) {
      if (runs.stream().anyMatch(run -> run.metric(metric).isPresent())) {
        sections.append(HtmlText.rowHead(metric));
        runs.forEach(run -> sections.append(HtmlText.cell(metric, run.metric(metric), "")));
        sections.append("</tr>");
      }
    }
    sections.append("</tbody></table></div></section>\n");
  }

  /** A single run lies open; of several each can be opened. */
  private void each(List<Evaluation> runs, StringBuilder sections) {
    if (runs.size() == 1) {
      sections
          .append("<section>")
          .append(new RunSection(runs.getFirst(), sheet).html())
          .append("</section>\n");
      return;
    }
    sections.append("<section><h2>Each by itself</h2>");
    for (Evaluation run : runs) {
      sections
          .append("<details class=\"run\"><summary>")
          .append(HtmlText.escape(run.project() + ", " + run.facts().avatar()))
          .append("</summary>")
          .append(new RunSection(run, sheet).html())
          .append("</details>");
    }
    sections.append("</section>\n");
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

  private static String styleSheet() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
