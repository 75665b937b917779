package studio.viseme.avatar.syncgaussian;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import studio.viseme.avatar.PoseCorrections;
import studio.viseme.capture.Capture;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;
import studio.viseme.compute.SplatView;
import studio.viseme.image.Rectangle;
import studio.viseme.image.RgbImage;
import studio.viseme.math.PinholeCamera;
import studio.viseme.math.RigidTransform;

/**
 * How far a rendered head is from a filmed one, where that is seen, as a function of its pose: half
 * the squared difference of the pictures in standard deviations, its gradient, and its curvature.
 *
 * <p>The Gaussians are deformed once a frame; a pose only draws them anew.
 */
final class PoseObjective implements AutoCloseable {
  private static final int SIZE = PoseCorrections.SIZE;

  /** What a pixel of a good rendering is off by, 0..1. */
  private static final double NOISE = 0.05;

  /** How many values err alike: the colours of a patch of four by four. */
  private static final double ALIKE = 50;

  /** 1 / variance of a value that counts for itself. */
  private static final double SCALE = 1 / (NOISE * NOISE * ALIKE);

  /** Steps of the finite differences, about half a pixel of 256: radians and centimetres. */
  private static final double[] STEPS = {2e-3, 2e-3, 2e-3, 0.03, 0.03, 0.3};

  private final BatchOperations ops;
  private final HeadModel model;
  private final Knowledge knowledge;
  private final Capture capture;
  private final FilmedHead.Sight sight;
  private final IntFunction<float[]> spoken;
  private final PinholeCamera camera;
  private final RgbImage plate;

  // Pictures, each with room for the whole frame; a frame uses the front of them.
  private final Picture target;
  private final Picture behind;
  private final Picture weights;
  private final Picture drawn;
  private final Picture error;
  private final Picture gradient;
  private final Picture scratch;
  private final List<Picture> slopes;

  // What the splatter insists on telling besides the pose's gradient.
  private final Batch gaussians;

  private final Batch poseGradient;
  private final Batch sums;

  private Rectangle box = new Rectangle(0, 0, 1, 1);

  /**
   * @param model whose pose map is 0; its pictures are of the camera's size from now on
   * @param sight how much of a filmed head is seen
   * @param spoken the speech part of a frame's condition
   * @param camera of the pictures that are compared
   */
  PoseObjective(
      HeadModel model,
      Knowledge knowledge,
      Capture capture,
      FilmedHead.Sight sight,
      IntFunction<float[]> spoken,
      PinholeCamera camera) {
    Engine engine = model.engine;
    this.ops = engine.batches();
    this.model = model;
    this.knowledge = knowledge;
    this.capture = capture;
    this.sight = sight;
    this.spoken = spoken;
    this.camera = camera;
    model.scale((double) camera.width() / knowledge.camera().width());
    this.plate = FilmedHead.scaled(capture.plate(), camera);
    this.target = room(3);
    this.behind = room(3);
    this.weights = room(1);
    this.drawn = room(4);
    this.error = room(3);
    this.gradient = room(4);
    this.scratch = room(1);
    this.slopes = IntStream.range(0, SIZE).mapToObj(k -> room(3)).toList();
    int room = model.head.capacity + model.mouth.capacity;
    this.gaussians = Batch.allocate(engine, Gaussians.CHANNELS, room);
    this.poseGradient = Batch.vector(engine.floats(SIZE));
    this.sums = Batch.vector(engine.floats(SIZE * SIZE));
  }

  private Picture room(int channels) {
    return Picture.allocate(model.engine, channels, camera.width(), camera.height());
  }

  /** The front of a picture, as large as the frame's box. */
  private Picture sized(Picture room) {
    return Picture.of(room.buffer(), room.asBatch().channels(), box.width(), box.height());
  }

  private Batch batch(Picture room) {
    return sized(room).asBatch();
  }

  /**
   * Takes up a frame.
   *
   * @param pose about where the head stands
   */
  void look(int frame, RigidTransform pose) {
    FilmedHead filmed = FilmedHead.of(capture, frame, sight, camera, plate);
    box = filmed.box();
    sized(target).upload(filmed.target());
    sized(behind).upload(filmed.behind());
    sized(weights).upload(filmed.weights());
    model.deform(knowledge.states().of(pose, spoken.apply(frame), filmed.upperFace()), true);
  }

  /** Draws the head at a pose, and says how far it is from the filmed one. */
  double at(RigidTransform pose) {
    Picture head = sized(drawn);
    model.draw(new SplatView(camera, pose, box), head);
    Batch difference = batch(error);
    HeadModel.layOver(ops, head.asBatch(), batch(behind), batch(scratch), difference);
    ops.accumulate(-1, batch(target), difference);
    ops.multiply(difference, batch(weights), difference);
    ops.dot(difference, difference, sums.items(0, 1));
    return 0.5 * SCALE * sums.items(0, 1).download()[0];
  }

  /** The gradient of the latest {@link #at} by the pose's six numbers. */
  double[] gradient() {
    Batch difference = batch(error);
    Batch out = batch(gradient);
    Batch lost = batch(scratch);
    ops.channelDots(difference, batch(behind), lost);
    ops.copy(difference, out.channels(0, 3));
    ops.fill(out.channels(3, 4), 0);
    ops.accumulate(-1, lost, out.channels(3, 4));
    model
        .splatter()
        .backward(
            sized(gradient), Gaussians.of(gaussians.first(model.count())), poseGradient, null);
    float[] sum = poseGradient.download();
    return IntStream.range(0, SIZE).mapToDouble(k -> SCALE * sum[k]).toArray();
  }

  /** JᵀJ at a pose (Gauss–Newton), by central differences of the picture: 6 × 6, row-major. */
  double[] curvature(RigidTransform pose) {
    for (int k = 0; k < SIZE; k++) {
      float[] step = new float[SIZE];
      step[k] = (float) STEPS[k];
      at(PoseCorrections.moved(pose, step, 0));
      ops.copy(batch(error), batch(slopes.get(k)));
      step[k] = -step[k];
      at(PoseCorrections.moved(pose, step, 0));
      ops.accumulate(-1, batch(error), batch(slopes.get(k)));
    }
    for (int i = 0; i < SIZE * SIZE; i++) {
      ops.dot(batch(slopes.get(i / SIZE)), batch(slopes.get(i % SIZE)), sums.items(i, i + 1));
    }
    float[] products = sums.download();
    double[] curvature = new double[SIZE * SIZE];
    for (int i = 0; i < curvature.length; i++) {
      curvature[i] = SCALE * products[i] / (4 * STEPS[i / SIZE] * STEPS[i % SIZE]);
    }
    return curvature;
  }

  @Override
  public void close() {
    Stream.concat(
            slopes.stream(), Stream.of(target, behind, weights, drawn, error, gradient, scratch))
        .forEach(picture -> picture.buffer().close());
    for (Batch batch : List.of(gaussians, poseGradient, sums)) {
      batch.buffer().close();
    }
  }
}
