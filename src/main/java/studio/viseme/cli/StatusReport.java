package studio.viseme.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import studio.viseme.app.Staleness;
import studio.viseme.capture.StageStatus;
import studio.viseme.capture.check.Finding;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest;
import studio.viseme.project.ProjectManifest.AvatarRecord;
import studio.viseme.project.ProjectManifest.ExportRecord;
import studio.viseme.store.Json;

/** A project's status for programs; the schema stands in {@code docs/reference/status.md}. */
final class StatusReport {
  private static final int SCHEMA = 1;

  private StatusReport() {}

  static ObjectNode of(ProjectFolder project, List<StageStatus> stages, List<Finding> findings) {
    ProjectManifest manifest = project.manifest();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    root.put("project", project.name());
    root.putObject("source")
        .put("name", manifest.source().originalName())
        .put("sha256", manifest.source().sha256())
        .put("bytes", manifest.source().bytes());
    root.put("consent", manifest.consent() == null ? null : manifest.consent().statement());
    ArrayNode allStages = root.putArray("stages");
    for (StageStatus stage : stages) {
      allStages
          .addObject()
          .put("name", stage.name())
          .put("state", word(stage.state()))
          .put("seconds", stage.seconds())
          .put("bytes", stage.bytes());
    }
    root.set("checks", Json.tree(Json.line(findings), project.folder()));
    ArrayNode avatars = root.putArray("avatars");
    for (AvatarRecord avatar : manifest.avatars()) {
      ObjectNode node = avatars.addObject();
      node.put("id", avatar.id());
      node.put("backend", avatar.backend());
      node.put("state", state(avatar));
      node.put("trainedBefore", Staleness.of(project, avatar).orElse(null));
      node.put("created", avatar.created());
      node.put("finished", avatar.finished());
      ObjectNode settings = node.putObject("settings");
      avatar.settings().forEach(settings::put);
      ObjectNode results = node.putObject("results");
      avatar.results().forEach(results::put);
    }
    ArrayNode exports = root.putArray("exports");
    for (ExportRecord export : manifest.exports()) {
      exports
          .addObject()
          .put("file", export.file())
          .put("avatar", export.avatar())
          .put("sha256", export.sha256())
          .put("created", export.created());
    }
    return root;
  }

  static String state(AvatarRecord avatar) {
    return avatar.isFinished() ? "finished" : "unfinished";
  }

  private static String word(StageStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
