package studio.viseme.capture;

import java.nio.file.Path;
import java.util.List;
import studio.viseme.face.SkullEllipsoid;
import studio.viseme.face.depth.HeadMesh;
import studio.viseme.face.depth.HeadSurface;
import studio.viseme.face.depth.HeadSurfaceFitter;
import studio.viseme.face.depth.HeadTexture;
import studio.viseme.image.Png;
import studio.viseme.store.AtomicFiles;
import studio.viseme.store.SafeTensors;

/**
 * Fits what depth needs beyond the pose: the closed surface of the head with hair and neck, and the
 * same as a mesh with the person's own colours, to be drawn from any side. The depth of a frame is
 * made of it when it is asked for, which is cheaper than reading it.
 */
final class DepthStage implements Stage {
  static final String NAME = "depth";

  private static final String FILE = "head-surface.safetensors";
  private static final String RADII = "radii";
  private static final String MESH = "head-mesh.safetensors";
  private static final String TEXTURE = "head-texture.png";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 6;
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
    run.job().checkpoint();
    HeadMesh mesh =
        HeadTexture.mesh(
            surface,
            capture.frames(),
            capture.landmarks(),
            capture.head(),
            capture::parsing,
            fitFrames,
            run.job());
    SafeTensors.writer()
        .floats("vertices", mesh.vertices(), mesh.vertices().length / 3, 3)
        .floats("uv", mesh.uv(), mesh.uv().length / 2, 2)
        .ints("triangles", mesh.triangles(), mesh.triangles().length / 3, 3)
        .write(run.file(MESH));
    AtomicFiles.write(run.file(TEXTURE), Png.encode(mesh.texture()));
  }

  static HeadMesh readMesh(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(MESH));
    return new HeadMesh(
        file.floats("vertices"),
        file.floats("uv"),
        file.ints("triangles"),
        Png.read(folder.resolve(TEXTURE)));
  }

  static HeadSurface readSurface(Path folder) {
    return new HeadSurface(SafeTensors.read(folder.resolve(FILE)).floats(RADII));
  }
}
