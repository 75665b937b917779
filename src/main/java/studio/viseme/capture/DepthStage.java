package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.HeadSurface;
import studio.viseme.face.HeadSurfaceFitter;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.store.SafeTensors;

/**
 * Fits what depth needs beyond the pose: the closed surface of the head with hair and neck. The
 * depth of a frame is made of it when it is asked for, which is cheaper than reading it.
 */
final class DepthStage implements Stage {
  static final String NAME = "depth";

  private static final String FILE = "head-surface.safetensors";
  private static final String RADII = "radii";

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
    return List.of(ImportStage.NAME, LandmarkStage.NAME, PoseStage.NAME, ParsingStage.NAME);
  }

  @Override
  public void run(StageRun run) {
    CaptureFolder capture = run.capture();
    int fitFrames = capture.clip().firstHeldOutFrame();
    SkullEllipsoid skull =
        SkullEllipsoid.fit(capture.landmarks(), capture.head(), capture::parsing, fitFrames);
    HeadSurface surface =
        HeadSurfaceFitter.fit(
            capture.landmarks(), capture.head(), skull, capture::parsing, fitFrames);
    SafeTensors.writer()
        .floats(RADII, surface.radii(), HeadSurface.ROWS, HeadSurface.COLUMNS)
        .write(run.file(FILE));
  }

  static HeadSurface readSurface(Path folder) {
    return new HeadSurface(SafeTensors.read(folder.resolve(FILE)).floats(RADII));
  }
}
