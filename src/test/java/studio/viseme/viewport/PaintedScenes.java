package studio.viseme.viewport;

import java.util.LinkedHashMap;
import java.util.Map;
import studio.viseme.face.FaceMesh;
import studio.viseme.image.FloatPlane;
import studio.viseme.image.GrayImage;
import studio.viseme.image.RgbImage;
import studio.viseme.math.HeadAngles;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * Scenes of painted pictures, one for each thing a renderer can do: colours that run, hard edges,
 * fine stripes and a round hole.
 */
public final class PaintedScenes {
  public static final Surface SURFACE = new Surface(160, 120, 1);

  private static final int WIDTH = 96;
  private static final int HEIGHT = 80;
  private static final PinholeCamera CAMERA = PinholeCamera.centered(WIDTH, HEIGHT, 160);
  private static final RigidTransform POSE =
      new RigidTransform(new HeadAngles(25, 10, 5).toRotation(), new Vec3(1, 1, 50));

  private PaintedScenes() {}

  /** By the name of what they show. */
  public static Map<String, Scene> all() {
    SceneImage second = new SceneImage(picture(10), null);
    Scene plain = Scene.of(picture(0));
    Map<String, Scene> scenes = new LinkedHashMap<>();
    scenes.put("image", plain);
    scenes.put("image-shrunk", plain.withView(new View(0.4, 0.5, 0.5)));
    scenes.put("image-enlarged", plain.withView(new View(6, 0.3, 0.6)));
    scenes.put("image-panned", plain.withView(new View(1.3, 0, 0.9)));
    scenes.put("transparent", Scene.of(new SceneImage(picture(0), hole())));
    scenes.put("split", plain.comparedWith(second, new Mode.Split(0.4)));
    scenes.put(
        "split-sizes", plain.comparedWith(new SceneImage(small(), null), new Mode.Split(0.5)));
    scenes.put("difference", plain.comparedWith(second, new Mode.Difference(3)));
    scenes.put("mesh", plain.withOverlays(Overlay.Mesh.ofFace(face(), 0xa0ffe040, 1.2)));
    scenes.put("axes", plain.withOverlays(new Overlay.PoseAxes(POSE, CAMERA, 9, 3)));
    scenes.put("labels", plain.withOverlays(new Overlay.Labels(labels(), Palette.REGIONS, 0.6)));
    scenes.put("mask", plain.withOverlays(new Overlay.Labels(hole(), Palette.MASK, 0.7)));
    scenes.put("heat", plain.withOverlays(new Overlay.HeatMap(depth(), 40, 60, 0.8)));
    scenes.put(
        "everything",
        plain
            .withView(new View(1.7, 0.45, 0.55))
            .comparedWith(second, new Mode.Split(0.7))
            .withOverlays(
                new Overlay.Labels(labels(), Palette.REGIONS, 0.3),
                Overlay.Mesh.ofFace(face(), 0x80ffffff, 1),
                new Overlay.PoseAxes(POSE, CAMERA, 9, 2)));
    return scenes;
  }

  /** Colours that run, stripes a pixel wide, and a disc. */
  public static RgbImage picture(int shift) {
    RgbImage image = new RgbImage(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean disc = Math.hypot(x - 30 - shift, y - 34) < 18;
        boolean stripe = x > 64 && y < 40 && x % 2 == 0;
        image.set(
            x,
            y,
            disc ? 230 : stripe ? 255 : 255 * x / WIDTH,
            disc ? 180 : stripe ? 255 : 255 * y / HEIGHT,
            disc ? 40 : stripe ? 255 : 90);
      }
    }
    return image;
  }

  private static RgbImage small() {
    RgbImage image = new RgbImage(24, 20);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 24; x++) {
        image.set(x, y, 10 * x, 240 - 10 * y, (x + y) % 2 * 200);
      }
    }
    return image;
  }

  private static GrayImage hole() {
    GrayImage mask = new GrayImage(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double inside = Math.hypot(x - 48, y - 40) - 22;
        mask.set(x, y, (int) Math.clamp(inside * 32 + 128, 0, 255));
      }
    }
    return mask;
  }

  private static GrayImage labels() {
    GrayImage labels = new GrayImage(WIDTH / 2, HEIGHT / 2);
    for (int y = 0; y < labels.height(); y++) {
      for (int x = 0; x < labels.width(); x++) {
        labels.set(x, y, x / 8 + y / 20);
      }
    }
    return labels;
  }

  private static FloatPlane depth() {
    FloatPlane depth = new FloatPlane(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double radius = Math.hypot(x - 48, y - 40);
        depth.set(x, y, radius > 36 ? Float.POSITIVE_INFINITY : (float) (36 + 0.8 * radius));
      }
    }
    depth.set(48, 40, Float.NaN);
    return depth;
  }

  /** The canonical face as the camera sees it. */
  public static float[] face() {
    float[] shape = FaceMesh.canonicalShape();
    float[] points = new float[shape.length];
    for (int i = 0; i < shape.length; i += 3) {
      Vec3 p = POSE.apply(new Vec3(shape[i], shape[i + 1], shape[i + 2]));
      points[i] = (float) CAMERA.projectX(p);
      points[i + 1] = (float) CAMERA.projectY(p);
    }
    return points;
  }
}
