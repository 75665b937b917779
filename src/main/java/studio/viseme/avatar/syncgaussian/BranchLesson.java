package studio.viseme.avatar.syncgaussian;

import studio.viseme.compute.Batch;

/**
 * Teaches each branch by itself, from pictures that show nothing else, before one colour. The
 * branches don't know of each other here, so a step of both is one step of either: which one is
 * trained first doesn't matter.
 */
final class BranchLesson implements Lesson {
  private final HeadTraining training;
  private final Recipe recipe;
  private final PublishedDensity density;
  private final Side face;
  private final Side mouth;

  /** One branch and what it learns from. */
  private static final class Side {
    final TrainingSet set;
    final FrameSampler sampler;
    final Comparison comparison;
    final double scale;

    Side(HeadTraining training, ComposedLesson.View view, double clipWidth, Losses losses) {
      this.set = view.set();
      this.sampler = view.sampler();
      this.comparison = new Comparison(training.model.engine, set.mostPixels(), losses);
      this.scale = set.camera().width() / clipWidth;
    }

    TrainingSet.Sample look(int step) {
      TrainingSet.Sample sample = set.sample(sampler.sample(step));
      comparison.look(set, sample, null);
      return sample;
    }
  }

  BranchLesson(
      HeadTraining training,
      Recipe recipe,
      double clipWidth,
      Losses losses,
      ComposedLesson.View face,
      ComposedLesson.View mouth) {
    this.training = training;
    this.recipe = recipe;
    this.density = new PublishedDensity(recipe.shapedSteps());
    this.face = new Side(training, face, clipWidth, losses);
    this.mouth = new Side(training, mouth, clipWidth, losses);
  }

  @Override
  public int end() {
    return recipe.shapedSteps();
  }

  @Override
  public void learn(int step, Batch figures) {
    HeadModel model = training.model;
    boolean deformed = recipe.isDeformed(step);
    TrainingSet.Sample seen = face.look(step);
    Comparison head = face.comparison;
    model.scale(face.scale);
    model.forwardHead(seen.state(), head.view(), deformed, head.drawn());
    head.evaluate(figures.items(0, 3), null);
    training.backwardHead(head.gradient(), deformed);

    TrainingSet.Sample inside = mouth.look(step);
    Comparison lips = mouth.comparison;
    model.scale(mouth.scale);
    model.forwardMouth(inside.state(), lips.view(), deformed, lips.drawn());
    lips.evaluate(figures.items(SECOND, SECOND + 3), null);
    training.backwardMouth(lips.gradient(), deformed);
  }

  @Override
  public void tidy(int step) {
    if (density.changesAfter(step)) {
      training.head.replan(density.face(face.set));
      training.mouth.replan(density.mouth(mouth.set));
    } else if (step == end()) {
      training.head.replan(PublishedDensity::clean);
      training.mouth.replan(PublishedDensity::clean);
    }
  }

  @Override
  public void squaredError(Batch out) {
    face.comparison.squaredError(out);
  }

  @Override
  public int pixels() {
    return face.comparison.pixels();
  }

  @Override
  public void close() {
    face.comparison.close();
    mouth.comparison.close();
  }
}
