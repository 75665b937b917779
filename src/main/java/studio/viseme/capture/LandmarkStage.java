package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.FaceTracker;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.job.JobException;
import studio.viseme.store.SafeTensors;

/** Tracks the face's 478 points through the clip. */
final class LandmarkStage implements Stage {
  static final String NAME = "landmarks";

  private static final String FILE = "landmarks.safetensors";
  private static final String POINTS = "points";
  private static final String SCORE = "score";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    LandmarkTrack track;
    try (FaceTracker tracker = new FaceTracker()) {
      track = tracker.track(capture.frames(), capture.clip().firstHeldOutFrame(), run.job());
    }
    int lost = 0;
    for (int frame = 0; frame < track.frames(); frame++) {
      lost += track.found(frame) ? 0 : 1;
    }
    if (2 * lost > track.frames()) {
      throw JobException.input(
          "No face is found in %d of %d frames".formatted(lost, track.frames()),
          run.project().source(),
          "use a video that shows one person's face throughout");
    }
    if (lost > 0) {
      run.job()
          .warn(
              "no face is found in %d of %d frames; they are left out"
                  .formatted(lost, track.frames()));
    }
    SafeTensors.writer()
        .floats(POINTS, track.points(), track.frames(), LandmarkTrack.POINTS, 3)
        .floats(SCORE, track.score())
        .write(run.file(FILE));
  }

  static LandmarkTrack read(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(FILE));
    float[] score = file.floats(SCORE);
    return new LandmarkTrack(score.length, file.floats(POINTS), score);
  }
}
