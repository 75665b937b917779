package studio.viseme.capture;

import java.util.List;
import java.util.Map;
import studio.viseme.project.ProjectFolder;

/**
 * One step of analysis. It reads what earlier stages wrote and writes files into a folder of its
 * own. Its fingerprint covers its version, its parameters and the fingerprints of its inputs: when
 * that is unchanged there is nothing to do.
 */
interface Stage {
  /** On the command line, in the manifest, and of the folder. */
  String name();

  /** Goes up whenever the stage's output changes for the same input. */
  int version();

  /** The stages whose files it reads; the source video counts as read when there are none. */
  List<String> inputs();

  /** What else its output depends on. */
  default Map<String, String> parameters(ProjectFolder project) {
    return Map.of();
  }

  /**
   * Writes the files. Every single one is written atomically; what lies in the folder already is
   * complete and from a run with the same fingerprint that was cut off, and need not be made again.
   */
  void run(StageRun run);
}
