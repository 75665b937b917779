package studio.viseme.evaluation.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Evaluation.Curves;
import studio.viseme.evaluation.Evaluation.Strip;
import studio.viseme.evaluation.Metric;
import studio.viseme.evaluation.Subject;
import studio.viseme.evaluation.report.StripSheet.Tile;

/** Runs on one clip side by side: a table, curves over each other, and the same frames of all. */
final class ComparisonSection {
  /** Runs that have a colour of their own. */
  private static final int COLOURS = 6;

  /** Metrics by what they look at. */
  private enum Group {
    PICTURE(
        "Picture",
        Metric.PSNR_FULL,
        Metric.PSNR_HEAD,
        Metric.PSNR_HEAD_NO_NECK,
        Metric.RIM_ERROR_SHARE,
        Metric.PSNR_MASK,
        Metric.PSNR_MOUTH,
        Metric.SSIM_FULL,
        Metric.SSIM_HEAD,
        Metric.SSIM_HEAD_NO_NECK,
        Metric.PSNR_HEAD_256,
        Metric.SSIM_HEAD_256,
        Metric.PSNR_MOUTH_256,
        Metric.LPIPS,
        Metric.CPBD_MOUTH,
        Metric.SEAM),
    LIPS(
        "Lips",
        Metric.LMD_PX,
        Metric.LMD_256,
        Metric.JAW_CORRELATION,
        Metric.GAP_SPREAD,
        Metric.CLOSURE_RATE,
        Metric.LIP_JITTER_PX,
        Metric.SYNC_CONFIDENCE,
        Metric.SYNC_DISTANCE,
        Metric.LSE_C,
        Metric.LSE_D),
    FACE("Face", Metric.CSIM, Metric.AUE_LOWER, Metric.AUE_UPPER, Metric.EYE_AREA_ERROR),
    HEAD("Head", Metric.POSE_JITTER_DEG, Metric.POSE_DIVERSITY, Metric.BEAT_ALIGN);

    private final String title;
    private final List<Metric> metrics;

    Group(String title, Metric... metrics) {
      this.title = title;
      this.metrics = List.of(metrics);
    }
  }

  private final Comparison comparison;
  private final StripSheet sheet;
  private final String anchor;
  private final StringBuilder page = new StringBuilder();

  /**
   * @param anchor begins the names of the section's places, unlike any other section's
   */
  ComparisonSection(Comparison comparison, StripSheet sheet, String anchor) {
    this.comparison = comparison;
    this.sheet = sheet;
    this.anchor = anchor;
  }

  String html() {
    table();
    charts();
    List<Integer> worst = comparison.worstFrames();
    if (!worst.isEmpty()) {
      page.append("<h3>Worst moments</h3><p class=\"facts\">Where the lips of one of them are ");
      page.append("farthest from the real ones. Click one to see all of them there.</p>");
      links(worst);
      page.append("<div class=\"moments\">");
      worst.forEach(frame -> moment(frame, true));
      page.append("</div>");
    }
    List<Integer> even = comparison.evenFrames();
    if (!even.isEmpty()) {
      page.append("<h3>The same frames of all</h3>");
      even.forEach(frame -> moment(frame, false));
    }
    return page.toString();
  }

  private static String training(Subject.Facts facts) {
    return String.join(", ", facts.preset(), facts.method(), facts.encoder());
  }

  private void table() {
    page.append("<div class=\"scroll\"><table class=\"side\"><thead><tr><th></th>");
    int number = 0;
    for (Evaluation run : comparison.runs()) {
      page.append("<th><span class=\"dot run").append(number++ % COLOURS).append("\"></span>");
      page.append(HtmlText.escape(name(run))).append("<small>");
      page.append(HtmlText.escape(training(run.facts())));
      page.append("</small></th>");
    }
    page.append("<th class=\"truth\">Real film</th></tr></thead><tbody>");
    for (Group group : Group.values()) {
      if (group.metrics.stream().anyMatch(comparison::has)) {
        heading(group.title);
        group.metrics.stream().filter(comparison::has).forEach(this::row);
      }
    }
    heading("Cost");
    costs("Training time", run -> HtmlText.duration(run.facts().trainSeconds()));
    costs("Training steps", run -> HtmlText.grouped(run.facts().steps()));
    costs(
        "Rendering <small>fps</small>",
        run ->
            run.renderFps().isEmpty()
                ? "–"
                : HtmlText.format("%.0f", run.renderFps().getAsDouble()));
    costs("Size <small>MB</small>", run -> HtmlText.format("%.1f", run.facts().modelBytes() / 1e6));
    page.append("</tbody></table></div>");
    missing();
  }

  private void heading(String title) {
    page.append("<tr class=\"group\"><th colspan=\"")
        .append(comparison.runs().size() + 2)
        .append("\">")
        .append(title)
        .append("</th></tr>");
  }

  private void row(Metric metric) {
    Set<Evaluation> best = comparison.best(metric);
    page.append(HtmlText.rowHead(metric));
    for (Evaluation run : comparison.runs()) {
      page.append(HtmlText.cell(metric, run.metric(metric), best.contains(run) ? "best" : ""));
    }
    page.append(HtmlText.cell(metric, comparison.real(metric), "truth")).append("</tr>");
  }

  private void costs(String title, Function<Evaluation, String> of) {
    page.append("<tr><th scope=\"row\">").append(title).append("</th>");
    comparison.runs().forEach(run -> page.append("<td>").append(of.apply(run)).append("</td>"));
    page.append("<td class=\"truth\"></td></tr>");
  }

  /** Why a measure is missing, once a reason. */
  private void missing() {
    List<String> lines = new ArrayList<>();
    for (Evaluation run : comparison.runs()) {
      run.missing()
          .forEach(
              (metric, reason) -> {
                String line = metric.title() + ": " + reason;
                if (!lines.contains(line)) {
                  lines.add(line);
                }
              });
    }
    for (String line : lines) {
      page.append("<p class=\"facts\">Not measured, ").append(HtmlText.escape(line)).append("</p>");
    }
  }

  private void charts() {
    Curves first = comparison.runs().getFirst().curves();
    LineChart opening = new LineChart(first.frames(), "cm").line("real", "real", first.realGap());
    LineChart lips = new LineChart(first.frames(), "px");
    LineChart picture = new LineChart(first.frames(), "dB").fromLeast();
    int number = 0;
    for (Evaluation run : comparison.runs()) {
      String cssClass = "run" + number++ % COLOURS;
      Curves curves = run.curves();
      opening.line(name(run), cssClass, along(first, curves, curves.gap()));
      lips.line(name(run), cssClass, along(first, curves, curves.lmdPx()));
      picture.line(name(run), cssClass, along(first, curves, curves.psnrHead()));
    }
    for (int frame : comparison.worstFrames()) {
      lips.mark(frame, "#" + place(frame), RunSection.moment(frame));
    }
    page.append(opening.figure("Mouth opening"));
    page.append(lips.figure("Lip distance"));
    page.append(picture.figure("Likeness of the head (PSNR)"));
  }

  /** A run's values at the first run's frames; NaN where it has none. */
  private static double[] along(Curves first, Curves own, double[] values) {
    double[] out = new double[first.frames().length];
    for (int i = 0; i < out.length; i++) {
      int at = Arrays.binarySearch(own.frames(), first.frames()[i]);
      out[i] = at < 0 ? Double.NaN : values[at];
    }
    return out;
  }

  private void links(List<Integer> frames) {
    page.append("<p class=\"links\">");
    for (int frame : frames) {
      List<String> whose = new ArrayList<>();
      for (Evaluation run : comparison.runs()) {
        if (run.worstFrames().contains(frame)) {
          whose.add(name(run));
        }
      }
      page.append("<a href=\"#").append(place(frame)).append("\">");
      page.append(HtmlText.format("%.2f s", frame / (double) ClipInfo.FPS));
      page.append("<small>").append(HtmlText.escape(String.join(", ", whose)));
      page.append("</small></a>");
    }
    page.append("</p>");
  }

  private String place(int frame) {
    return anchor + "-" + frame;
  }

  private void moment(int frame, boolean named) {
    page.append("<figure class=\"moment\"");
    page.append(named ? " id=\"" + place(frame) + "\"" : "");
    page.append("><div class=\"row\">");
    Strip first = Comparison.strip(comparison.runs().getFirst(), frame);
    if (first != null) {
      cell(first, Tile.REAL_HEAD, Tile.REAL_MOUTH, "real", "real", "");
    }
    int number = 0;
    for (Evaluation run : comparison.runs()) {
      Strip strip = Comparison.strip(run, frame);
      if (strip != null) {
        String distance =
            Double.isNaN(strip.lmdPx()) ? "no face" : HtmlText.format("%.2f px", strip.lmdPx());
        cell(strip, Tile.HEAD, Tile.MOUTH, name(run), "run" + number % COLOURS, distance);
      }
      number++;
    }
    page.append("</div><figcaption>")
        .append(RunSection.moment(frame))
        .append("</figcaption></figure>");
  }

  private void cell(
      Strip strip, Tile head, Tile mouth, String name, String cssClass, String distance) {
    String words = name + ", " + RunSection.moment(strip.frame());
    page.append("<div>")
        .append(sheet.tile(strip, head, words))
        .append(sheet.tile(strip, mouth, words + ", mouth"))
        .append("<p><span class=\"dot ")
        .append(cssClass)
        .append("\"></span>")
        .append(HtmlText.escape(name))
        .append(" <small>")
        .append(distance)
        .append("</small></p></div>");
  }

  private String name(Evaluation run) {
    boolean oneProject =
        comparison.runs().stream().map(Evaluation::project).distinct().count() == 1;
    return oneProject ? run.facts().avatar() : run.project() + ", " + run.facts().avatar();
  }
}
