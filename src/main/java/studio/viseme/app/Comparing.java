package studio.viseme.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.viseme.evaluation.Evaluation;
import studio.viseme.job.JobContext;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.project.ProjectManifest.AvatarRecord;

/**
 * Avatars to be measured and compared. Where several learned from one clip, each is shown at the
 * moments where the others are worst, too.
 *
 * @param avatars ids, looked for in every project; {@code all} for every finished one that can be
 *     opened; empty for the newest finished one
 */
public record Comparing(List<Path> projects, List<String> avatars) {
  private static final String ALL = "all";

  /** One avatar of a project. */
  private record Run(Path project, @Nullable String avatar) {}

  /** Measures them all, in order. */
  public List<Evaluation> run(Studio studio, JobContext job) {
    List<Run> runs = new ArrayList<>();
    List<Evaluation> evaluations = new ArrayList<>();
    JobException refused = null;
    for (Run run : wanted()) {
      try (ProjectFolder folder = ProjectFolder.view(run.project)) {
        evaluations.add(new Measuring(run.avatar).run(studio, folder, job));
        runs.add(run);
      } catch (JobException e) {
        if (!avatars.contains(ALL) || e.kind() != JobException.Kind.INPUT) {
          throw e;
        }
        job.warn("left out: " + e.getMessage());
        refused = e;
      }
    }
    if (evaluations.isEmpty() && refused != null) {
      throw refused;
    }
    for (int i = 0; i < runs.size(); i++) {
      evaluations.set(
          i, shownLikeOthers(runs.get(i), evaluations.get(i), evaluations, studio, job));
    }
    return evaluations;
  }

  private List<Run> wanted() {
    List<Run> runs = new ArrayList<>();
    for (Path project : projects) {
      if (avatars.isEmpty()) {
        runs.add(new Run(project, null));
      } else if (avatars.contains(ALL)) {
        try (ProjectFolder folder = ProjectFolder.view(project)) {
          folder.avatars().stream()
              .filter(AvatarRecord::isFinished)
              .forEach(avatar -> runs.add(new Run(project, avatar.id())));
        }
      } else {
        avatars.forEach(avatar -> runs.add(new Run(project, avatar)));
      }
    }
    return runs;
  }

  private static Evaluation shownLikeOthers(
      Run run, Evaluation own, List<Evaluation> all, Studio studio, JobContext job) {
    Set<Integer> frames = new LinkedHashSet<>();
    for (Evaluation other : all) {
      if (other.source().equals(own.source())) {
        frames.addAll(other.worstFrames());
      }
    }
    own.strips().forEach(strip -> frames.remove(strip.frame()));
    if (frames.isEmpty()) {
      return own;
    }
    try (ProjectFolder folder = ProjectFolder.view(run.project)) {
      return own.withMore(new Measuring(run.avatar).pictures(studio, folder, frames, job));
    }
  }
}
