package studio.viseme.capture;

import java.util.List;
import studio.viseme.capture.check.Album;
import studio.viseme.capture.check.Finding;
import studio.viseme.capture.check.Fix;
import studio.viseme.capture.check.Footage;
import studio.viseme.capture.check.FootageChecks;
import studio.viseme.face.FaceBox;
import studio.viseme.image.Rectangle;

/** Says of the imported clip what may be wrong with it. Nothing reads it but people. */
final class ImportChecksStage implements Stage {
  static final String NAME = "import-checks";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME, SpeechStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    ClipInfo clip = capture.clip();
    SourceFacts facts = capture.source();
    Footage.Source source =
        new Footage.Source(
            clip.sourceWidth(),
            clip.sourceHeight(),
            framing(clip),
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
        new Footage(
            capture.frames(),
            ClipInfo.FPS,
            capture.segments(),
            capture.voiceActivity(),
            sound(capture),
            source);
    List<Finding> findings =
        FootageChecks.run(footage, new Album(run.folder(), "capture/" + NAME + "/"), run.job());
    Checks.write(findings, run);
  }

  private static Footage.Framing framing(ClipInfo clip) {
    return new Footage.Framing() {
      @Override
      public Rectangle shown() {
        return clip.crop();
      }

      @Override
      public Fix.Crop proposal(List<Rectangle> faces, boolean alone) {
        List<FaceBox> seen = faces.stream().map(FaceBox::of).toList();
        return HeadCrop.fix(seen, alone, clip.sourceWidth(), clip.sourceHeight());
      }
    };
  }

  private static Footage.Sound sound(CaptureFolder capture) {
    return new Footage.Sound() {
      @Override
      public long samples() {
        return capture.clip().speechSamples();
      }

      @Override
      public float[] read(long first, int count) {
        return capture.speech(first, count);
      }
    };
  }
}
