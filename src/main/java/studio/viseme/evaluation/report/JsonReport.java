package studio.viseme.evaluation.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import studio.viseme.capture.ClipInfo;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.evaluation.Metric;
import studio.viseme.evaluation.MetricSet;
import studio.viseme.store.Json;

/**
 * The report for programs, schema 1. Every metric's key is always there; what wasn't measured is
 * {@code null}. One project is an object, several are {@code {"schema": 1, "evaluations": [...]}}.
 */
public final class JsonReport {
  private static final int SCHEMA = 1;

  private JsonReport() {}

  /** Pretty-printed. */
  public static String of(List<Evaluation> evaluations) {
    ObjectNode root;
    if (evaluations.size() == 1) {
      root = evaluation(evaluations.getFirst());
    } else {
      root = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
      ArrayNode all = root.putArray("evaluations");
      evaluations.forEach(e -> all.add(evaluation(e)));
    }
    return Json.pretty(root);
  }

  private static ObjectNode evaluation(Evaluation e) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("schema", SCHEMA);
    node.put("project", e.project());
    node.put("avatar", e.facts().avatar());
    node.put("backend", e.facts().backend());
    node.put("commit", e.facts().commit());
    ClipInfo clip = e.clip();
    node.putObject("clip")
        .put("width", clip.width())
        .put("height", clip.height())
        .put("fps", ClipInfo.FPS)
        .put("frames", clip.frames());
    node.putObject("heldOut")
        .put("firstFrame", clip.firstHeldOutFrame())
        .put("frames", e.heldOutFrames())
        .put("measuredFrames", e.measuredFrames());
    node.put("poseRefined", e.poseRefined());
    node.set("metrics", everyMetric(e.metrics()));
    node.set("metricsOwnCanvas", everyMetric(e.metricsOwnCanvas()));
    if (e.poseRefined()) {
      node.set("metricsTrackedPose", everyMetric(e.metricsTrackedPose()));
    }
    ObjectNode missing = node.putObject("missing");
    e.missing().forEach((metric, reason) -> missing.put(metric.key(), reason));
    ObjectNode baselines = node.putObject("baselines");
    for (Evaluation.Baseline baseline : Evaluation.Baseline.values()) {
      baselines.set(baseline.key(), baseline(e.baselines().getOrDefault(baseline, MetricSet.NONE)));
    }
    node.set("real", everyMetric(e.real()));
    node.putObject("train")
        .put("device", e.facts().device())
        .put("seconds", e.facts().trainSeconds())
        .put("cpuSeconds", e.facts().trainCpuSeconds())
        .put("steps", e.facts().steps())
        .put("preset", e.facts().preset())
        .put("method", e.facts().method())
        .put("encoder", e.facts().encoder())
        .put("seed", e.facts().seed());
    put(node.putObject("render").put("device", e.facts().device()), "fps", e.renderFps());
    node.put("modelBytes", e.facts().modelBytes());
    return node;
  }

  private static ObjectNode everyMetric(MetricSet set) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Metric metric : Metric.values()) {
      put(node, metric.key(), set.get(metric));
    }
    return node;
  }

  private static ObjectNode baseline(MetricSet set) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Metric metric : HtmlReport.COMPARED) {
      put(node, metric.key(), set.get(metric));
    }
    return node;
  }

  /** Six significant digits: more would pretend. */
  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isEmpty()) {
      node.putNull(key);
    } else {
      node.put(key, Double.parseDouble(String.format(Locale.ROOT, "%.6g", value.getAsDouble())));
    }
  }
}
