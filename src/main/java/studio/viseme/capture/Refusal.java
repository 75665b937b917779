package studio.viseme.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import studio.viseme.capture.check.Album;
import studio.viseme.capture.check.Finding;
import studio.viseme.job.JobException;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.FileTree;
import studio.viseme.store.Json;

/**
 * Why a video wasn't imported. Where something can be done about it, that is kept with the project
 * as a finding, so that it can be shown with its pictures and applied like any other; otherwise
 * there is only the error.
 *
 * @param finding what, where, and the fix
 * @param what is wrong
 * @param remedy what to do about it
 */
record Refusal(Finding finding, String what, String remedy) {
  private static final String FOLDER = "refusal";
  private static final String FILE = "findings.json";

  /** As a stage of checks keeps its findings. */
  private record Report(int schema, List<Finding> findings) {}

  /** Where the pictures of a refusal are kept. */
  static Album album(ProjectFolder project) {
    return new Album(folder(project), "capture/" + FOLDER + "/");
  }

  private static Path folder(ProjectFolder project) {
    return project.captureFolder().resolve(FOLDER);
  }

  /** Forgets an earlier refusal. */
  static void clear(ProjectFolder project) {
    try {
      FileTree.delete(folder(project));
    } catch (IOException e) {
      throw AtomicFiles.unwritable(folder(project), e);
    }
  }

  /** The findings of the latest import, if that was refused. */
  static List<Finding> read(ProjectFolder project) {
    Path file = folder(project).resolve(FILE);
    return Files.exists(file) ? Json.read(file, Report.class).findings() : List.of();
  }

  /** Keeps the finding if something can be done about it, and gives the error to end with. */
  JobException keep(ProjectFolder project) {
    if (finding.fix().canBeApplied()) {
      AtomicFiles.createFolder(folder(project));
      Json.write(folder(project).resolve(FILE), new Report(Checks.SCHEMA, List.of(finding)));
    } else {
      clear(project);
    }
    return JobException.input(what, project.manifest().source().originalName(), remedy);
  }
}
