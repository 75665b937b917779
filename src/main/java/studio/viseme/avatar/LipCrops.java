package studio.viseme.avatar;

import java.util.Arrays;
import studio.viseme.capture.Capture;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadTrack;
import studio.viseme.image.AffineMap;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.job.JobContext;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;
import studio.viseme.speech.se4lip.LipPictures;

/**
 * Cuts a clip's lips out for the lip net: upright, at one scale, where the mouth is at rest on this
 * person's head. The place comes from the head's pose alone: a mouth that opens stays where it is,
 * and moves in the picture.
 */
public final class LipCrops {
  /** Width of what is cut out, centimetres: lips are some five. */
  private static final double WIDTH = 10;

  /** How far below the lips' middle the cut's middle lies, centimetres: jaws open downwards. */
  private static final double DOWN = 0.6;

  private LipCrops() {}

  /** The lips of all usable frames before the held-out ones. */
  public static LipPictures ofTrainingFrames(Capture capture, JobContext job) {
    return of(capture, capture.clip().firstHeldOutFrame(), job);
  }

  /** The lips of frame 0 … {@code end − 1}; those of held-out frames are for measuring only. */
  public static LipPictures of(Capture capture, int end, JobContext job) {
    byte[][] pictures = new byte[end][0];
    int[] segments = new int[end];
    try (JobContext.Task task = job.task("lips", end, "frames")) {
      for (int frame = 0; frame < end; frame++) {
        segments[frame] = capture.segment(frame);
        if (capture.usable(frame)) {
          pictures[frame] = cut(capture.frames().frame(frame), capture.head(), frame);
        }
        task.advance();
      }
    }
    return new LipPictures(pictures, Arrays.copyOf(capture.voiceActivity(), end), segments);
  }

  private static byte[] cut(RgbImage image, HeadTrack head, int frame) {
    AffineMap map = toFrame(head, frame);
    int width = LipPictures.WIDTH;
    int height = LipPictures.HEIGHT;
    byte[] pixels = Resampling.warp(image, map, width, height, Resampling.Border.CLAMP).data();
    byte[] planes = new byte[LipPictures.SIZE];
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < 3; c++) {
        planes[c * width * height + i] = pixels[3 * i + c];
      }
    }
    return planes;
  }

  /** Where a pixel of the cut lies in the frame. */
  private static AffineMap toFrame(HeadTrack head, int frame) {
    double x = 0;
    double y = 0;
    double z = 0;
    int[] lips = FaceMesh.lipsOuter();
    for (int point : lips) {
      x += head.shape()[3 * point] / lips.length;
      y += head.shape()[3 * point + 1] / lips.length;
      z += head.shape()[3 * point + 2] / lips.length;
    }
    PinholeCamera camera = head.camera();
    RigidTransform pose = head.poses().get(frame);
    Vec3 middle = pose.apply(new Vec3(x, y - DOWN, z));
    Vec3 right = pose.apply(new Vec3(x + 1, y - DOWN, z));
    Vec3 up = pose.apply(new Vec3(x, y - DOWN + 1, z));
    double x0 = camera.projectX(middle);
    double y0 = camera.projectY(middle);
    double pixel = WIDTH / LipPictures.WIDTH;
    double xx = pixel * (camera.projectX(right) - x0);
    double yx = pixel * (camera.projectY(right) - y0);
    double xy = -pixel * (camera.projectX(up) - x0);
    double yy = -pixel * (camera.projectY(up) - y0);
    return new AffineMap(xx, xy, x0, yx, yy, y0)
        .times(AffineMap.translation(-LipPictures.WIDTH / 2.0, -LipPictures.HEIGHT / 2.0));
  }
}
