package studio.viseme.avatar.syncgaussian;

import java.util.List;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatView;
import studio.viseme.face.FaceMesh;
import studio.viseme.face.HeadMask;
import studio.viseme.face.UpperFace;
import studio.viseme.image.GrayImage;
import studio.viseme.image.Rectangle;
import studio.viseme.image.Resampling;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;
import studio.viseme.math.Vec3;

/**
 * One frame of a clip above the nose tip, filmed and rendered, and how the difference between them
 * changes with the head's pose.
 *
 * <p>Nothing below the nose is read, not even to choose the region: it follows from the tracked
 * pose. So a held-out frame may be looked at. The head is laid over the real frame outside the
 * parsed head and over the plate inside it, as in training; a silhouette that is out of place then
 * differs on both sides.
 */
final class UpperHead implements AutoCloseable {
  /** Half the width of what is looked at, from the middle of the skull, centimetres. */
  private static final double REACH = 16;

  private static final Vec3 SKULL = new Vec3(0, 3.5, -4);
  private static final Vec3 UP = new Vec3(0, 1, 0);

  /** Room between the nose tip and the first pixel used: no pixel may mix with one below, px. */
  private static final double MARGIN = 2;

  /** What a pixel of a good rendering is off by, 0..1, and how many pixels err alike. */
  private static final double NOISE = 0.05;

  private static final double ALIKE = 50;

  /** Steps of the finite differences: about half a pixel of 256, radians and centimetres. */
  private static final double[] STEPS = {2e-3, 2e-3, 2e-3, 0.03, 0.03, 0.3};

  private final Engine engine;
  private final BatchOperations ops;
  private final HeadModel model;
  private final Knowledge knowledge;
  private final PinholeCamera camera;
  private final float[] code;

  private final Floats3 pictures;
  private final Batch headGradient;
  private final Batch mouthGradient;
  private final Batch poseGradient;
  private final Batch mouthPoseGradient;
  private final Batch sum;

  private Rectangle box = new Rectangle(0, 0, 1, 1);
  private UpperFace upperFace = new UpperFace(0, 0, 0, 0, 0);

  /** Buffers of pictures, each with room for the whole frame. */
  private record Floats3(
      Picture target,
      Picture behind,
      Picture weights,
      Picture drawn,
      Picture error,
      Picture gradient,
      Picture head,
      Picture mouth,
      List<Picture> slopes) {}

  /**
   * @param camera of the pictures that are compared; the model's dilation is for just these
   */
  UpperHead(HeadModel model, Knowledge knowledge, PinholeCamera camera) {
    this.engine = model.engine;
    this.ops = engine.batches();
    this.model = model;
    this.knowledge = knowledge;
    this.camera = camera;
    this.code = new float[knowledge.face().dims()];
    this.pictures =
        new Floats3(
            room(3),
            room(3),
            room(1),
            room(4),
            room(3),
            room(4),
            room(4),
            room(4),
            java.util.stream.IntStream.range(0, PoseSpace.SIZE).mapToObj(k -> room(3)).toList());
    this.headGradient = Batch.allocate(engine, Gaussians.CHANNELS, model.head.capacity);
    this.mouthGradient = Batch.allocate(engine, Gaussians.CHANNELS, model.mouth.capacity);
    this.poseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
    this.mouthPoseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
    this.sum = Batch.vector(engine.floats(PoseSpace.SIZE * PoseSpace.SIZE));
  }

  private Picture room(int channels) {
    return Picture.allocate(engine, channels, camera.width(), camera.height());
  }

  /** Takes up a frame. */
  void look(Capture capture, int frame) {
    RigidTransform pose = capture.head().poses().get(frame);
    upperFace = capture.upperFace(frame);
    Vec3 tip =
        pose.apply(
            new Vec3(
                capture.head().shape()[FaceMesh.NOSE_TIP * 3],
                capture.head().shape()[FaceMesh.NOSE_TIP * 3 + 1],
                capture.head().shape()[FaceMesh.NOSE_TIP * 3 + 2]));
    Vec3 above = tip.plus(pose.rotation().rotate(UP));
    double upX = camera.projectX(above) - camera.projectX(tip);
    double upY = camera.projectY(above) - camera.projectY(tip);
    double length = Math.max(1e-6, Math.hypot(upX, upY));
    box = box(pose, tip);

    RgbImage picture =
        Resampling.area(capture.frames().frame(frame), camera.width(), camera.height());
    RgbImage plate = Resampling.area(capture.plate(), camera.width(), camera.height());
    GrayImage mask =
        Resampling.area(HeadMask.of(capture.parsing(frame)), camera.width(), camera.height());
    int pixels = box.width() * box.height();
    float[] target = new float[3 * pixels];
    float[] behind = new float[3 * pixels];
    float[] weights = new float[pixels];
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        int i = y * box.width() + x;
        double dx = box.x() + x + 0.5 - camera.projectX(tip);
        double dy = box.y() + y + 0.5 - camera.projectY(tip);
        if ((dx * upX + dy * upY) / length < MARGIN) {
          continue;
        }
        weights[i] = 1;
        float inside = (mask.get(box.x() + x, box.y() + y) & 0xff) / 255f;
        for (int c = 0; c < 3; c++) {
          float real = picture.get(box.x() + x, box.y() + y, c) / 255f;
          float empty = plate.get(box.x() + x, box.y() + y, c) / 255f;
          target[c * pixels + i] = real;
          behind[c * pixels + i] = real + inside * (empty - real);
        }
      }
    }
    sized(pictures.target).upload(target);
    sized(pictures.behind).upload(behind);
    sized(pictures.weights).upload(weights);
  }

  /** A square around the skull, cut off at the nose tip's lowest row. */
  private Rectangle box(RigidTransform pose, Vec3 tip) {
    Vec3 middle = pose.apply(SKULL);
    double reach = REACH * camera.focal() / middle.z();
    double x = camera.projectX(middle);
    double y = camera.projectY(middle);
    int left = (int) Math.clamp(Math.floor(x - reach), 0, camera.width() - 2);
    int top = (int) Math.clamp(Math.floor(y - reach), 0, camera.height() - 2);
    int right = (int) Math.clamp(Math.ceil(x + reach), left + 1, camera.width());
    int bottom =
        (int)
            Math.clamp(
                Math.ceil(Math.min(y + reach, camera.projectY(tip) + reach / 2)),
                top + 1,
                camera.height());
    return new Rectangle(left, top, right - left, bottom - top);
  }

  private Picture sized(Picture room) {
    return Picture.of(room.buffer(), room.asBatch().channels(), box.width(), box.height());
  }

  /**
   * Renders the head at a pose.
   *
   * @return half the squared error, in standard deviations of what is noise
   */
  double render(RigidTransform pose) {
    Picture drawn = sized(pictures.drawn);
    float[] state = knowledge.states().of(pose, code, upperFace);
    model.forward(state, new SplatView(camera, pose, box), true, drawn);
    Batch error = sized(pictures.error).asBatch();
    shown(drawn, error);
    ops.accumulate(-1, sized(pictures.target).asBatch(), error);
    ops.multiply(error, sized(pictures.weights).asBatch(), error);
    ops.dot(error, error, sum.items(0, 1));
    return 0.5 * scale() * sum.items(0, 1).download()[0];
  }

  private static double scale() {
    return 1 / (NOISE * NOISE * ALIKE);
  }

  /** out = the head laid over what is behind it. */
  private void shown(Picture drawn, Batch out) {
    Batch through = sized(pictures.gradient).asBatch().channels(0, 1);
    ops.fill(through, 1);
    ops.accumulate(-1, drawn.asBatch().channels(3, 4), through);
    ops.copy(drawn.asBatch().channels(0, 3), out);
    ops.multiplyAccumulate(sized(pictures.behind).asBatch(), through, out);
  }

  /** The gradient of the latest {@link #render} by the pose. */
  double[] gradient() {
    Batch error = sized(pictures.error).asBatch();
    Batch out = sized(pictures.gradient).asBatch();
    ops.copy(error, out.channels(0, 3));
    Batch through = sized(pictures.slopes.getFirst()).asBatch().channels(0, 1);
    ops.channelDots(error, sized(pictures.behind).asBatch(), through);
    ops.fill(out.channels(3, 4), 0);
    ops.accumulate(-1, through, out.channels(3, 4));

    HeadModel.Pictures drawn = model.pictures(box.width(), box.height());
    Picture head = sized(pictures.head);
    Picture mouth = sized(pictures.mouth);
    HeadTraining.split(ops, out, drawn, head, mouth, through);
    model.headSplatter.backward(
        head, Gaussians.of(headGradient.first(model.head.count())), poseGradient, null);
    model.mouthSplatter.backward(
        mouth, Gaussians.of(mouthGradient.first(model.mouth.count())), mouthPoseGradient, null);
    ops.accumulate(1, mouthPoseGradient, poseGradient);
    float[] g = poseGradient.download();
    double[] gradient = new double[g.length];
    for (int k = 0; k < g.length; k++) {
      gradient[k] = scale() * g[k];
    }
    return gradient;
  }

  /** JᵀJ at a pose, by central differences of the picture; 6 × 6. */
  double[] curvature(RigidTransform pose) {
    int n = PoseSpace.SIZE;
    for (int k = 0; k < n; k++) {
      float[] step = new float[n];
      step[k] = (float) STEPS[k];
      Batch slope = sized(pictures.slopes.get(k)).asBatch();
      render(studio.viseme.avatar.PoseCorrections.moved(pose, step, 0));
      ops.copy(sized(pictures.error).asBatch(), slope);
      step[k] = (float) -STEPS[k];
      render(studio.viseme.avatar.PoseCorrections.moved(pose, step, 0));
      ops.accumulate(-1, sized(pictures.error).asBatch(), slope);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int at = i * n + j;
        ops.dot(
            sized(pictures.slopes.get(i)).asBatch(),
            sized(pictures.slopes.get(j)).asBatch(),
            sum.items(at, at + 1));
      }
    }
    float[] products = sum.download();
    double[] curvature = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        curvature[i * n + j] = scale() * products[i * n + j] / (4 * STEPS[i] * STEPS[j]);
      }
    }
    return curvature;
  }

  @Override
  public void close() {
    List<Picture> all =
        List.of(
            pictures.target,
            pictures.behind,
            pictures.weights,
            pictures.drawn,
            pictures.error,
            pictures.gradient,
            pictures.head,
            pictures.mouth);
    all.forEach(picture -> picture.buffer().close());
    pictures.slopes.forEach(picture -> picture.buffer().close());
    for (Batch batch : List.of(headGradient, mouthGradient, poseGradient, mouthPoseGradient, sum)) {
      batch.buffer().close();
    }
  }
}
