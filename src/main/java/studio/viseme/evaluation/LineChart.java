package studio.viseme.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Curves over the frames of a film as inline SVG; colours come from the page's style sheet by
 * class.
 */
final class LineChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 220;
  private static final int LEFT = 44;
  private static final int BOTTOM = 24;
  private static final int TOP = 8;

  private final int[] frames;
  private final String unit;
  private final List<Line> lines = new ArrayList<>();

  private record Line(String label, String cssClass, double[] values) {}

  LineChart(int[] frames, String unit) {
    this.frames = frames;
    this.unit = unit;
  }

  LineChart line(String label, String cssClass, double[] values) {
    lines.add(new Line(label, cssClass, values));
    return this;
  }

  /** A figure with a legend, or nothing when there is nothing to draw. */
  String figure(String title) {
    double top =
        lines.stream()
            .flatMapToDouble(l -> Arrays.stream(l.values))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    if (frames.length < 2 || top <= 0) {
      return "";
    }
    double step = roundStep(top / 4);
    double ceiling = Math.ceil(top / step) * step;
    StringBuilder svg = new StringBuilder("<figure><figcaption>").append(HtmlText.escape(title));
    for (Line line : lines) {
      svg.append("<span class=\"key ")
          .append(line.cssClass)
          .append("\">")
          .append(HtmlText.escape(line.label))
          .append("</span>");
    }
    svg.append("</figcaption><svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    svg.append("\" role=\"img\" aria-label=\"").append(HtmlText.escape(title)).append("\">");
    for (double at = 0; at <= ceiling + step / 2; at += step) {
      double y = y(at, ceiling);
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH, y, y));
      svg.append(
          text(
              "<text x=\"%d\" y=\"%.1f\" class=\"tick end\">%s</text>",
              LEFT - 6, y + 4, number(at, step)));
    }
    appendSeconds(svg);
    for (Line line : lines) {
      svg.append("<path class=\"curve ")
          .append(line.cssClass)
          .append("\" d=\"")
          .append(path(line.values, ceiling))
          .append("\"/>");
    }
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" class=\"tick\">%s</text>",
            LEFT + 4, TOP + 10, HtmlText.escape(unit)));
    return svg.append("</svg></figure>\n").toString();
  }

  private void appendSeconds(StringBuilder svg) {
    int fps = studio.viseme.capture.ClipInfo.FPS;
    double duration = (frames[frames.length - 1] - frames[0]) / (double) fps;
    double step = Math.max(1, roundStep(duration / 8));
    double first = Math.ceil(frames[0] / (double) fps / step) * step;
    for (double second = first; second * fps <= frames[frames.length - 1]; second += step) {
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" class=\"tick mid\">%.0f s</text>",
              x((int) Math.round(second * fps)), HEIGHT - 6, second));
    }
  }

  private String path(double[] values, double ceiling) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < frames.length; i++) {
      boolean joined = i > 0 && frames[i] == frames[i - 1] + 1;
      if (!Double.isFinite(values[i])) {
        pen = false;
        continue;
      }
      d.append(pen && joined ? 'L' : 'M')
          .append(text("%.1f %.1f", x(frames[i]), y(values[i], ceiling)));
      pen = true;
    }
    return d.toString();
  }

  private double x(int frame) {
    double share = (frame - frames[0]) / (double) (frames[frames.length - 1] - frames[0]);
    return LEFT + share * (WIDTH - LEFT - 4);
  }

  private static double y(double value, double ceiling) {
    return TOP + (1 - value / ceiling) * (HEIGHT - TOP - BOTTOM);
  }

  /** 1, 2 or 5 times a power of ten, not below {@code least}. */
  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value, double step) {
    return step >= 1 ? text("%.0f", value) : text(step >= .1 ? "%.1f" : "%.2f", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
