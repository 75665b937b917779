package studio.viseme.avatar.syncgaussian;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;
import studio.viseme.compute.BatchOperations;
import studio.viseme.compute.ContrastLoss;
import studio.viseme.compute.ContrastLossSettings;
import studio.viseme.compute.Engine;
import studio.viseme.compute.Floats;
import studio.viseme.compute.Picture;
import studio.viseme.compute.PictureLoss;
import studio.viseme.compute.SplatView;

/** A rendered picture beside a filmed one, with room for the largest of a set. */
final class Comparison implements AutoCloseable {
  private final BatchOperations ops;
  private final Losses losses;
  private final float[] target;
  private final float[] background;
  private final float[] weights;
  private final float[] person;
  private final Floats targets;
  private final Floats backgrounds;
  private final Floats importance;
  private final Floats somebody;
  private final Floats rgba;
  private final Floats rgbaGradient;
  private final Floats scratch;
  private final PictureLoss pictureLoss;
  private final ContrastLoss contrastLoss;
  private SplatView view;
  private int width;
  private int height;

  /**
   * @param most pixels of a picture
   */
  Comparison(Engine engine, int most, Losses losses) {
    this.ops = engine.batches();
    this.losses = losses;
    this.target = new float[3 * most];
    this.background = new float[3 * most];
    this.weights = new float[most];
    this.person = new float[most];
    this.targets = engine.floats(3L * most);
    this.backgrounds = engine.floats(3L * most);
    this.importance = engine.floats(most);
    this.somebody = engine.floats(most);
    this.rgba = engine.floats(4L * most);
    this.rgbaGradient = engine.floats(4L * most);
    this.scratch = engine.floats(4L * most);
    this.pictureLoss = engine.pictureLoss(losses.picture());
    this.contrastLoss =
        engine.contrastLoss(new ContrastLossSettings(losses.contrast(), Sharpness.LEVELS));
  }

  /**
   * Takes up a sample to compare with.
   *
   * @param wall see {@link TrainingSet#unpack}
   */
  void look(TrainingSet set, TrainingSet.Sample sample, float @Nullable [] wall) {
    width = sample.box().width();
    height = sample.box().height();
    view = new SplatView(set.camera(), sample.pose(), sample.box());
    int pixels = width * height;
    set.unpack(sample, target, background, weights, person, wall);
    upload(targets, target, 3 * pixels);
    upload(backgrounds, background, 3 * pixels);
    upload(importance, weights, pixels);
    upload(somebody, person, pixels);
  }

  private static void upload(Floats buffer, float[] values, int count) {
    buffer.upload(0, MemorySegment.ofArray(values).asSlice(0, 4L * count));
  }

  /** How the sample is looked at. */
  SplatView view() {
    return view;
  }

  int pixels() {
    return width * height;
  }

  /** Where the rendered picture belongs. */
  Picture drawn() {
    return Picture.of(rgba, 4, width, height);
  }

  /** Its gradient, after {@link #evaluate}. */
  Picture gradient() {
    return Picture.of(rgbaGradient, 4, width, height);
  }

  private Picture behind() {
    return Picture.of(backgrounds, 3, width, height);
  }

  private Picture wanted() {
    return Picture.of(targets, 3, width, height);
  }

  /**
   * Loss and gradient of the rendered picture.
   *
   * @param out a vector of 3, see {@link PictureLoss}
   * @param contrast null, or a vector of 1: where the loss of contrast goes, which counts then
   */
  void evaluate(Batch out, @Nullable Batch contrast) {
    Picture counts = losses.lipsCountMore() ? Picture.of(importance, 1, width, height) : null;
    pictureLoss.evaluate(drawn(), behind(), wanted(), counts, gradient(), out);
    if (contrast != null) {
      contrastLoss.accumulate(drawn(), behind(), wanted(), gradient(), contrast);
    }
    if (losses.excess() > 0) {
      payForExcess();
    }
  }

  /** Adds the gradient of {@link Losses#excess} to that of the picture. */
  private void payForExcess() {
    Picture drawn = drawn();
    Batch excess = Batch.of(scratch, 1, drawn.pixels());
    ops.copy(drawn.asBatch().channels(3, 4), excess);
    ops.accumulate(-1, Picture.of(somebody, 1, width, height).asBatch(), excess);
    ops.apply(BatchOperations.Function.RELU, excess, excess);
    Batch alpha = gradient().asBatch().channels(3, 4);
    ops.accumulate(losses.excess() / drawn.pixels(), excess, alpha);
  }

  /** out = the summed squared difference between the laid-over picture and the target. */
  void squaredError(Batch out) {
    int pixels = pixels();
    Batch shown = new Batch(scratch, 0, 3, pixels, pixels);
    Batch through = new Batch(scratch, 3L * pixels, 1, pixels, pixels);
    HeadModel.layOver(ops, drawn().asBatch(), behind().asBatch(), through, shown);
    ops.accumulate(-1, wanted().asBatch(), shown);
    ops.dot(shown, shown, out);
  }

  @Override
  public void close() {
    for (Floats buffer :
        new Floats[] {targets, backgrounds, importance, somebody, rgba, rgbaGradient, scratch}) {
      buffer.close();
    }
    pictureLoss.close();
    contrastLoss.close();
  }
}
