package studio.viseme.avatar.syncgaussian;

import java.util.List;
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
  final Parameter headTable;
  final Parameter headWeights;
  final Parameter mouthTable;
  final Parameter mouthWeights;
  final Parameter poseMap;
  final Parameter torsoMap;

  private final LearningRates rates;
  private final Adam adam;
  private final BatchOperations ops;
  private final Batch headOffsets;
  private final Batch mouthOffsets;
  private final Batch headInputs;
  private final Batch mouthInputs;
  private final Batch torsoGradient;
  private final Batch poseGradient;
  private final Batch mouthPoseGradient;
  private Picture mouthRoom;
  private boolean mapsPoses = true;

  HeadTraining(HeadModel model, LearningRates rates) {
    Engine engine = model.engine;
    this.model = model;
    this.rates = rates;
    this.ops = engine.batches();
    this.adam = engine.adam(AdamSettings.standard());
    this.head = new BranchTraining(engine, model.head);
    this.mouth = new BranchTraining(engine, model.mouth);
    this.headTable = new Parameter(engine, model.headField.table);
    this.headWeights = new Parameter(engine, model.headField.weights);
    this.mouthTable = new Parameter(engine, model.mouthField.table);
    this.mouthWeights = new Parameter(engine, model.mouthField.weights);
    this.poseMap = new Parameter(engine, model.poseMap);
    this.torsoMap = new Parameter(engine, model.torsoMap);
    this.headOffsets =
        Batch.allocate(engine, model.headField.output.channels(), model.head.capacity);
    this.mouthOffsets =
        Batch.allocate(engine, model.mouthField.output.channels(), model.mouth.capacity);
    this.headInputs = Batch.allocate(engine, model.headField.inputs(), model.head.capacity);
    this.mouthInputs = Batch.allocate(engine, model.mouthField.inputs(), model.mouth.capacity);
    this.torsoGradient = Batch.vector(engine.floats(PoseSpace.AFFINE));
    this.poseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
    this.mouthPoseGradient = Batch.vector(engine.floats(PoseSpace.SIZE));
  }

  /**
   * The trained vectors, under names that stay: what a file of weights holds besides the branches.
   */
  List<Named> parameters() {
    return List.of(
        new Named("head.table", headTable),
        new Named("head.field", headWeights),
        new Named("mouth.table", mouthTable),
        new Named("mouth.field", mouthWeights),
        new Named("pose.map", poseMap),
        new Named("torso.map", torsoMap));
  }

  record Named(String name, Parameter parameter) {}

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

  private void backwardHead() {
    int n = model.head.count();
    Gaussians g = head.gradient();
    Layout layout = model.layout;
    Batch torsoBasis =
        model.head.attributes().channels(3 * layout.drives(), 3 * layout.headShapes());
    ops.blendBackward(torsoBasis, model.torsoShapes(), g.means(), null, null, torsoGradient);
    ops.matrixVectorBackward(
        model.torsoMap, model.torsoInput(), torsoGradient, torsoMap.gradient, null);
    Batch offsets = headOffsets.first(n);
    ops.copy(g.means(), offsets.channels(0, 3));
    ops.fill(offsets.channels(3, 6), 0);
    ops.accumulate(HeadModel.SCALE_STEP, g.logScales(), offsets.channels(3, 6));
    ops.copy(g.colorLogits(), offsets.channels(6, 9));
    model.headField.backward(
        model.head.gaussians().means(),
        offsets,
        headInputs,
        headWeights.gradient,
        headTable.gradient);
  }

  private void backwardMouth() {
    Batch offsets = mouthOffsets.first(model.mouth.count());
    ops.copy(mouth.gradient().means(), offsets);
    model.mouthField.backward(
        model.mouth.gaussians().means(),
        offsets,
        mouthInputs,
        mouthWeights.gradient,
        mouthTable.gradient);
  }

  /**
   * Moves all parameters along the latest gradient.
   *
   * @param factor of every learning rate
   * @param step 1 at the first
   */
  void step(double factor, int step, boolean deformed, boolean colorsOnly) {
    head.step(adam, rates, factor, step, colorsOnly);
    mouth.step(adam, rates, factor, step, colorsOnly);
    if (colorsOnly || !deformed) {
      return;
    }
    headTable.step(adam, rates.table() * factor, step);
    headWeights.step(adam, rates.field() * factor, step);
    mouthTable.step(adam, rates.table() * factor, step);
    mouthWeights.step(adam, rates.field() * factor, step);
    if (step >= MAPS_FROM_STEP) {
      int poseTurns = 3 * model.layout.poseInputs();
      if (mapsPoses) {
        poseMap.step(adam, 0, poseTurns, rates.turn() * factor, step);
        poseMap.step(adam, poseTurns, poseMap.values.count(), rates.move() * factor, step);
      }
      int torsoTurns = 9 * model.layout.torsoInputs();
      torsoMap.step(adam, 0, torsoTurns, rates.turn() * factor, step);
      torsoMap.step(adam, torsoTurns, torsoMap.values.count(), rates.move() * factor, step);
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
    parameters().forEach(named -> named.parameter().close());
    for (Batch batch :
        List.of(
            headOffsets,
            mouthOffsets,
            headInputs,
            mouthInputs,
            torsoGradient,
            poseGradient,
            mouthPoseGradient)) {
      batch.buffer().close();
    }
  }
}
