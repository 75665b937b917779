package studio.viseme.avatar.syncgaussian;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import studio.viseme.compute.Batch;

/** Learns from pictures of the whole head: both branches together (equation 6). */
final class ComposedLesson implements Lesson {
  private static final double GROWTH = 0.06;

  private final HeadTraining training;
  private final Recipe recipe;
  private final double clipWidth;
  private final View far;
  private final @Nullable View near;
  private final IntPredicate contrast;
  private final int end;
  private final boolean otherWalls;
  private final Comparison comparison;

  /** Pictures and the order they come in. */
  record View(TrainingSet set, FrameSampler sampler) {}

  /**
   * @param clipWidth of the clip's own pictures
   * @param near what close-ups look at; null where there are none
   * @param contrast the steps that compare contrasts
   * @param end the last step
   */
  ComposedLesson(
      HeadTraining training,
      Recipe recipe,
      double clipWidth,
      Losses losses,
      View far,
      @Nullable View near,
      IntPredicate contrast,
      int end) {
    this.training = training;
    this.recipe = recipe;
    this.clipWidth = clipWidth;
    this.far = far;
    this.near = near;
    this.contrast = contrast;
    this.end = end;
    this.otherWalls = losses.otherWalls();
    int most = Math.max(far.set.mostPixels(), near == null ? 0 : near.set.mostPixels());
    this.comparison = new Comparison(training.model.engine, most, losses);
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public void learn(int step, Batch figures) {
    HeadModel model = training.model;
    boolean deformed = recipe.isDeformed(step);
    View seen = near != null && recipe.isCloseUp(step) ? near : far;
    TrainingSet.Sample sample = seen.set.sample(seen.sampler.sample(step));
    comparison.look(seen.set, sample, seen == far ? wall(step) : null);
    model.scale(seen.set.camera().width() / clipWidth);
    model.forward(sample.state(), comparison.view(), deformed, comparison.drawn());
    comparison.evaluate(
        figures.items(0, 3), contrast.test(step) ? figures.items(CONTRAST, CONTRAST + 1) : null);
    training.backward(comparison.gradient(), deformed && !recipe.isColorsOnly(step));
  }

  /** Another wall than the filmed one, or null. */
  private float @Nullable [] wall(int step) {
    if (!otherWalls || (step >> 1) % 2 != 0) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(step);
    return new float[] {
      (float) random.nextDouble(), (float) random.nextDouble(), (float) random.nextDouble()
    };
  }

  @Override
  public void tidy(int step) {
    if (recipe.densifiesAfter(step)) {
      training.head.densify(GROWTH);
      training.mouth.densify(GROWTH);
    } else if (recipe.prunesAfter(step)) {
      training.head.densify(-1);
    }
  }

  @Override
  public void squaredError(Batch out) {
    comparison.squaredError(out);
  }

  @Override
  public int pixels() {
    return comparison.pixels();
  }

  @Override
  public void close() {
    comparison.close();
  }
}
