package studio.viseme.capture.check;

import java.util.List;
import studio.viseme.job.JobContext;

/**
 * What can be told of footage as soon as it is imported: of how it is stored, of pictures spread
 * over it, and of its sound as a whole.
 */
public final class FootageChecks {
  private FootageChecks() {}

  /** Looks and listens, and says what was found, well or not. */
  public static List<Finding> run(Footage footage, Album album, JobContext job) {
    Findings findings = new Findings(footage.frames(), album);
    Looks looks = Looks.at(footage, job);
    FormatChecks.run(footage, findings);
    PictureChecks.run(footage, looks, findings);
    FramingChecks.run(footage, looks, findings);
    SceneChecks.run(footage, looks, findings);
    SoundChecks.run(footage, findings, job);
    return findings.list();
  }
}
