package studio.viseme.avatar.syncgaussian;

import studio.viseme.avatar.Preset;
import studio.viseme.avatar.TrainingSettings;

/**
 * What a preset means in numbers. Step counts are fixed, so that a seed reproduces on any machine.
 *
 * @param steps of optimisation in all
 * @param pace of the studio's way; the published one has its own
 * @param pictures what is looked at
 * @param stages what the steps are spent on
 * @param refinement of the training frames' poses
 * @param sharpness how lips get sharp
 * @param population how many Gaussians there are
 */
record Recipe(
    int steps,
    Pace pace,
    Pictures pictures,
    Stages stages,
    Refinement refinement,
    Sharpness sharpness,
    Population population) {

  /**
   * How large steps are: factors of {@link LearningRates#standard()}.
   *
   * @param first at the first step
   * @param last at the last
   * @param straight whether they fall in a line between the two, and not exponentially: large for
   *     longer, for a training that has few steps
   */
  record Pace(double first, double last, boolean straight) {
    static final Pace SHORT = new Pace(1.5, 0.075, true);
    static final Pace LONG = new Pace(1, 0.15, false);

    /**
     * @param along of the training, 0..1
     */
    double at(double along) {
      return straight ? first + along * (last - first) : first * Math.pow(last / first, along);
    }
  }

  /**
   * @param width of the pictures trained on, pixels; never more than the clip's
   * @param frames most frames looked at, evenly taken
   * @param incremental whether the mouth's opening decides which frames come first, rather than
   *     chance
   */
  record Pictures(int width, int frames, boolean incremental) {}

  /**
   * Shares of the steps.
   *
   * @param still at the beginning, that show the canonical Gaussians, moved by the pose alone
   *     (equation 7)
   * @param coarse at the beginning, that look at half the width
   * @param colors at the end, that change colours only and don't densify (section 3.5)
   */
  record Stages(double still, double coarse, double colors) {}

  /**
   * When the training frames' poses are refined with the head as it is then: once it is roughly
   * there, and again, in sharper pictures, where the coarse stage ends.
   *
   * @param after which share of the steps; 0 keeps the tracked poses
   * @param looks about how many frames are looked at
   * @param fineLooks about how many are looked at again
   * @param heldOutLooks about how many held-out frames are looked at when the head is finished
   */
  record Refinement(double after, int looks, int fineLooks, int heldOutLooks) {
    static final Refinement NONE = new Refinement(0, 0, 0, 0);
  }

  /**
   * How many Gaussians there are.
   *
   * @param capacity most of the head branch
   * @param face that start on the mesh
   * @param skull that start on hair and ears
   * @param neck that start on the neck
   * @param mouth that start behind the lips
   */
  record Population(int capacity, int face, int skull, int neck, int mouth) {
    /** Most Gaussians of the mouth branch. */
    int mouthCapacity() {
      return 2 * mouth;
    }
  }

  static Recipe of(TrainingSettings settings) {
    Recipe recipe =
        switch (settings.method()) {
          case STUDIO -> of(settings.preset());
          case PUBLISHED -> published(settings.preset());
        };
    return settings.steps().isPresent() ? recipe.withSteps(settings.steps().getAsInt()) : recipe;
  }

  static Recipe of(Preset preset) {
    return switch (preset) {
      case DRAFT ->
          new Recipe(
              1_000,
              Pace.SHORT,
              new Pictures(256, 400, false),
              new Stages(0, 0, 0.1),
              new Refinement(0.4, 300, 0, 180),
              new Sharpness(3, 5, 0.6),
              new Population(10_000, 4_500, 2_200, 1_000, 500));
      case STANDARD ->
          new Recipe(
              5_000,
              Pace.LONG,
              new Pictures(512, 1_000, false),
              new Stages(0, 0.5, 0.1),
              new Refinement(0.3, 150, 500, 120),
              new Sharpness(3, 5, 0.5),
              new Population(20_000, 6_000, 3_000, 1_500, 800));
      case BEST ->
          new Recipe(
              20_000,
              Pace.LONG,
              new Pictures(512, 6_000, true),
              new Stages(0.04, 0.2, 0.2),
              new Refinement(0.1, 1_500, 6_000, 6_000),
              new Sharpness(4, 5, 0.2),
              new Population(40_000, 7_000, 4_000, 2_000, 1_500));
    };
  }

  /**
   * As published: 60,000 steps of the branches and 15,000 of colours for {@code best} (section
   * 4.1), as many in all as the studio's way had for the others when both were compared, shared out
   * alike. 3,000 of the first 60,000 are still. The mouth's cube is a fifth of TalkingGaussian's,
   * and so are its Gaussians.
   */
  static Recipe published(Preset preset) {
    Stages stages = new Stages(0.04, 0, 0.2);
    Sharpness sharpness = new Sharpness(0, 5, stages.colors());
    Refinement none = Refinement.NONE;
    return switch (preset) {
      case DRAFT ->
          new Recipe(
              1_400,
              Pace.LONG,
              new Pictures(256, 400, true),
              stages,
              none,
              sharpness,
              new Population(10_000, 2_000, 0, 0, 2_000));
      case STANDARD ->
          new Recipe(
              5_000,
              Pace.LONG,
              new Pictures(512, 1_000, true),
              stages,
              none,
              sharpness,
              new Population(20_000, 2_000, 0, 0, 2_000));
      case BEST ->
          new Recipe(
              75_000,
              Pace.LONG,
              new Pictures(512, 6_000, true),
              stages,
              none,
              sharpness,
              new Population(40_000, 2_000, 0, 0, 2_000));
    };
  }

  Recipe withSteps(int total) {
    return new Recipe(total, pace, pictures, stages, refinement, sharpness, population);
  }

  boolean isDeformed(int step) {
    return step > stages.still * steps;
  }

  boolean isCoarse(int step) {
    return step <= stages.coarse * steps;
  }

  /** The last step that looks at half the width. */
  int coarseSteps() {
    return (int) (stages.coarse * steps);
  }

  /** About how many training frames have their poses refined after this step; 0 for none. */
  int looksAfter(int step) {
    if (refinement.after == 0) {
      return 0;
    }
    if (step == Math.max(1, (int) (refinement.after * steps))) {
      return refinement.looks;
    }
    return step == coarseSteps() ? refinement.fineLooks : 0;
  }

  /** Whether a step looks at the lips alone. */
  boolean isCloseUp(int step) {
    return sharpness.closeUpEvery() > 0
        && step > refinement.after * steps
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
  int shapedSteps() {
    return steps - (int) (stages.colors * steps);
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
    return pace.at(Math.min(1, (step - 1) / (double) steps));
  }
}
