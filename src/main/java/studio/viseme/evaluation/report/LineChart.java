package studio.viseme.evaluation.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import studio.viseme.capture.ClipInfo;

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
  private final List<Mark> marks = new ArrayList<>();
  private boolean fromLeast;

  private record Line(String label, String cssClass, double[] values) {}

  private record Mark(int frame, String target, String words) {}

  /** Heights of the picture's bottom and top in the figures' unit, and the step between lines. */
  private record Scale(double floor, double ceiling, double step) {}

  LineChart(int[] frames, String unit) {
    this.frames = frames;
    this.unit = unit;
  }

  LineChart line(String label, String cssClass, double[] values) {
    lines.add(new Line(label, cssClass, values));
    return this;
  }

  /** Begins the scale below the least value rather than at 0. */
  LineChart fromLeast() {
    fromLeast = true;
    return this;
  }

  /** A place to click, above the highest line at a frame. */
  LineChart mark(int frame, String target, String words) {
    marks.add(new Mark(frame, target, words));
    return this;
  }

  /** A figure with a legend, or nothing when there is nothing to draw. */
  String figure(String title) {
    Scale scale = scale();
    if (frames.length < 2 || scale.ceiling <= scale.floor) {
      return "";
    }
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
    for (double at = scale.floor; at <= scale.ceiling + scale.step / 2; at += scale.step) {
      double y = y(at, scale);
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH, y, y));
      svg.append(
          text(
              "<text x=\"%d\" y=\"%.1f\" class=\"tick end\">%s</text>",
              LEFT - 6, y + 4, number(at, scale.step)));
    }
    appendSeconds(svg);
    for (Line line : lines) {
      svg.append("<path class=\"curve ")
          .append(line.cssClass)
          .append("\" d=\"")
          .append(path(line.values, scale))
          .append("\"/>");
    }
    marks.forEach(mark -> append(svg, mark, scale));
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" class=\"tick\">%s</text>",
            LEFT + 4, TOP + 10, HtmlText.escape(unit)));
    return svg.append("</svg></figure>\n").toString();
  }

  private Scale scale() {
    double[] all =
        lines.stream()
            .flatMapToDouble(l -> Arrays.stream(l.values))
            .filter(Double::isFinite)
            .toArray();
    double top = Arrays.stream(all).max().orElse(0);
    double bottom = fromLeast ? Arrays.stream(all).min().orElse(0) : 0;
    if (top <= bottom) {
      return new Scale(0, 0, 1);
    }
    double step = roundStep((top - bottom) / 4);
    return new Scale(Math.floor(bottom / step) * step, Math.ceil(top / step - 1e-9) * step, step);
  }

  /** A ring on the highest line at the mark's frame. */
  private void append(StringBuilder svg, Mark mark, Scale scale) {
    int at = Arrays.binarySearch(frames, mark.frame);
    double top =
        at < 0
            ? Double.NaN
            : lines.stream()
                .mapToDouble(line -> line.values[at])
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    if (Double.isFinite(top)) {
      svg.append(
          text(
              "<a href=\"%s\"><circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"><title>%s</title></circle></a>",
              HtmlText.escape(mark.target),
              x(mark.frame),
              y(top, scale),
              HtmlText.escape(mark.words)));
    }
  }

  private void appendSeconds(StringBuilder svg) {
    int fps = ClipInfo.FPS;
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

  private String path(double[] values, Scale scale) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < frames.length; i++) {
      boolean joined = i > 0 && frames[i] == frames[i - 1] + 1;
      if (!Double.isFinite(values[i])) {
        pen = false;
        continue;
      }
      d.append(pen && joined ? 'L' : 'M')
          .append(text("%.1f %.1f", x(frames[i]), y(values[i], scale)));
      pen = true;
    }
    return d.toString();
  }

  private double x(int frame) {
    double share = (frame - frames[0]) / (double) (frames[frames.length - 1] - frames[0]);
    return LEFT + share * (WIDTH - LEFT - 4);
  }

  private static double y(double value, Scale scale) {
    double share = (value - scale.floor) / (scale.ceiling - scale.floor);
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
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
