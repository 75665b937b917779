package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.store.Json;

/**
 * Fits what depth needs beyond the pose: the ellipsoid that stands for skull and hair. The depth of
 * a frame is made of it when it is asked for, which is cheaper than reading it.
 */
final class DepthStage implements Stage {
  static final String NAME = "depth";

  private static final String FILE = "skull.json";

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
    return List.of(ImportStage.NAME, LandmarkStage.NAME, PoseStage.NAME, ParsingStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    int fitFrames = capture.clip().firstHeldOutFrame();
    SkullEllipsoid skull =
        SkullEllipsoid.fit(capture.landmarks(), capture.head(), capture::parsing, fitFrames);
    Json.write(run.file(FILE), skull);
  }

  static SkullEllipsoid read(Path folder) {
    return Json.read(folder.resolve(FILE), SkullEllipsoid.class);
  }
}
