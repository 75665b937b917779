package studio.viseme.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Metric;
import studio.viseme.store.Json;

/**
 * Figures that papers report, beside ours, with what keeps them apart in plain words. They are
 * those of {@code published-figures.json}, as the papers print them.
 */
final class PaperSection {
  private static final String FILE = "published-figures.json";

  /**
   * A table of a paper.
   *
   * @param conditions what it was measured on
   */
  record Table(String title, String conditions, List<Row> rows) {}

  /** One method's figures as printed; null where the table has none. */
  record Row(
      String method,
      @Nullable String psnr,
      @Nullable String ssim,
      @Nullable String lpips,
      @Nullable String lmd,
      @Nullable String syncConfidence,
      @Nullable String syncDistance,
      @Nullable String training,
      @Nullable String fps) {}

  private final List<Evaluation> runs;
  private final StringBuilder page = new StringBuilder();

  PaperSection(List<Evaluation> runs) {
    this.runs = runs.stream().filter(run -> !run.metrics().values().isEmpty()).toList();
  }

  /** Nothing where nothing was measured. */
  String html() {
    if (runs.isEmpty()) {
      return "";
    }
    page.append(
        """
        <section class="papers"><h2>Beside the papers</h2>
        <p>Read down a block, not across blocks. The papers measured other people, in other clips, with other instruments:</p>
        <ul>
        <li><b>Clips.</b> Theirs are means over four or five well-lit speeches of three to five minutes, most of them of well-known speakers. Ours
        are the last tenth of your clip, and a shorter or livelier clip is harder.</li>
        <li><b>Drive.</b> Theirs replay sound, head pose and expression codes of the test part. Ours get its sound, its head pose and what is above the nose; nothing that was fitted has
        seen it.</li>
        <li><b>PSNR, SSIM, LPIPS</b> are of the whole frame in both, with the real torso and background behind the head. How much of a frame is background differs from clip to clip, and
        background is free.</li>
        <li><b>LMD</b> is theirs from 20 mouth points of a 68-point tracker, ours from 40 lip points of another, both in pixels of a frame of about 512.</li>
        <li><b>Sync-C and Sync-D</b> are SyncNet's. Ours stand here only if you add SyncNet; our own sync expert has a scale of its own.</li>
        <li><b>Speed.</b> Theirs ran on the graphics card that is named, ours on this machine.</li>
        </ul>
        <div class="scroll"><table class="side"><thead><tr><th></th><th>PSNR ↑</th><th>SSIM ↑</th><th>LPIPS ↓</th><th>LMD ↓</th><th>Sync-C ↑</th><th>Sync-D ↓</th>
        <th>Training</th><th>fps</th></tr></thead><tbody>
        """);
    heading("Here", "");
    for (Evaluation run : runs) {
      row(ours(run), "mine");
    }
    for (Table table : tables()) {
      heading(table.title(), table.conditions());
      table.rows().forEach(each -> row(each, ""));
    }
    page.append("</tbody></table></div></section>\n");
    return page.toString();
  }

  private void heading(String title, String conditions) {
    page.append("<tr class=\"group\"><th colspan=\"9\">")
        .append(HtmlText.escape(title))
        .append(" <small>")
        .append(HtmlText.escape(conditions))
        .append("</small></th></tr>");
  }

  private void row(Row row, String cssClass) {
    page.append("<tr><th scope=\"row\">").append(HtmlText.escape(row.method())).append("</th>");
    String[] cells = {
      row.psnr(),
      row.ssim(),
      row.lpips(),
      row.lmd(),
      row.syncConfidence(),
      row.syncDistance(),
      row.training(),
      row.fps()
    };
    for (String cell : cells) {
      page.append("<td class=\"")
          .append(cssClass)
          .append("\">")
          .append(cell == null ? "<span class=\"none\">–</span>" : HtmlText.escape(cell))
          .append("</td>");
    }
    page.append("</tr>");
  }

  private static Row ours(Evaluation run) {
    return new Row(
        run.project() + ", " + run.facts().avatar(),
        figure(run, Metric.PSNR_FULL),
        figure(run, Metric.SSIM_FULL),
        figure(run, Metric.LPIPS),
        figure(run, Metric.LMD_PX),
        figure(run, Metric.LSE_C),
        figure(run, Metric.LSE_D),
        HtmlText.duration(run.facts().trainSeconds()) + ", " + run.facts().device(),
        run.renderFps().isEmpty() ? null : HtmlText.format("%.0f", run.renderFps().getAsDouble()));
  }

  private static @Nullable String figure(Evaluation run, Metric metric) {
    OptionalDouble value = run.metric(metric);
    return value.isEmpty() ? null : HtmlText.value(metric, value);
  }

  static List<Table> tables() {
    try (InputStream in = PaperSection.class.getResourceAsStream(FILE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(Json.parse(text, Table[].class, FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
