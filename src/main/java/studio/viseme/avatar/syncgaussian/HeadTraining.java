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
  private final Batch mouthPoseGradient;
  private Picture mouthRoom;
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
    this.mouthPoseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
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
   * @param rgbaGradient of the composed picture; overwritten
   */
  void backward(Picture rgbaGradient, boolean deformed) {
    Picture ofMouth = mouthGradient(rgbaGradient.width(), rgbaGradient.height());
    split(ops, rgbaGradient, model.behind(), ofMouth);

    model.headSplatter().backward(rgbaGradient, head.gradient(), poseGradient, head.statistics());
    model
        .mouthSplatter()
        .backward(ofMouth, mouth.gradient(), mouthPoseGradient, mouth.statistics());
    ops.accumulate(1, mouthPoseGradient, poseGradient);
    ops.matrixVectorBackward(
        model.poseMap, model.poseInput(), poseGradient, poseMap.gradient, null);
    if (deformed) {
      backwardHead();
      backwardMouth();
    }
  }

  /**
   * Passes the gradient of the composed picture on to those of the branches (equation 6).
   *
   * @param gradient of the composed picture; overwritten with the head's
   * @param behind what the forward pass laid behind the head
   * @param mouth overwritten, 4 channels, of the band's size
   */
  static void split(BatchOperations ops, Picture gradient, HeadModel.Behind behind, Picture mouth) {
    Batch band = behind.of(gradient);
    Batch through = behind.through().asBatch();
    ops.multiply(band, through, mouth.asBatch());
    ops.channelDots(band, behind.mouth().asBatch(), through);
    ops.accumulate(-1, through, band.channels(3, 4));
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

  /** Of the band's size, in room for the whole region. */
  private Picture mouthGradient(int width, int height) {
    if (mouthRoom == null || mouthRoom.pixels() < width * height) {
      closePicture();
      mouthRoom = Picture.allocate(model.engine, 4, width, height);
    }
    Picture band = model.behind().mouth();
    return Picture.of(mouthRoom.buffer(), 4, band.width(), band.height());
  }

  private void closePicture() {
    if (mouthRoom != null) {
      mouthRoom.buffer().close();
      mouthRoom = null;
    }
  }

  /** Closes what training added; the model stays. */
  @Override
  public void close() {
    closePicture();
    head.close();
    mouth.close();
    headField.close();
    mouthField.close();
    poseMap.close();
    torsoMap.close();
    for (Batch batch : List.of(torsoGradient, poseGradient, mouthPoseGradient)) {
      batch.buffer().close();
    }
  }
}
