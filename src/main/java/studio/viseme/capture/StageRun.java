package studio.viseme.capture;

import java.nio.file.Path;
import studio.viseme.job.JobContext;
import studio.viseme.project.ProjectFolder;

/**
 * What a running stage is given.
 *
 * @param capture what the stages before it found
 * @param folder to write into
 * @param watcher who looks on
 */
record StageRun(
    ProjectFolder project,
    CaptureFolder capture,
    Path folder,
    JobContext job,
    StageWatcher watcher) {
  Path file(String name) {
    return folder.resolve(name);
  }
}
