package studio.viseme.avatar.syncgaussian;

import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingSettings;

/**
 * What a preset means in numbers. Step counts are fixed, so that a seed reproduces on any machine.
 *
 * @param width of the pictures trained on, pixels; never more than the clip's
 * @param frames most frames looked at, evenly taken
 * @param steps of optimisation in all
 * @param staticShare of the steps that show the canonical Gaussians, moved by the pose alone
 *     (equation 7)
 * @param coarseShare of the steps that look at half the width
 * @param refineShare of the steps after which the training frames' poses are refined with the head
 *     as it is then; 0 keeps the tracked poses
 * @param poseLooks about how many frames have their pose refined by looking
 * @param colorShare of the steps, at the end, that change colours only and don't densify (section
 *     3.5)
 * @param sharpness how lips get sharp
 * @param incremental whether the mouth's opening decides which frames come first, rather than
 *     chance
 * @param capacity most Gaussians of the head branch
 * @param face Gaussians that start on the mesh
 * @param skull that start on hair and ears
 * @param neck that start on the neck
 * @param mouth that start behind the lips
 */
record Recipe(
    int width,
    int frames,
    int steps,
    double staticShare,
    double coarseShare,
    double refineShare,
    int poseLooks,
    double colorShare,
    Sharpness sharpness,
    boolean incremental,
    int capacity,
    int face,
    int skull,
    int neck,
    int mouth) {

  /** What is left of the learning rates at the end. */
  private static final double LAST_RATE = 0.15;

  static Recipe of(TrainingSettings settings) {
    Recipe recipe = of(settings.preset());
    return settings.steps().isPresent() ? recipe.withSteps(settings.steps().getAsInt()) : recipe;
  }

  static Recipe of(Preset preset) {
    return switch (preset) {
      case DRAFT ->
          new Recipe(
              256,
              400,
              1_400,
              0,
              0,
              0.4,
              150,
              0.1,
              new Sharpness(2, 5, 0.6),
              false,
              10_000,
              4_500,
              2_200,
              1_000,
              500);
      case STANDARD ->
          new Recipe(
              512,
              1_000,
              5_000,
              0,
              0.5,
              0.3,
              300,
              0.1,
              new Sharpness(3, 5, 0.5),
              false,
              20_000,
              6_000,
              3_000,
              1_500,
              800);
      case BEST ->
          new Recipe(
              512,
              6_000,
              75_000,
              0.04,
              0.2,
              0.1,
              1_500,
              0.2,
              new Sharpness(4, 5, 0.2),
              true,
              40_000,
              7_000,
              4_000,
              2_000,
              1_500);
    };
  }

  Recipe withSteps(int total) {
    return new Recipe(
        width,
        frames,
        total,
        staticShare,
        coarseShare,
        refineShare,
        poseLooks,
        colorShare,
        sharpness,
        incremental,
        capacity,
        face,
        skull,
        neck,
        mouth);
  }

  /** Most Gaussians of the mouth branch. */
  int mouthCapacity() {
    return 2 * mouth;
  }

  boolean isDeformed(int step) {
    return step > staticShare * steps;
  }

  boolean isCoarse(int step) {
    return step <= coarseShare * steps;
  }

  /** Whether the training frames' poses are refined after this step. */
  boolean refinesAfter(int step) {
    return refineShare > 0 && step == Math.max(1, (int) (refineShare * steps));
  }

  /** Whether a step looks at the lips alone. */
  boolean isCloseUp(int step) {
    return sharpness.closeUpEvery() > 0
        && step > refineShare * steps
        && step % sharpness.closeUpEvery() == 1;
  }

  /** Whether a close-up compares contrasts, too. */
  boolean comparesContrast(int step) {
    return sharpness.contrast() > 0
        && isCloseUp(step)
        && step > steps - (int) (sharpness.contrastShare() * steps);
  }

  boolean isColorsOnly(int step) {
    return step > shapedSteps();
  }

  /** The last step that changes more than colours. */
  private int shapedSteps() {
    return steps - (int) (colorShare * steps);
  }

  /**
   * Whether what has become useless is removed after this step, before colours alone are left to
   * change.
   */
  boolean prunesAfter(int step) {
    return step == shapedSteps() && step < steps && step >= 300;
  }

  /** Whether the branches are densified after this step. */
  boolean densifiesAfter(int step) {
    return step % 150 == 0 && step >= 300 && step <= 0.65 * steps && !isColorsOnly(step);
  }

  /** By which all learning rates are multiplied at a step. */
  double rateFactor(int step) {
    return Math.pow(LAST_RATE, Math.min(1, (step - 1) / (double) steps));
  }
}
