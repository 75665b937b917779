package studio.viseme.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.Json;

/**
 * The stretches of a clip that the user wants neither trained on nor measured, seconds of the clip.
 */
record Exclusions(List<ImportOptions.Range> ranges) {
  private static final String FILE = "exclusions.json";

  Exclusions {
    ranges = List.copyOf(ranges);
  }

  /** {@code FROM-TO,FROM-TO…}. */
  static Exclusions parse(String text) {
    List<ImportOptions.Range> ranges = new ArrayList<>();
    for (String part : text.split(",")) {
      try {
        ranges.add(ImportOptions.Range.parse(part));
      } catch (NumberFormatException e) {
        throw JobException.usage(
            "\"" + part + "\" can't be understood", "--exclude", "give FROM-TO in seconds");
      }
    }
    return new Exclusions(ranges);
  }

  static Exclusions read(ProjectFolder project) {
    Path file = project.captureFolder().resolve(FILE);
    return Files.exists(file) ? Json.read(file, Exclusions.class) : new Exclusions(List.of());
  }

  void write(ProjectFolder project) {
    Json.write(project.captureFolder().resolve(FILE), this);
  }

  /** These and more; what lies in one that is there already isn't added again. */
  Exclusions and(List<ImportOptions.Range> more) {
    List<ImportOptions.Range> all = new ArrayList<>(ranges);
    for (ImportOptions.Range range : more) {
      boolean known =
          all.stream().anyMatch(other -> other.from() <= range.from() && range.to() <= other.to());
      if (!known) {
        all.add(range);
      }
    }
    return new Exclusions(all);
  }

  boolean cover(int frame) {
    double middle = (frame + 0.5) / ClipInfo.FPS;
    return ranges.stream().anyMatch(range -> range.from() <= middle && middle < range.to());
  }
}
