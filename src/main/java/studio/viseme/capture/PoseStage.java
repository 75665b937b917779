package studio.viseme.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import studio.viseme.face.FaceTrack;
import studio.viseme.face.HeadTrack;
import studio.viseme.face.tracking.HeadFitter;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.Quaternion;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.project.ProjectFolder;
import studio.viseme.store.SafeTensors;

/** Fits the head's pose in every frame, with the person's shape and the camera. */
final class PoseStage implements Stage {
  static final String NAME = "pose";

  private static final String FILE = "pose.safetensors";
  private static final String POSES = "poses";
  private static final String SHAPE = "shape";
  private static final int POSE_VALUES = 7;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public List<String> inputs() {
    return List.of(ImportStage.NAME, LandmarkStage.NAME);
  }

  @Override
  public Map<String, String> parameters(ProjectFolder project) {
    OptionalDouble degrees = ImportOptions.of(project).fieldOfView();
    return degrees.isPresent() ? Map.of("fov", Double.toString(degrees.getAsDouble())) : Map.of();
  }

  @Override
  public void run(StageRun run) {
    ClipInfo clip = run.capture().clip();
    FaceTrack face = run.capture().face();
    OptionalDouble degrees = ImportOptions.of(run.project()).fieldOfView();
    PinholeCamera guess =
        degrees.isPresent()
            ? camera(clip, degrees.getAsDouble())
            : PinholeCamera.centered(
                clip.width(), clip.height(), HeadFitter.USUAL_FOCAL * clip.width());
    HeadTrack head =
        HeadFitter.fit(
            face,
            run.capture().frames(),
            guess,
            degrees.isPresent(),
            clip.firstHeldOutFrame(),
            run.job());
    write(head, run.file(FILE));
  }

  /**
   * The camera whose whole picture spans {@code degrees} from side to side, as seen through the
   * crop.
   */
  private static PinholeCamera camera(ClipInfo clip, double degrees) {
    double scale = (double) clip.width() / clip.crop().width();
    double focal = clip.sourceWidth() / 2.0 / Math.tan(Math.toRadians(degrees / 2));
    return new PinholeCamera(
        clip.width(),
        clip.height(),
        focal * scale,
        (clip.sourceWidth() / 2.0 - clip.crop().x()) * scale,
        (clip.sourceHeight() / 2.0 - clip.crop().y()) * scale);
  }

  private static void write(HeadTrack head, Path file) {
    float[] poses = new float[head.poses().size() * POSE_VALUES];
    for (int i = 0; i < head.poses().size(); i++) {
      Quaternion q = head.poses().get(i).rotation();
      Vec3 t = head.poses().get(i).translation();
      double[] values = {q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z()};
      for (int k = 0; k < POSE_VALUES; k++) {
        poses[i * POSE_VALUES + k] = (float) values[k];
      }
    }
    PinholeCamera camera = head.camera();
    SafeTensors.writer()
        .floats(POSES, poses, head.poses().size(), POSE_VALUES)
        .floats(SHAPE, head.shape(), HeadTrack.SHAPE_POINTS, 3)
        .metadata("width", Integer.toString(camera.width()))
        .metadata("height", Integer.toString(camera.height()))
        .metadata("focal", Double.toString(camera.focal()))
        .metadata("centerX", Double.toString(camera.centerX()))
        .metadata("centerY", Double.toString(camera.centerY()))
        .metadata("reprojectionRmse", Double.toString(head.reprojectionRmse()))
        .write(file);
  }

  static HeadTrack read(Path folder) {
    SafeTensors file = SafeTensors.read(folder.resolve(FILE));
    float[] values = file.floats(POSES);
    List<RigidTransform> poses = new ArrayList<>();
    for (int i = 0; i < values.length; i += POSE_VALUES) {
      Quaternion rotation =
          new Quaternion(values[i], values[i + 1], values[i + 2], values[i + 3]).normalized();
      poses.add(
          new RigidTransform(rotation, new Vec3(values[i + 4], values[i + 5], values[i + 6])));
    }
    Map<String, String> camera = file.metadata();
    return new HeadTrack(
        new PinholeCamera(
            Integer.parseInt(camera.get("width")),
            Integer.parseInt(camera.get("height")),
            Double.parseDouble(camera.get("focal")),
            Double.parseDouble(camera.get("centerX")),
            Double.parseDouble(camera.get("centerY"))),
        poses,
        file.floats(SHAPE),
        Double.parseDouble(camera.get("reprojectionRmse")));
  }
}
