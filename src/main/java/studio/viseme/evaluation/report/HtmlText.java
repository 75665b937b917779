package studio.viseme.evaluation.report;

import java.util.Locale;
import java.util.OptionalDouble;
import studio.viseme.evaluation.Metric;

/** Words and figures on their way into a page. */
final class HtmlText {
  private static final String MISSING = "<span class=\"none\">–</span>";

  private HtmlText() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A measured value with its metric's decimals, or a dash. */
  static String value(Metric metric, OptionalDouble value) {
    return value.isEmpty() ? MISSING : format("%." + metric.decimals() + "f", value.getAsDouble());
  }

  static String duration(double seconds) {
    if (seconds < 120) {
      return format(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return format("%d min %02d s", (long) seconds / 60, (long) seconds % 60);
  }

  static String grouped(int number) {
    return format("%,d", number);
  }

  /** The first cell of a metric's row, with what it is as a hint. */
  static String rowHead(Metric metric) {
    String arrow =
        switch (metric.better()) {
          case HIGHER -> "↑";
          case LOWER -> "↓";
          case NEAR_ONE -> "→ 1";
          case LIKE_REAL -> "≈ real";
        };
    return "<tr><th scope=\"row\" title=\"%s\">%s%s <span class=\"arrow\">%s</span></th>"
        .formatted(
            escape(metric.meaning()),
            metric.title(),
            metric.unit().isEmpty() ? "" : " <small>" + metric.unit() + "</small>",
            arrow);
  }

  static String cell(Metric metric, OptionalDouble value, String cssClass) {
    return "<td class=\"%s\">%s</td>".formatted(cssClass, value(metric, value));
  }
}
