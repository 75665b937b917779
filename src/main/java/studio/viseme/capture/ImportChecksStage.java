package studio.viseme.capture;

import java.util.List;
import studio.viseme.capture.check.Album;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Footage;
import studio.viseme.capture.check.FootageChecks;

/** Says of the imported clip what may be wrong with it. Nothing reads it but people. */
final class ImportChecksStage implements Stage {
  static final String NAME = "import-checks";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    ClipInfo clip = capture.clip();
    int[] segments = new int[clip.frames()];
    for (int frame = 0; frame < segments.length; frame++) {
      segments[frame] = capture.segment(frame);
    }
    SourceFacts facts = capture.source();
    Footage.Source source =
        new Footage.Source(
            clip.sourceWidth(),
            clip.sourceHeight(),
            (double) clip.crop().width() / clip.width(),
            facts.picture(),
            clip.sourceFps(),
            facts.variableFrameRate(),
            facts.longestInterval(),
            facts.damagedPictures(),
            facts.startSeconds(),
            facts.audioTrack(),
            facts.silenceSeconds(),
            facts.tracks());
    Footage footage =
        new Footage(capture.frames(), ClipInfo.FPS, segments, capture.speech(), source);
    List<Finding> findings =
        FootageChecks.run(footage, new Album(run.folder(), "capture/" + NAME + "/"), run.job());
    Checks.write(findings, run);
  }
}
