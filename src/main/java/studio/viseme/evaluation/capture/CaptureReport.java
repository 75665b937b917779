package studio.viseme.evaluation.capture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The figures of a bench of captures, for people and for programs. */
public final class CaptureReport {
  private static final int SCHEMA = 1;
  private static final int COLUMN = 12;
  private static final String MISSING = "–";

  private final List<ClipResult> clips;
  private final CaptureFigures mean;

  public CaptureReport(List<ClipResult> clips) {
    this.clips = List.copyOf(clips);
    mean = CaptureFigures.mean(clips.stream().map(ClipResult::figures).toList());
  }

  /** The report for programs, schema 1; a figure that wasn't measured is null. */
  public ObjectNode toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
    ObjectNode goals = root.putObject("goals");
    for (CaptureFigure figure : CaptureFigure.values()) {
      if (figure.goal().isPresent()) {
        goals
            .putObject(figure.key())
            .put(figure.isAtLeast() ? "atLeast" : "atMost", figure.goal().getAsDouble());
      }
    }
    ArrayNode all = root.putArray("clips");
    for (ClipResult clip : clips) {
      ObjectNode node = all.addObject();
      node.put("name", clip.clip()).put("about", clip.about()).put("frames", clip.frames());
      node.set("figures", figures(clip.figures()));
      ArrayNode stages = node.putArray("stages");
      for (StageCost cost : clip.costs()) {
        stages
            .addObject()
            .put("stage", cost.stage())
            .put("millisecondsPerFrame", rounded(cost.milliseconds()))
            .put("cpuMillisecondsPerFrame", rounded(cost.cpuMilliseconds()));
      }
    }
    root.set("mean", figures(mean));
    return root;
  }

  private static ObjectNode figures(CaptureFigures figures) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (CaptureFigure figure : CaptureFigure.values()) {
      OptionalDouble value = figures.get(figure);
      if (value.isPresent()) {
        node.put(figure.key(), rounded(value.getAsDouble()));
      } else {
        node.putNull(figure.key());
      }
    }
    return node;
  }

  /** Six significant digits: more would pretend. */
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
  }

  /** The report for people: a line a figure, a column a clip, then mean and goal. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    for (ClipResult clip : clips) {
      lines.add("%s: %d frames, %s".formatted(clip.clip(), clip.frames(), clip.about()));
    }
    List<String> heads = new ArrayList<>(clips.stream().map(ClipResult::clip).toList());
    heads.add("mean");
    heads.add("goal");
    lines.add(line("", heads.stream().map(CaptureReport::head).toList()));
    for (CaptureFigure figure : CaptureFigure.values()) {
      if (mean.get(figure).isPresent()) {
        List<String> cells = new ArrayList<>();
        clips.forEach(clip -> cells.add(cell(figure, clip.figures().get(figure))));
        cells.add(cell(figure, mean.get(figure)));
        cells.add(goal(figure));
        lines.add(line(titled(figure.title(), figure.unit()), cells));
      }
    }
    costs(lines);
    return lines;
  }

  private void costs(List<String> lines) {
    Map<String, List<StageCost>> stages =
        clips.stream()
            .flatMap(clip -> clip.costs().stream())
            .collect(
                Collectors.groupingBy(StageCost::stage, LinkedHashMap::new, Collectors.toList()));
    for (String stage : stages.keySet()) {
      List<String> cells = new ArrayList<>();
      for (ClipResult clip : clips) {
        cells.add(
            clip.costs().stream()
                .filter(cost -> cost.stage().equals(stage))
                .map(
                    cost ->
                        String.format(
                            Locale.ROOT, "%.1f/%.1f", cost.milliseconds(), cost.cpuMilliseconds()))
                .findFirst()
                .orElse(MISSING));
      }
      lines.add(line(stage + ", ms a frame, wall/CPU", cells));
    }
  }

  private static String titled(String title, String unit) {
    return unit.isEmpty() ? title : title + ", " + unit;
  }

  /** As much of a name as a column holds. */
  private static String head(String name) {
    return name.length() < COLUMN ? name : name.substring(0, COLUMN - 1);
  }

  /** A missed goal is marked. */
  private static String cell(CaptureFigure figure, OptionalDouble value) {
    if (value.isEmpty()) {
      return MISSING;
    }
    String mark = figure.reaches(value.getAsDouble()) ? "" : "!";
    return mark + String.format(Locale.ROOT, "%." + figure.decimals() + "f", value.getAsDouble());
  }

  private static String goal(CaptureFigure figure) {
    if (figure.goal().isEmpty()) {
      return "";
    }
    return (figure.isAtLeast() ? "≥ " : "≤ ") + figure.goal().getAsDouble();
  }

  private static String line(String title, List<String> cells) {
    StringBuilder line = new StringBuilder("%-40s".formatted(title));
    cells.forEach(cell -> line.append(("%" + COLUMN + "s").formatted(cell)));
    return line.toString().stripTrailing();
  }
}
