package studio.viseme.avatar.syncgaussian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import studio.viseme.compute.Adam;
import studio.viseme.compute.AdamSettings;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Gaussians;
import studio.viseme.compute.Picture;

/** The gradient of {@link HeadModel#forward} and the step along it. */
final class HeadTraining implements AutoCloseable {
  /** The maps of pose and torso wait until the head is roughly there. */
  private static final int MAPS_FROM_STEP = 200;

  final HeadModel model;
  final BranchTraining head;
  final BranchTraining mouth;
  final FieldTraining headField;
  final FieldTraining mouthField;
  final Parameter poseMap;
  final Parameter torsoMap;

  private final Adam adam;
  private final BatchOperations ops;
  private final Batch torsoGradient;
  private final Batch poseGradient;

  /** Of both branches: the head's Gaussians, then the mouth's. */
  private final Batch gradients;

  private final Batch statistics;
  private boolean mapsPoses = true;

  HeadTraining(HeadModel model) {
    Engine engine = model.engine;
    this.model = model;
    this.ops = engine.batches();
    this.adam = engine.adam(AdamSettings.standard());
    this.head = new BranchTraining(engine, model.head);
    this.mouth = new BranchTraining(engine, model.mouth);
    this.headField = new FieldTraining(engine, model.headField, model.head);
    this.mouthField = new FieldTraining(engine, model.mouthField, model.mouth);
    this.poseMap = new Parameter(engine, model.poseMap);
    this.torsoMap = new Parameter(engine, model.torsoMap);
    this.torsoGradient = Batch.vector(engine.floats(PoseSpace.AFFINE));
    this.poseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
    int room = model.head.capacity + model.mouth.capacity;
    this.gradients = Batch.allocate(engine, Gaussians.CHANNELS, room);
    this.statistics = Batch.allocate(engine, BranchTraining.STATISTICS, room);
  }

  /** The trained vectors, by the names of {@link HeadModel#vectors()}. */
  Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    headField.parameters().forEach((name, values) -> all.put(HeadModel.HEAD + name, values));
    mouthField.parameters().forEach((name, values) -> all.put(HeadModel.MOUTH + name, values));
    all.put(HeadModel.POSE_MAP, poseMap);
    all.put(HeadModel.TORSO_MAP, torsoMap);
    return all;
  }

  /**
   * Takes the gradient of the latest forward.
   *
   * @param rgbaGradient of the composed picture
   * @param throughFields whether fields and torso take theirs: not where the forward showed the
   *     canonical Gaussians, and for nothing where colours alone are about to change
   */
  void backward(Picture rgbaGradient, boolean throughFields) {
    int inFront = model.head.count();
    int all = model.count();
    Batch seen = statistics.first(all);
    ops.fill(seen, 0);
    model.splatter().backward(rgbaGradient, Gaussians.of(gradients.first(all)), poseGradient, seen);
    ops.copy(gradients.items(0, inFront), head.gradients());
    ops.copy(gradients.items(inFront, all), mouth.gradients());
    ops.accumulate(1, statistics.items(0, inFront), head.statistics());
    ops.accumulate(1, statistics.items(inFront, all), mouth.statistics());
    ops.matrixVectorBackward(
        model.poseMap, model.poseInput(), poseGradient, poseMap.gradient, null);
    if (throughFields) {
      backwardHead();
      backwardMouth();
    }
  }

  /**
   * Takes the gradient of the latest {@link HeadModel#forwardHead}. Poses get none.
   *
   * @param gradient of the branch's own picture
   */
  void backwardHead(Picture gradient, boolean deformed) {
    model.headSplatter().backward(gradient, head.gradient(), null, head.statistics());
    if (deformed) {
      backwardHead();
    }
  }

  /** The same of the latest {@link HeadModel#forwardMouth}. */
  void backwardMouth(Picture gradient, boolean deformed) {
    model.mouthSplatter().backward(gradient, mouth.gradient(), null, mouth.statistics());
    if (deformed) {
      backwardMouth();
    }
  }

  private void backwardHead() {
    Layout layout = model.layout;
    Batch moved = head.gradients();
    Batch torsoBasis =
        model.head.attributes().channels(3 * layout.faceShapes(), 3 * layout.headShapes());
    Batch means = Gaussians.of(moved).means();
    ops.blendBackward(torsoBasis, model.torsoShapes(), means, null, null, torsoGradient);
    ops.matrixVectorBackward(
        model.torsoMap, model.torsoInput(), torsoGradient, torsoMap.gradient, null);
    if (model.stretches()) {
      Gaussians lying = Gaussians.of(moved);
      ops.stretchBackward(
          model.strains,
          model.patches(),
          model.head.gaussians().rotations(),
          lying.logScales(),
          lying.rotations());
    }
    headField.backward(moved, model.drive(), null);
  }

  private void backwardMouth() {
    mouthField.backward(mouth.gradients(), model.speech(), null);
  }

  /**
   * Moves all parameters along the latest gradient.
   *
   * @param step 1 at the first
   */
  void step(LearningRates rates, int step, boolean deformed, boolean colorsOnly) {
    head.step(adam, rates, step, colorsOnly);
    mouth.step(adam, rates, step, colorsOnly);
    if (colorsOnly || !deformed) {
      return;
    }
    headField.step(adam, rates, step);
    mouthField.step(adam, rates, step);
    if (step >= MAPS_FROM_STEP) {
      int poseTurns = 3 * model.layout.poseInputs();
      if (mapsPoses) {
        poseMap.step(adam, 0, poseTurns, rates.turn(), step);
        poseMap.step(adam, poseTurns, poseMap.values.count(), rates.move(), step);
      }
      int torsoTurns = 9 * model.layout.torsoInputs();
      torsoMap.step(adam, 0, torsoTurns, rates.turn(), step);
      torsoMap.step(adam, torsoTurns, torsoMap.values.count(), rates.move(), step);
    }
  }

  /** From now on poses are right as they are: the map that corrects them does nothing. */
  void trustPoses() {
    mapsPoses = false;
    ops.fill(model.poseMap, 0);
  }

  /** Closes what training added; the model stays. */
  @Override
  public void close() {
    head.close();
    mouth.close();
    headField.close();
    mouthField.close();
    poseMap.close();
    torsoMap.close();
    for (Batch batch : List.of(torsoGradient, poseGradient, gradients, statistics)) {
      batch.buffer().close();
    }
  }
}
