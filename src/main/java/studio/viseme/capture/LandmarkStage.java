package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.LandmarkTrack;
import studio.viseme.face.SkinFlow;
import studio.viseme.face.tracking.FaceTracker;
import studio.viseme.job.JobException;
import studio.viseme.store.SafeTensors;

/** Tracks the face's 478 points through the clip, and how the skin moves. */
final class LandmarkStage implements Stage {
  static final String NAME = "landmarks";

  private static final String FILE = "landmarks.safetensors";
  private static final String POINTS = "points";
  private static final String SCORE = "score";
  private static final String FLOW = "flow";

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
    return List.of(ImportStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    FaceTrack face;
    try (FaceTracker tracker = new FaceTracker()) {
      face =
          tracker.track(
              capture.frames(),
              capture.segments(),
              capture.clip().firstHeldOutFrame(),
              (frame, points) -> show(frame, points, run.watcher()),
              run.job());
    }
    LandmarkTrack track = face.landmarks();
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
        .floats(FLOW, face.flow().moves(), track.frames(), SkinFlow.points().length, 2)
        .write(run.file(FILE));
  }

  private static void show(int frame, float[] points, StageWatcher watcher) {
    if (watcher.isLooking()) {
      watcher.tracked(frame, points.clone());
    }
  }

  static LandmarkTrack read(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(FILE));
    float[] score = file.floats(SCORE);
    return new LandmarkTrack(score.length, file.floats(POINTS), score);
  }

  static SkinFlow readFlow(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(FILE));
    return new SkinFlow((int) file.shape(FLOW)[0], file.floats(FLOW));
  }
}
