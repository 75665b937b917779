package studio.viseme.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import studio.viseme.capture.check.Album;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.LipSyncCheck;
import studio.viseme.capture.check.Tracking;
import studio.viseme.capture.check.TrackingChecks;
import studio.viseme.face.expression.UpperFace;
import studio.viseme.job.JobContext;

/** Says of the tracked clip what may be wrong with it. Nothing reads it but people. */
final class TrackingChecksStage implements Stage {
  static final String NAME = "tracking-checks";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 5;
  }

  @Override
  public List<String> inputs() {
    return List.of(
        ImportStage.NAME,
        LandmarkStage.NAME,
        PoseStage.NAME,
        ExpressionStage.NAME,
        SpeechStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    ClipInfo clip = capture.clip();
    float[] lids = new float[clip.frames()];
    for (int frame = 0; frame < lids.length; frame++) {
      UpperFace face = capture.upperFace(frame);
      lids[frame] = (face.lidLeft() + face.lidRight()) / 2;
    }
    Tracking tracking =
        new Tracking(
            capture.frames(),
            ClipInfo.FPS,
            clip.firstHeldOutFrame(),
            capture.landmarks(),
            capture.head(),
            lids,
            capture.voiceActivity());
    List<Finding> findings =
        new ArrayList<>(
            TrackingChecks.run(
                tracking, new Album(run.folder(), "capture/" + NAME + "/"), run.job()));
    findings.add(lipSync(capture, run.job()));
    Checks.write(findings, run);
  }

  private static Finding lipSync(CaptureFolder capture, JobContext job) {
    boolean[] speaks = capture.voiceActivity();
    int frames = Math.min(capture.clip().firstHeldOutFrame(), LipSyncCheck.MOST_FRAMES);
    long samples = Math.min(capture.clip().speechSamples(), ClipInfo.samples(frames));
    return LipSyncCheck.of(
        capture.landmarks(),
        capture.head(),
        Arrays.copyOf(speaks, frames),
        capture.speech(0, (int) samples),
        capture.soundShift().frames(),
        job.workers());
  }
}
